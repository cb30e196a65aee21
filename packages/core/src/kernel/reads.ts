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
 * What an evaluation has read, in reading order, each node once. Up to three lie here by themselves: an array
 * for them was a third of what an entry takes, and most of what is copied when garbage is collected.
 */
export class Reads {
  #first: Outcome | undefined = undefined;
  #second: Outcome | undefined = undefined;
  #third: Outcome | undefined = undefined;
  /** All of them, if they are more. */
  #many: Many | undefined = undefined;

  /** The same reads as another's, in memory of their size. */
  constructor(from?: Reads) {
    if (from === undefined) return;
    this.#first = from.#first;
    this.#second = from.#second;
    this.#third = from.#third;
    if (from.#many !== undefined) this.#many = { list: from.#many.list.slice(), cells: undefined };
  }

  /** These reads, as they are. */
  static of(outcomes: Iterable<Outcome>): Reads {
    const reads = new Reads();
    for (const outcome of outcomes) reads.#append(outcome);
    return reads;
  }

  get readCount(): number {
    if (this.#many !== undefined) return this.#many.list.length;
    if (this.#third !== undefined) return 3;
    if (this.#second !== undefined) return 2;
    return this.#first === undefined ? 0 : 1;
  }

  /** The read in a place; `undefined` if there are fewer. */
  readAt(place: number): Outcome | undefined {
    if (this.#many !== undefined) return this.#many.list[place];
    if (place === 0) return this.#first;
    if (place === 1) return this.#second;
    return place === 2 ? this.#third : undefined;
  }

  /** All reads. */
  get reads(): readonly Outcome[] {
    if (this.#many !== undefined) return this.#many.list;
    return [this.#first, this.#second, this.#third].filter((read) => read !== undefined);
  }

  /** Whether this very outcome is one of the first three. Looks at nothing else. */
  hasOutcome(outcome: Outcome): boolean {
    return this.#first === outcome || this.#second === outcome || this.#third === outcome;
  }

  /** Whether a node was read. Complexity: O(1), after the first time if many were. */
  hasRead(cell: Cell): boolean {
    if (this.#many !== undefined) return hasAmong(this.#many, cell);
    return this.#first?.cell === cell || this.#second?.cell === cell || this.#third?.cell === cell;
  }

  /** Records a read, if it is the first of its node. @returns whether it is */
  record(outcome: Outcome): boolean {
    if (this.hasRead(outcome.cell)) return false;
    this.#append(outcome);
    return true;
  }

  #append(outcome: Outcome): void {
    const first = this.#first;
    const second = this.#second;
    const third = this.#third;
    if (this.#many !== undefined) {
      this.#many.list.push(outcome);
      this.#many.cells?.add(outcome.cell);
    } else if (first === undefined) this.#first = outcome;
    else if (second === undefined) this.#second = outcome;
    else if (third === undefined) this.#third = outcome;
    else this.#many = { list: [first, second, third, outcome], cells: undefined };
  }

  /** Puts another outcome of the same node in its place. */
  replaceRead(place: number, outcome: Outcome): void {
    if (this.#many !== undefined) this.#many.list[place] = outcome;
    else if (place === 0) this.#first = outcome;
    else if (place === 1) this.#second = outcome;
    else this.#third = outcome;
  }
}

function hasAmong(many: Many, cell: Cell): boolean {
  const { list } = many;
  if (list.length > wide) return (many.cells ??= new Set(list.map((read) => read.cell))).has(cell);
  for (const read of list) if (read.cell === cell) return true;
  return false;
}
