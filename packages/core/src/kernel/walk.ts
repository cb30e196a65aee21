import type { Cell } from "./cell.ts";
import { type Draft, thaw, writeDropped } from "./draft.ts";
import { eachDependant, linked } from "./edges.ts";
import type { Entry } from "./entry.ts";
import { entryIn, type State } from "./state.ts";

/**
 * Drops the given nodes and their known dependants, transitively (S13): their entries are gone, what
 * can stand in for a run stays known (S16), and except in a root they are masked. The walk stops at a
 * node that has no entry: its dependants have none either.
 *
 * @param trail receives the nodes that were dropped, if somebody wants to know
 * Complexity: the number of nodes dropped and of their direct edges.
 */
export function drop(state: State, roots: Iterable<Cell>, trail?: Cell[]): State {
  const cells = [...roots];
  if (cells.length === 0) return state;
  const draft = thaw(linked(state));
  const had = cells.map((cell) => dropRoot(draft, cell, trail));
  const dropDependant = (cell: Cell, entry: Entry): void => {
    writeDropped(draft, cell, entry);
    trail?.push(cell);
    cells.push(cell);
    had.push(entry);
  };
  for (let cell = cells.pop(); cell !== undefined; cell = cells.pop())
    eachDependant(draft, cell, had.pop(), dropDependant);
  return draft;
}

/** What has no entry is masked all the same; in a root nothing is. @returns the entry that it had */
function dropRoot(draft: Draft, cell: Cell, trail: Cell[] | undefined): Entry | undefined {
  const entry = entryIn(draft, cell);
  if (entry !== undefined || draft.parent !== null) writeDropped(draft, cell, entry);
  if (entry !== undefined) trail?.push(cell);
  return entry;
}
