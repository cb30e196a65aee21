import type { Cell } from "./cell.ts";
import type { Entry } from "./entry.ts";
import type { Family } from "./family.ts";
import { followed, frozen } from "./draft.ts";
import { entryIn, type State } from "./state.ts";
import { countReads, isAmongFirst, readAt } from "./reads.ts";

/**
 * Counts what walks go through, where a test has put such an object at `globalThis`. Nothing of it is left
 * in what is built: esbuild.mjs says that there is none.
 */
declare const dugWalked: { nodes: number; edges: number } | undefined;

/**
 * The entries that read a node here, directly or in a context that they opened. The index of
 * dependants knows too many, so each is asked.
 */
export function dependantsOf(state: State, cell: Cell): Entry[] {
  const found: Entry[] = [];
  eachDependant(state, cell, entryIn(state, cell), (_, entry) => found.push(entry));
  return found;
}

/** Counts a node that is looked at. */
export function countNode(): void {
  if (typeof dugWalked !== "undefined") dugWalked.nodes++;
}

/** Is given who read a node, and the entry by which. */
type Visit = (dependant: Cell, entry: Entry) => void;

/**
 * Gives each of them to `visit`, which may drop it.
 *
 * @param had what the node has here, or had until now: who read its very outcome read the node, and no outcome need be
 * fetched from memory to ask it of which node it is
 */
export function eachDependant(
  state: State,
  cell: Cell,
  had: Entry | undefined,
  visit: Visit,
): void {
  countNode();
  const { firstDependant, secondDependant, thirdDependant, moreDependants } = cell;
  if (firstDependant === undefined) return;
  visitIfRead(state, cell, had, firstDependant, visit);
  if (secondDependant === undefined) return;
  visitIfRead(state, cell, had, secondDependant, visit);
  if (thirdDependant === undefined) return;
  visitIfRead(state, cell, had, thirdDependant, visit);
  if (moreDependants === undefined) return;
  if (Array.isArray(moreDependants)) {
    // By their number at the beginning: more may be linked meanwhile, of entries that `visit` has no business with.
    const { length } = moreDependants;
    for (let i = 0; i < length; i++)
      visitIfRead(state, cell, had, moreDependants[i] as Cell, visit);
  } else for (const dependant of moreDependants) visitIfRead(state, cell, had, dependant, visit);
}

function visitIfRead(
  state: State,
  cell: Cell,
  had: Entry | undefined,
  dependant: Cell,
  visit: Visit,
): void {
  if (typeof dugWalked !== "undefined") dugWalked.edges++;
  const entry = entryIn(state, dependant);
  if (entry === undefined) return;
  if ((had !== undefined && isAmongFirst(entry, had.outcome)) || entry.dependsOn(cell))
    visit(dependant, entry);
}

/** Links every entry of the state in the index, if the index was dropped since. Complexity: O(1) otherwise. */
export function linked(state: State): State {
  const { edges } = state.family;
  if (state.edges === edges) return state;
  for (const entry of frozen(state).entries.values()) link(entry);
  return followed(state, { edges });
}

/**
 * Notes the edges of an entry of a family in the index. An evaluation that read the same nodes as an earlier one
 * `like` it has no edge that is not there, unless the index was dropped since that was linked.
 */
export function linkLike({ edges }: Family, entry: Entry, like: Entry | undefined): void {
  if (like === undefined || edges > 0 || !entry.readsLike(like)) link(entry);
}

/** Notes an entry's edges in the index. */
export function link(entry: Entry): void {
  const { cell, extras } = entry;
  const count = countReads(entry);
  for (let i = 0; i < count; i++) readAt(entry, i)?.cell.link(cell);
  const { inner } = extras;
  if (inner !== undefined) for (const read of inner) read.cell.link(cell);
}
