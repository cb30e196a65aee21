import { CallInShiftError, matches, type Node, type Tweak, type Tweaks } from "@dug/core";
import type { FunctionTweak } from "@dug/core";
import { deliver, type Outcome, outcomeOf } from "./outcome.ts";

/**
 * What one set of tweaks puts in a node's place. A filter that threw counts as matching: its error is
 * the node's outcome; `of` is what would have been put in its place.
 */
export type Replacement =
  | FunctionTweak["to"]
  | { readonly kind: "broken filter"; readonly error: unknown; readonly of: FunctionTweak["to"] };

/** Runs a callback of the user's in which memoised calls throw `CallInShiftError` (S2, S12a). */
export type Guard = <R>(where: string, body: () => R) => R;

/**
 * What `tweaks` put in the place of `node`, or `undefined` if they leave it alone: a single node's tweak
 * wins over those of its function, and of these the last that matches (S12a).
 */
export function replacementIn(tweaks: Tweaks, node: Node, guard: Guard): Replacement | undefined {
  const single: Tweak | undefined = tweaks.nodes.get(node);
  if (single !== undefined) return single;
  const whole = tweaks.functions.get(node.definition);
  if (whole === undefined) return undefined;
  for (const candidate of [...whole].toReversed()) {
    const matching = outcomeOf(() => guard("a filter of tweakAll", () => matches(candidate, node)));
    if (matching.kind === "error")
      return { kind: "broken filter", error: matching.error, of: candidate.to };
    if (matching.value === true) return candidate.to;
  }
  return undefined;
}

/** The outcome of a node that is replaced; `base` gives the outcome beneath and is asked at most once, lazily (S3). */
export function replaced(to: Replacement, node: Node, base: () => Outcome, guard: Guard): Outcome {
  switch (to.kind) {
    case "value":
      return { kind: "value", value: to.value };
    case "broken filter":
      return { kind: "error", error: to.error };
    case "shift": {
      const beneath = base();
      if (beneath.kind === "error") return beneath;
      return outcomeOf(() =>
        guard("the callback of a shift", () => to.shift.apply(beneath.value as never)),
      );
    }
    case "callback": {
      let beneath: Outcome | undefined;
      const lazily = (): unknown => deliver((beneath ??= base()));
      return outcomeOf(() =>
        guard("the callback of tweakAll", () => to.apply(lazily, ...(node.args as never[]))),
      );
    }
  }
}

/** What a memoised call throws inside a guarded callback. */
export function callInside(node: Node, where: string): CallInShiftError {
  return new CallInShiftError(String(node), where);
}
