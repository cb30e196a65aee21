import { Map } from "immutable";
import type { Cell } from "./cell.ts";
import { tick } from "../clock.ts";
import { frozen } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { holdsBelow } from "./holds.ts";
import { isFixed } from "./invalidate.ts";
import { filtered } from "./log.ts";
import { isMasked, isTweakedHere, type State } from "./state.ts";
import { dependantsOf, link, linked } from "./edges.ts";
import { drop } from "./walk.ts";

/**
 * Unloads nodes and their known dependants, transitively. A fixed tweak's entry is the tweak, and stays.
 * Masks nothing and is no change (S9): what the parent holds of an unmasked node shows again (S26).
 */
export function forget(unlinked: State, cells: readonly Cell[]): State {
  const state = linked(frozen(unlinked));
  const roots = cells.flatMap((cell) =>
    isOwnFixed(state, cell) ? dependantsOf(state, cell).map((entry) => entry.cell) : [cell],
  );
  const gone: Cell[] = [...cells];
  const { entries } = frozen(drop(state, roots, gone));
  const shown = gone.flatMap((cell): Entry[] => {
    const entry = isMasked(state, cell) ? undefined : state.parent?.entries.get(cell);
    return entry === undefined ? [] : [entry];
  });
  const unloaded = new Set(gone.filter((cell) => !isOwnFixed(state, cell)));
  return pruned(
    {
      ...state,
      entries: fitting(state, withEntries(entries, shown), shown),
      known: state.known.deleteAll(gone),
    },
    (cell) => !unloaded.has(cell),
  );
}

/** Entries without those of the shown ones that do not hold here, as what they read is here otherwise or not at all. */
function fitting(
  state: State,
  entries: State["entries"],
  shown: readonly Entry[],
): State["entries"] {
  const { parent } = state;
  if (parent === null) return entries;
  for (const entry of shown) link(entry);
  const next: State = { ...state, entries, version: tick(), maps: tick() };
  const unfit = shown.filter((entry) => !holdsBelow(next, parent, entry));
  const fit = drop(
    next,
    unfit.map((entry) => entry.cell),
  );
  return frozen(fit).entries;
}

function withEntries(entries: State["entries"], more: Iterable<Entry>): State["entries"] {
  const all = entries.asMutable();
  for (const entry of more) all.set(entry.cell, entry);
  return all.asImmutable();
}

/** Unloads everything that is not the parent's, or a tweak (S26). Complexity: the size of the parent's cache. */
export function clear(unloaded: State): State {
  const state = frozen(unloaded);
  const none: State["entries"] = Map();
  const fixed = [...state.entries.values()].filter(
    (entry) => entry.isTweak && isOwnFixed(state, entry.cell),
  );
  const kept = new Set(fixed.map((entry) => entry.cell));
  const parents = (state.parent?.entries ?? none).deleteAll(state.masks.values()).deleteAll(kept);
  const entries = fitting(state, withEntries(parents, fixed), [...parents.values()]);
  return pruned({ ...state, entries, known: none }, (cell) => kept.has(cell));
}

/** Whether an entry here is a fixed tweak of this context itself. */
function isOwnFixed(state: State, cell: Cell): boolean {
  return isTweakedHere(state, cell) && isFixed(state, cell);
}

/** Takes out of the log what is the context's own no more: an entry that the parent shows again is the parent's, even if it was taken over before. */
function pruned(state: State, isOwn: (cell: Cell) => boolean): State {
  return { ...state, version: tick(), maps: tick(), log: filtered(state.log, isOwn) };
}
