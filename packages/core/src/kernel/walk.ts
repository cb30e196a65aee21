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
  const todo = [...roots];
  if (todo.length === 0) return state;
  const draft = thaw(linked(state));
  for (const cell of todo) dropOne(draft, cell, trail);
  const dropDependant = ({ cell }: Entry): void => {
    dropOne(draft, cell, trail);
    todo.push(cell);
  };
  for (let cell = todo.pop(); cell !== undefined; cell = todo.pop())
    eachDependant(draft, cell, dropDependant);
  return draft;
}

/** What has no entry is masked all the same; in a root nothing is. */
function dropOne(draft: Draft, cell: Cell, trail: Cell[] | undefined): void {
  const isCached = entryIn(draft, cell) !== undefined;
  if (isCached || draft.parent !== null) writeDropped(draft, cell);
  if (isCached) trail?.push(cell);
}
