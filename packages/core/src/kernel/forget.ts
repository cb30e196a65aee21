import { Map } from "immutable";
import type { Cell } from "./cell.ts";
import { tick } from "../clock.ts";
import { frozen } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { isFixed } from "./invalidate.ts";
import { prune } from "./log.ts";
import { isMasked, isTweakedHere, type State } from "./state.ts";
import { isHeld } from "./store.ts";
import { dependantsOf, linked } from "./edges.ts";
import { drop } from "./walk.ts";

/**
 * Unloads nodes and their known dependants, transitively. A fixed tweak's entry is the tweak, and stays.
 * Masks nothing and is no change (S9): what the parent holds of an unmasked node shows again (S26).
 */
export function forget(unlinked: State, cells: readonly Cell[]): State {
  const state = linked(frozen(unlinked));
  const roots = cells.flatMap((cell) =>
    isFixed(state, cell) ? dependantsOf(state, cell).map((entry) => entry.cell) : [cell],
  );
  const gone: Cell[] = [...cells];
  const { entries } = drop(state, roots, gone);
  const shown = gone.flatMap((cell): [Cell, Entry][] => {
    const entry = isMasked(state, cell) ? undefined : state.parent?.entries.get(cell);
    return entry === undefined ? [] : [[cell, entry]];
  });
  return pruned({
    ...state,
    entries: entries.merge(Map(shown)),
    known: state.known.deleteAll(gone),
  });
}

/** Unloads everything that is not the parent's, or a tweak (S26). */
export function clear(unloaded: State): State {
  const state = frozen(unloaded);
  const parents = state.parent?.entries ?? Map<Cell, Entry>();
  const fixed = state.entries.filter(
    (entry, cell) => entry.isTweak && isTweakedHere(state, cell) && isFixed(state, cell),
  );
  return pruned({ ...state, entries: parents.deleteAll(state.masks).merge(fixed), known: Map() });
}

/** Frees what only the log still holds. */
function pruned(state: State): State {
  return { ...state, version: tick(), log: prune(state.log, (entry) => isHeld(state, entry)) };
}
