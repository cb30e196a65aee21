import type { Cell } from "./cell.ts";
import { tick } from "../clock.ts";
import { frozen } from "./draft.ts";
import { dependantsOf, linked } from "./edges.ts";
import type { State } from "./state.ts";

/**
 * Drops the given nodes and their known dependants, transitively (S13): their entries are gone, what
 * can stand in for a run stays known (S16), and except in a root they are masked. The walk stops at a
 * node that has no entry: its dependants have none either.
 *
 * @param trail receives the nodes that were dropped, if somebody wants to know
 * Complexity: the number of nodes dropped and of their direct edges.
 */
export function drop(unlinked: State, roots: Iterable<Cell>, trail?: Cell[]): State {
  const todo = [...roots];
  if (todo.length === 0) return unlinked;
  const state = linked(frozen(unlinked));
  const isRoot = state.parent === null;
  const entries = state.entries.asMutable();
  const known = state.known.asMutable();
  const masks = state.masks.asMutable();
  const dropOne = (cell: Cell): void => {
    const entry = entries.get(cell);
    if (entry !== undefined) {
      entries.delete(cell);
      if (entry.isReusable) known.set(cell, entry);
      trail?.push(cell);
    }
    if (!isRoot) masks.set(cell, cell);
  };
  todo.forEach(dropOne);
  const partial: State = { ...state, entries };
  for (let cell = todo.pop(); cell !== undefined; cell = todo.pop()) {
    for (const { cell: dependant } of dependantsOf(partial, cell)) {
      dropOne(dependant);
      todo.push(dependant);
    }
  }
  return {
    ...state,
    version: tick(),
    entries: entries.asImmutable(),
    known: known.asImmutable(),
    masks: masks.asImmutable(),
  };
}
