import type { PeerName } from "./graph.ts";

/** What a measure is to reach, ever harder to. `required` decides between pass and MISS. */
interface Levels {
  readonly required?: number;
  readonly target?: number;
  readonly beyond?: number;
}

/**
 * `most`: dug's own figure is at most so much. `slower`: dug takes at most so many times what the peer
 * takes. `faster`: the peer takes at least so many times what dug takes.
 */
export type Goal = Levels &
  (
    | { readonly kind: "most" }
    | { readonly kind: "slower"; readonly than: PeerName }
    | { readonly kind: "faster"; readonly than: PeerName }
  );

/** `MISS`: less than what is required. `pass`, `target`, `beyond`: what is reached. `short`: nothing is, and nothing is required. */
export type Verdict = "MISS" | "short" | "pass" | "target" | "beyond" | "not measured";

/** What dug comes to by a goal; `undefined` if the peer was not measured. */
export function measuredBy(goal: Goal, medians: ReadonlyMap<PeerName, number>): number | undefined {
  const dug = medians.get("dug");
  if (goal.kind === "most" || dug === undefined) return dug;
  const peer = medians.get(goal.than);
  if (peer === undefined) return undefined;
  return goal.kind === "slower" ? dug / peer : peer / dug;
}

/** How far a figure gets. */
export function verdict(goal: Goal, measured: number | undefined): Verdict {
  if (measured === undefined) return "not measured";
  const reaches = (level: number | undefined): boolean =>
    level !== undefined && (goal.kind === "faster" ? measured >= level : measured <= level);
  if (reaches(goal.beyond)) return "beyond";
  if (reaches(goal.target)) return "target";
  if (reaches(goal.required)) return "pass";
  return goal.required === undefined ? "short" : "MISS";
}
