import type { Node } from "@dug/core";
import type { Outcome } from "../outcome.ts";
import type { RefState } from "./state.ts";

/** S16's equality of two outcomes of one node: its `equals`, errors by identity. */
export function equalOutcomes(node: Node, a: Outcome, b: Outcome): boolean {
  if (a.kind === "error") return b.kind === "error" && a.error === b.error;
  if (b.kind === "error") return false;
  const equals: (a: never, b: never) => boolean = node.definition.options.equals ?? Object.is;
  try {
    return equals(a.value as never, b.value as never);
  } catch {
    return false;
  }
}

/** Whether each of these is cached in `state` with an equal outcome. */
export function holdsIn(
  state: RefState,
  reads: readonly { readonly node: Node; readonly outcome: Outcome }[],
): boolean {
  return reads.every(({ node, outcome }) => {
    const here = state.entries.get(node);
    return here !== undefined && equalOutcomes(node, outcome, here.outcome);
  });
}
