import type { Cell } from "./cell.ts";
import type { Entry } from "./entry.ts";
import { followed, frozen } from "./draft.ts";
import { entryIn, type State } from "./state.ts";

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
  eachDependant(state, cell, (entry) => found.push(entry));
  return found;
}

/** Gives each of them to `visit`, which may drop it. */
export function eachDependant(state: State, cell: Cell, visit: (entry: Entry) => void): void {
  if (typeof dugWalked !== "undefined") dugWalked.nodes++;
  for (const dependant of cell.dependants ?? none) {
    if (typeof dugWalked !== "undefined") dugWalked.edges++;
    const entry = entryIn(state, dependant);
    if (entry?.dependsOn(cell) === true) visit(entry);
  }
}

const none: readonly Cell[] = [];

/** Links every entry of the state in the index, if the index was dropped since. Complexity: O(1) otherwise. */
export function linked(state: State): State {
  const { edges } = state.family;
  if (state.edges === edges) return state;
  for (const entry of frozen(state).entries.values()) link(entry);
  return followed(state, { edges });
}

/** Notes an entry's edges in the index. */
export function link(entry: Entry): void {
  const { cell, readCount } = entry;
  for (let i = 0; i < readCount; i++) entry.readAt(i)?.cell.link(cell);
  const { inner } = entry.extras;
  if (inner !== undefined) for (const read of inner) read.cell.link(cell);
}
