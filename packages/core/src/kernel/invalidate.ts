import type { Cell } from "./cell.ts";
import { tick, type Time } from "../clock.ts";
import { Definition } from "../identity/definition.ts";
import type { Node } from "../identity/node.ts";
import { changed, followed } from "./draft.ts";
import { bindingOf, entryIn, isFor, keptIn, type Own, type State } from "./state.ts";
import { cellIn } from "./tweak.ts";
import { countNode, dependantsOf, linked } from "./edges.ts";
import { drop } from "./walk.ts";

/** With everything that was evaluated of a node, or of a whole function, before `time` unusable: by default before now (S16a). */
export function invalidate(
  state: State,
  target: Node | Definition,
  trail?: Cell[],
  time: Time = tick(),
): State {
  const subject = target instanceof Definition ? target : cellIn(state.family, target);
  const next = followed(state, {
    ...changed(state),
    own: invalidated(state.own, target, time),
    stale: state.stale.set(subject, time),
  });
  return drop(next, outdated(next, target), trail);
}

/** What a context says itself, with one more invalidation. */
export function invalidated(own: Own, target: Node | Definition, time: Time): Own {
  return { ...own, invalidations: own.invalidations.set(target, time) };
}

/**
 * The nodes that an invalidation drops and masks. A fixed tweak stands (S16a). Of a whole function
 * those count that somebody cached, here or in the parent; of others, who read them in a context that
 * they opened.
 */
export function outdated(unlinked: State, target: Node | Definition): Cell[] {
  const state = linked(unlinked);
  if (!(target instanceof Definition))
    return isFixed(state, cellIn(state.family, target)) ? [] : [cellIn(state.family, target)];
  return [...state.family.cells(target)].flatMap((cell) => {
    if (isFixed(state, cell)) return [];
    const { parent } = state;
    const isCached =
      entryIn(state, cell) !== undefined || (parent !== null && keptIn(parent, cell) !== undefined);
    return isCached ? [cell] : dependantsOf(state, cell).map((entry) => entry.cell);
  });
}

/** Whether a node is tweaked to a fixed value, in whatever layer: not if the filter of the tweak throws, since what that throws is found out only by reading (S12a). */
export function isFixed(state: State, cell: Cell): boolean {
  const binding = bindingOf(state, cell);
  if (binding?.to.kind !== "value") return false;
  return binding.whole === undefined || isFor(binding.whole, cell) === true;
}

/**
 * A root without the entries of those of its shifts whose base value is no longer cached beneath it: they are applied
 * again (S16a).
 *
 * @param cells those that are looked at; by default all that are tweaked
 */
export function reshift(
  state: State,
  beneath: State | undefined,
  trail?: Cell[],
  cells: Iterable<Cell> = tweakedCells(state),
): State {
  const stale: Cell[] = [];
  for (const cell of cells) {
    countNode();
    const isShifted = entryIn(state, cell)?.extras.tweak?.hasBase === true;
    if (isShifted && (beneath === undefined || entryIn(beneath, cell) === undefined))
      stale.push(cell);
  }
  return drop(state, stale, trail);
}

function* tweakedCells({ family, bindings, functionBindings }: State): Generator<Cell> {
  yield* bindings.keys();
  for (const definition of functionBindings.keys()) yield* family.cells(definition);
}
