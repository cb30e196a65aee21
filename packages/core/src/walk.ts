import type { Cell } from "./cell.ts";
import type { Entry } from "./entry.ts";
import type { State } from "./state.ts";

/**
 * The entries that read a node here, directly or in a context that they opened. The index of
 * dependants knows too many, so each is asked.
 */
export function dependantsOf(state: State, cell: Cell): Entry[] {
  const found: Entry[] = [];
  for (const dependant of cell.dependants ?? []) {
    const entry = state.entries.get(dependant);
    if (entry?.reads(cell) === true) found.push(entry);
  }
  return found;
}

/** Links every entry of the state in the index, if the index was dropped since. Complexity: O(1) otherwise. */
export function linked(state: State): State {
  const { edges } = state.family;
  if (state.edges === edges) return state;
  state.entries.forEach(link);
  return { ...state, edges };
}

/** Notes an entry's edges in the index. */
export function link(entry: Entry): void {
  for (const read of entry.dependencies) read.cell.link(entry.cell);
  for (const read of entry.extras.inner ?? []) read.cell.link(entry.cell);
}

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
  const state = linked(unlinked);
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
    if (!isRoot) masks.add(cell);
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
    entries: entries.asImmutable(),
    known: known.asImmutable(),
    masks: masks.asImmutable(),
  };
}
