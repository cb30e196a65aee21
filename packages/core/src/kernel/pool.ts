import type { Cell } from "./cell.ts";
import type { Time } from "../clock.ts";
import { Entry, Outcome } from "./entry.ts";
import type { Flight } from "../engine/flight.ts";
import { add, find, type Known, remove } from "./known.ts";
import { type Recorded, readsFrom } from "./reads.ts";
import type { AnyShift } from "../tweaks/shift.ts";

/** What a sharing context holds for its descendants, and what that has saved (S17). */
export interface Sharing {
  /** How many evaluations of one node are kept. */
  readonly keep: number;
  /** Of how many nodes evaluations are held. */
  readonly nodes: number;
  /** How many evaluations are held, applications of shifts included. */
  readonly evaluations: number;
  /** How many runs were saved by them. */
  readonly saved: number;
  /** How many were forgotten since there were more of one node than are kept. */
  readonly forgotten: number;
}

/**
 * The evaluations that a context and its descendants share (S17). Nothing here decides a value: like an
 * index, it can be emptied at any time.
 */
export class Pool {
  readonly keep: number;
  /** The evaluations under way among those who share: not known yet, but they may be waited for. */
  readonly pending: Map<Cell, Set<Flight>> = new Map();
  readonly #runs = new Map<Cell, Kept>();
  readonly #shifted = new Map<Cell, Kept>();
  #saved = 0;
  #forgotten = 0;

  /** @param keep how many evaluations of one node are kept, the latest ones */
  constructor(keep: number) {
    this.keep = keep;
  }

  /** What is known of a node. */
  of(cell: Cell): Known | undefined {
    return this.#runs.get(cell)?.known;
  }

  /** Makes an evaluation known to all who share. */
  share(entry: Entry): void {
    this.#keepIn(this.#runs, entry);
  }

  /** What a shift, or one that equals it, made of an equal base value, if that may be used. */
  shifted(
    shift: AnyShift,
    base: Outcome,
    isUsable: (entry: Entry) => boolean,
  ): Outcome | undefined {
    const known = this.#shifted.get(base.cell)?.known;
    const found = known && find(known, readsOf(shift, base));
    if (found === undefined || !isUsable(found)) return undefined;
    this.#saved++;
    return found.outcome;
  }

  /** Makes known what a shift made of a base value, and when. */
  shareShifted(shift: AnyShift, base: Outcome, value: unknown, time: Time): void {
    const made = new Outcome(base.cell, false, value);
    this.#keepIn(this.#shifted, new Entry(made, readsOf(shift, base), time));
  }

  #keepIn(map: Map<Cell, Kept>, entry: Entry): void {
    let kept = map.get(entry.cell);
    if (kept === undefined) map.set(entry.cell, (kept = new Kept()));
    this.#forgotten += kept.add(entry, this.keep);
  }

  /** One run was saved. */
  save(): void {
    this.#saved++;
  }

  /** Forgets everything. */
  empty(): void {
    this.#runs.clear();
    this.#shifted.clear();
  }

  get figures(): Sharing {
    let evaluations = 0;
    for (const map of [this.#runs, this.#shifted])
      for (const kept of map.values()) evaluations += kept.size;
    const nodes = new Set([...this.#runs.keys(), ...this.#shifted.keys()]).size;
    return { keep: this.keep, nodes, evaluations, saved: this.#saved, forgotten: this.#forgotten };
  }
}

/** What is kept of one node: in the order in which it became known, the oldest first. */
class Kept {
  known: Known | undefined = undefined;
  /** From `#first` on; what lies before is forgotten. A set would go through all its gaps to find its first. */
  #order: (Entry | undefined)[] = [];
  #first = 0;

  get size(): number {
    return this.#order.length - this.#first;
  }

  /** Adds an evaluation, and returns how many had to go for it. Complexity: the number of its reads, amortised. */
  add(entry: Entry, keep: number): number {
    if (this.known === undefined) {
      this.known = entry;
      this.#order = [entry];
      return 0;
    }
    const { known, gone } = add(this.known, entry);
    this.known = known;
    if (gone !== entry) this.#order.push(entry);
    // Only of an evaluation that was invalidated, or pending when another one began.
    if (gone !== undefined && gone !== entry) this.#order.splice(this.#order.indexOf(gone), 1);
    return this.size > keep ? this.#forgetOldest() : 0;
  }

  #forgetOldest(): number {
    const oldest = this.#order[this.#first];
    this.#order[this.#first++] = undefined;
    if (this.known !== undefined && oldest !== undefined) this.known = remove(this.known, oldest);
    if (2 * this.#first > this.#order.length) {
      this.#order = this.#order.slice(this.#first);
      this.#first = 0;
    }
    return 1;
  }
}

/**
 * A shift's value as an evaluation: it "read" which shift it is, then the base value. The first as if it
 * were an error, which is compared by identity and never by the `equals` of the node's function.
 */
function readsOf(shift: AnyShift, base: Outcome): Recorded {
  return readsFrom([new Outcome(base.cell, true, shift.identity), base]);
}
