import type { Cell } from "./cell.ts";
import type { Time } from "../clock.ts";
import { Entry, type Outcome, sameOutcome } from "./entry.ts";
import { countReads, readAt, type Recorded } from "./reads.ts";

/** What is known of a node: one evaluation, or several that part after the same reads. */
export type Known = Entry | Decision;

/** What a node that is read next came out as, and what is known of evaluations that read it so. */
export class Branches {
  readonly cell: Cell;
  /** The branches of another node that evaluations read next in its place. */
  after: Branches | undefined = undefined;
  readonly #returned: Map<unknown, Known> = new Map();
  /** By the error itself; most nodes never throw. */
  #thrown: Map<unknown, Known> | undefined = undefined;

  constructor(cell: Cell) {
    this.cell = cell;
  }

  /** How many there are. */
  get size(): number {
    return this.#returned.size + (this.#thrown?.size ?? 0);
  }

  get({ failed, value }: Outcome): Known | undefined {
    return (failed ? this.#thrown : this.#returned)?.get(keyOf(value));
  }

  set({ failed, value }: Outcome, known: Known): void {
    const map = failed ? (this.#thrown ??= new Map()) : this.#returned;
    map.set(keyOf(value), known);
  }

  delete({ failed, value }: Outcome): void {
    (failed ? this.#thrown : this.#returned)?.delete(keyOf(value));
  }

  /** Whether no other node was read next, and outcomes of this one are equal only if they are the same. */
  get isPlain(): boolean {
    return this.after === undefined && this.cell.definition.options.equals === undefined;
  }

  /** What is known of evaluations that read an equal outcome: of a function with an `equals` of its own, perhaps several. */
  matching(here: Outcome, at: number): Known[] {
    if (here.failed || here.cell.definition.options.equals === undefined) {
      const same = this.get(here);
      return same === undefined ? [] : [same];
    }
    return [...this.#returned.values()].filter((known) => {
      const read = readAt(sampleOf(known), at);
      return read !== undefined && sameOutcome(here, read);
    });
  }

  *values(): Generator<Known> {
    yield* this.#returned.values();
    if (this.#thrown !== undefined) yield* this.#thrown.values();
  }
}

const negativeZero = Symbol("-0");

/** Native maps find 0 by -0; nodes tell the two apart (S24). */
function keyOf(value: unknown): unknown {
  return value === 0 && Object.is(value, -0) ? negativeZero : value;
}

/**
 * Where evaluations of one node part that read the same until then: an inner node of a decision tree.
 * The tree branches only where evaluations differ, so that one alone costs no more than its entry.
 */
export class Decision {
  /** One of the evaluations beneath, of those that stayed the last to come; all read what it read, before `at`. */
  sample: Entry;
  /** How many reads they share. */
  readonly at: number;
  /** None of the evaluations that ever were beneath began after that. */
  latest: Time;
  /** The evaluation that read nothing more. */
  end: Entry | undefined = undefined;
  /** By the node that was read next: one, if the function reads nothing but its arguments and nodes (S27). */
  next: Branches | undefined = undefined;

  /** Where what is known parts with an evaluation. */
  constructor(known: Known, entry: Entry, at: number) {
    this.sample = entry;
    this.at = at;
    this.latest = Math.max(latestOf(known), entry.time);
    this.put(known);
    this.put(entry);
  }

  /** What is known of evaluations that read on as `entry` did. */
  get(entry: Entry): Known | undefined {
    const read = readAt(entry, this.at);
    return read === undefined ? this.end : this.reading(read.cell)?.get(read);
  }

  /** What is known of evaluations that read a node next. */
  reading(cell: Cell): Branches | undefined {
    let branches = this.next;
    while (branches !== undefined && branches.cell !== cell) branches = branches.after;
    return branches;
  }

  /** Puts what is known of evaluations that read on as its sample did. */
  put(known: Known): void {
    const read = readAt(sampleOf(known), this.at);
    if (read === undefined)
      this.end = known as Entry; // a decision has at least one read more than the one above it
    else (this.reading(read.cell) ?? this.#grow(read.cell)).set(read, known);
  }

  #grow(cell: Cell): Branches {
    const grown = new Branches(cell);
    let last = this.next;
    while (last?.after !== undefined) last = last.after;
    if (last === undefined) this.next = grown;
    else last.after = grown;
    return grown;
  }

  /** Takes out what is known of evaluations that read on as `entry` did. */
  delete(entry: Entry): void {
    const read = readAt(entry, this.at);
    const branches = read && this.reading(read.cell);
    if (read === undefined) this.end = undefined;
    if (read === undefined || branches === undefined) return;
    branches.delete(read);
    if (branches.size > 0) return;
    if (this.next === branches) this.next = branches.after;
    for (let before = this.next; before !== undefined; before = before.after)
      if (before.after === branches) before.after = branches.after;
  }

  /** All that is known beneath, one step down. */
  *values(): Generator<Known> {
    if (this.end !== undefined) yield this.end;
    for (let branches = this.next; branches !== undefined; branches = branches.after)
      yield* branches.values();
  }

  /** What is left of it where evaluations were taken out: it need not branch for one. */
  get left(): Known | undefined {
    const count = (this.end === undefined ? 0 : 1) + (this.next?.size ?? 0);
    if (count > 1 || this.next?.after !== undefined) return this;
    const [only] = this.values();
    return only;
  }
}

/** An evaluation that has the reads which all of these share. */
export function sampleOf(known: Known): Entry {
  return known instanceof Entry ? known : known.sample;
}

/** How many reads all of these share. */
export function sharedReads(known: Known): number {
  return known instanceof Entry ? countReads(known) : known.at;
}

/** None of these began after that. */
export function latestOf(known: Known): Time {
  return known instanceof Entry ? known.time : known.latest;
}

/** The first read, from `from` on and before `to`, that the entry does not share with the sample; `to` if there is none. */
function parting(sample: Entry, entry: Entry, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const a = readAt(sample, i);
    const b = readAt(entry, i);
    if (a === undefined || b === undefined || !isSame(a, b)) return i;
  }
  return to;
}

/** Whether a read came out the very same, whatever the `equals` of its function: what the tree does not branch on. */
export function isSame(a: Outcome, b: Outcome): boolean {
  return a === b || (a.cell === b.cell && a.failed === b.failed && Object.is(a.value, b.value));
}

/** The evaluations beneath, each once. */
export function* evaluations(known: Known): Generator<Entry> {
  const todo: Known[] = [known];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (at instanceof Entry) yield at;
    else for (const next of at.values()) todo.push(next);
  }
}

/**
 * What is known with one more evaluation; of two with the same reads the later one counts. Complexity:
 * the number of its reads.
 */
export function add(known: Known, entry: Entry): { readonly known: Known; readonly gone?: Entry } {
  let above: Decision | undefined;
  let at = known;
  let i = parting(sampleOf(at), entry, 0, sharedReads(at));
  while (at instanceof Decision && i === at.at) {
    at.sample = entry;
    at.latest = Math.max(at.latest, entry.time);
    above = at;
    const next = at.get(entry);
    if (next === undefined) {
      at.put(entry);
      return { known };
    }
    at = next;
    i = parting(sampleOf(at), entry, i + 1, sharedReads(at));
  }
  const put = (here: Known): Known => (above?.put(here), above === undefined ? here : known);
  if (!(at instanceof Entry) || Math.max(countReads(at), countReads(entry)) > i)
    return { known: put(new Decision(at, entry, i)) };
  if (at.time <= entry.time) return { known: put(entry), gone: at };
  resample(known, entry, at);
  return { known, gone: entry };
}

/** Puts an evaluation with the same reads in the place of one that is not kept after all. */
function resample(known: Known, entry: Entry, by: Entry): void {
  for (let at: Known | undefined = known; at instanceof Decision; at = at.get(entry))
    at.sample = by;
}

/** What is known without an evaluation; `undefined` if that was all. Complexity: the number of its reads. */
export function remove(known: Known, entry: Entry): Known | undefined {
  const path: Decision[] = [];
  let at: Known | undefined = known;
  while (at instanceof Decision) {
    path.push(at);
    at = at.get(entry);
  }
  if (at !== entry) return known;
  let left: Known | undefined;
  for (let decision = path.pop(); decision !== undefined; decision = path.pop()) {
    if (left === undefined) decision.delete(entry);
    else decision.put(left);
    left = decision.left;
    if (left === decision && decision.sample === entry) decision.sample = anyOf(decision);
  }
  return left;
}

function anyOf(decision: Decision): Entry {
  for (const known of decision.values()) return sampleOf(known);
  return decision.sample;
}

/** Whether the reads that some evaluations share equal these, in the sense of S16. */
function isSharedWith(known: Known, reads: Recorded): boolean {
  const sample = sampleOf(known);
  for (let i = 0; i < sharedReads(known); i++) {
    const read = readAt(sample, i);
    const here = readAt(reads, i);
    if (read === undefined || here?.cell !== read.cell || !sameOutcome(here, read)) return false;
  }
  return true;
}

/** An evaluation whose reads equal these, in the sense of S16. */
export function find(known: Known, reads: Recorded): Entry | undefined {
  const todo: Known[] = [known];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (!isSharedWith(at, reads)) continue;
    if (at instanceof Entry) {
      if (countReads(at) === countReads(reads)) return at;
      continue;
    }
    const here = readAt(reads, at.at);
    if (here === undefined) {
      if (at.end !== undefined) return at.end;
    } else todo.push(...(at.reading(here.cell)?.matching(here, at.at) ?? []));
  }
  return undefined;
}
