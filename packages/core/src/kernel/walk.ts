import type { Cell } from "./cell.ts";
import { tick } from "../clock.ts";
import { frozen } from "./draft.ts";
import { eachDependant, linked } from "./edges.ts";
import type { Entry } from "./entry.ts";
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
  const { parent } = state;
  const entries = state.entries.asMutable();
  const known = state.known.asMutable();
  const masks = state.masks.asMutable();
  const dropOne = (cell: Cell, entry: Entry | undefined): void => {
    if (entry !== undefined) {
      entries.delete(cell);
      if (isOwnKnown(state, entry)) known.set(cell, entry);
      trail?.push(cell);
    }
    if (parent !== null) masks.add(cell);
  };
  for (const cell of todo) dropOne(cell, entries.get(cell));
  const dropDependant = (entry: Entry): void => {
    const dependant = entry.cell;
    dropOne(dependant, entry);
    todo.push(dependant);
  };
  const partial = { entries };
  for (let cell = todo.pop(); cell !== undefined; cell = todo.pop())
    eachDependant(partial, cell, dropDependant);
  return {
    ...state,
    version: tick(),
    entries: entries.asImmutable(),
    known: known.asImmutable(),
    masks: masks.asImmutable(),
  };
}

/** Whether a context keeps what it drops as known (S16): what can stand in for a run, but for the parent's, of a masked node known anyway. */
export function isOwnKnown({ parent, log }: State, entry: Entry): boolean {
  if (!entry.isReusable) return false;
  return parent === null || (log.length > 0 && parent.entries.get(entry.cell) !== entry);
}
