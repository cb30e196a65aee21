import type { Cell } from "./cell.ts";
import type { Outcome } from "./entry.ts";

/** Beyond this many reads a set finds them by their nodes. */
const wide = 16;

/** Reads that are too many to lie in the object itself. */
interface Many {
  readonly list: Outcome[];
  cells: Set<Cell> | undefined;
}

/**
 * What an evaluation has read, in reading order, each node once: a part of every frame and every entry. Up to three
 * lie there by themselves: an array for them was a third of what an entry takes, and most of what is copied when
 * garbage is collected.
 *
 * A shape with functions, not a class to derive from: V8 compiles no derived constructor into its callers, and
 * private fields cost more to make; together they were a tenth of an evaluation.
 */
export interface Reads {
  firstRead: Outcome | undefined;
  secondRead: Outcome | undefined;
  thirdRead: Outcome | undefined;
  /** All of them, if they are more. */
  manyReads: Many | undefined;
}

/** What has been read, to be looked at only. */
export type Recorded = Readonly<Reads>;

/** These reads, as they are. */
export function readsFrom(outcomes: Iterable<Outcome>): Reads {
  const reads: Reads = {
    firstRead: undefined,
    secondRead: undefined,
    thirdRead: undefined,
    manyReads: undefined,
  };
  for (const outcome of outcomes) append(reads, outcome);
  return reads;
}

/** Nothing. */
export const noReads: Recorded = readsFrom([]);

/** Many reads in memory of their size, for who keeps them. */
export function copyOf(many: Many | undefined): Many | undefined {
  return many === undefined ? undefined : { list: many.list.slice(), cells: undefined };
}

/** How many nodes were read. */
export function countReads({ firstRead, secondRead, thirdRead, manyReads }: Recorded): number {
  if (manyReads !== undefined) return manyReads.list.length;
  if (thirdRead !== undefined) return 3;
  if (secondRead !== undefined) return 2;
  return firstRead === undefined ? 0 : 1;
}

/** The read in a place; `undefined` if there are fewer. */
export function readAt(reads: Recorded, place: number): Outcome | undefined {
  if (reads.manyReads !== undefined) return reads.manyReads.list[place];
  if (place === 0) return reads.firstRead;
  if (place === 1) return reads.secondRead;
  return place === 2 ? reads.thirdRead : undefined;
}

/** All reads. */
export function listReads(reads: Recorded): readonly Outcome[] {
  const { firstRead, secondRead, thirdRead, manyReads } = reads;
  if (manyReads !== undefined) return manyReads.list;
  return [firstRead, secondRead, thirdRead].filter((read) => read !== undefined);
}

/** Whether this very outcome is one of the first three. Looks at nothing else. */
export function isAmongFirst(reads: Recorded, outcome: Outcome): boolean {
  return reads.firstRead === outcome || reads.secondRead === outcome || reads.thirdRead === outcome;
}

/** Whether a node was read. Complexity: O(1), after the first time if many were. */
export function hasRead(
  { firstRead, secondRead, thirdRead, manyReads }: Recorded,
  cell: Cell,
): boolean {
  if (manyReads !== undefined) return hasAmong(manyReads, cell);
  return firstRead?.cell === cell || secondRead?.cell === cell || thirdRead?.cell === cell;
}

/** Records a read, if it is the first of its node. @returns whether it is */
export function record(reads: Reads, outcome: Outcome): boolean {
  if (hasRead(reads, outcome.cell)) return false;
  append(reads, outcome);
  return true;
}

function append(reads: Reads, outcome: Outcome): void {
  const { firstRead, secondRead, thirdRead, manyReads } = reads;
  if (manyReads !== undefined) {
    manyReads.list.push(outcome);
    manyReads.cells?.add(outcome.cell);
  } else if (firstRead === undefined) reads.firstRead = outcome;
  else if (secondRead === undefined) reads.secondRead = outcome;
  else if (thirdRead === undefined) reads.thirdRead = outcome;
  else reads.manyReads = { list: [firstRead, secondRead, thirdRead, outcome], cells: undefined };
}

/** Puts another outcome of the same node in its place. */
export function replaceRead(reads: Reads, place: number, outcome: Outcome): void {
  if (reads.manyReads !== undefined) reads.manyReads.list[place] = outcome;
  else if (place === 0) reads.firstRead = outcome;
  else if (place === 1) reads.secondRead = outcome;
  else reads.thirdRead = outcome;
}

function hasAmong(many: Many, cell: Cell): boolean {
  const { list } = many;
  if (list.length > wide) return (many.cells ??= new Set(list.map((read) => read.cell))).has(cell);
  for (const read of list) if (read.cell === cell) return true;
  return false;
}
