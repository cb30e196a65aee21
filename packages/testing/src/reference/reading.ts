import type { Node } from "@dug/core";
import type { Guard } from "../layer.ts";
import type { Outcome } from "../outcome.ts";
import type { Open, RefState } from "./state.ts";

/** What is under way, innermost last: evaluations, and base values being found for shifts. */
export type Note =
  { readonly kind: "evaluation"; readonly frame: Open } | { readonly kind: "base" };

function tellCaller(
  caller: Note | undefined,
  node: Node,
  state: RefState,
  reading: { readonly outcome: Outcome; readonly isCached: boolean },
): void {
  if (caller?.kind !== "evaluation") return;
  if (!reading.isCached) caller.frame.tainted = true;
  if (caller.frame.state === state) addRead(caller.frame, node, reading.outcome);
}

/**
 * Tells every evaluation under way that `node` was read in `state`: the innermost one as a dependency,
 * and each that opened the context in which this happens as something read there, unless its own tweaks
 * bind the node to a fixed value (S21).
 */
export function propagate(
  stack: readonly Note[],
  node: Node,
  state: RefState,
  reading: { readonly outcome: Outcome; readonly isCached: boolean },
  guard: Guard,
): void {
  tellCaller(stack.at(-1), node, state, reading);
  let at = state;
  let isOutside = false;
  for (const note of stack.toReversed()) {
    if (note.kind === "base") {
      isOutside = true;
      continue;
    }
    const { frame } = note;
    if (isOutside && isBeneathOpened(at, frame.state)) {
      addInside(frame, node, state);
      return;
    }
    const isHere = frame.state.owner === at.owner;
    if (!isHere && !isBeneath(at, frame.state)) continue;
    if (isHere && !isOutside) continue;
    if (isBound(node, at, frame.state, guard)) return;
    addInside(frame, node, state);
    at = frame.state;
    isOutside = false;
  }
}

function addRead(frame: Open, node: Node, outcome: Outcome): void {
  if (!frame.reads.some((read) => read.node === node)) frame.reads.push({ node, outcome });
}

/** Of what the evaluation's own context holds it is noted that just this was read, however the node came out inside later. */
function addInside(frame: Open, node: Node, state: RefState): void {
  const inner = (frame.inner ??= new Map());
  const own = frame.state.entries.get(node);
  if (own === undefined || inner.get(node) !== own) inner.set(node, state.entries.get(node));
}

/** Whether `outer` is the context of an ancestor of `state`. */
function isBeneath(state: RefState, outer: RefState): boolean {
  for (let each = state.below; each !== undefined; each = each.below) {
    if (each.owner === outer.owner) return true;
  }
  return false;
}

/**
 * Whether `base` lies beneath the tweaks of `outer`, a root, for the sake of a context that was opened on it: the
 * base value of the root's shift is then a dependency of who opened it, with all that it was made of (S21).
 */
function isBeneathOpened({ above }: RefState, outer: RefState): boolean {
  if (above === undefined || above === outer || outer.below !== undefined) return false;
  return above.owner === outer.owner || isBeneath(above, outer);
}

/** Whether one of the layers above `outer` binds the node to a fixed value; shifts above that one change nothing. */
function isBound(node: Node, state: RefState, outer: RefState, guard: Guard): boolean {
  for (
    let each: RefState | undefined = state;
    each !== undefined && each.owner !== outer.owner;
    each = each.below
  ) {
    if (each.replacement(node, guard)?.kind === "value") return true;
  }
  return false;
}
