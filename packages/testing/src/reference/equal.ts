import type { Node } from "@dug/core";
import type { Outcome } from "../outcome.ts";
import type { RefEntry, RefState } from "./state.ts";

/** S16's equality of two outcomes of one node: its `equals`, errors by identity. */
export function equalOutcomes(node: Node, a: Outcome, b: Outcome): boolean {
  if (a.kind === "error" || b.kind === "error") return equalErrors(a, b);
  const equals: (a: never, b: never) => boolean = node.definition.options.equals ?? Object.is;
  try {
    return equals(a.value as never, b.value as never);
  } catch {
    return false;
  }
}

/** Whether both are the very same error. */
export function equalErrors(a: Outcome, b: Outcome): boolean {
  return a.kind === "error" && b.kind === "error" && a.error === b.error;
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

/**
 * Whether an evaluation of the parent's holds in `state`: where in a context that it opened it read just what
 * the parent has of a node, that must be here, too, or a change of what that read would not be seen to reach it (S21).
 */
export function holdsBelow(state: RefState, below: RefState, entry: RefEntry): boolean {
  const theirs = [...(entry.inner ?? [])].flatMap(([node, read]) =>
    read !== undefined && below.entries.get(node) === read ? [read] : [],
  );
  return holdsIn(state, [...entry.reads, ...theirs]);
}
