import type { Cell } from "./cell.ts";
import { Entry, type Outcome, sameOutcome } from "./entry.ts";
import type { Reads } from "./reads.ts";

/** What is known of a node: one evaluation, or several that part after the same reads. */
export type Known = Entry | Decision;

/** What a node that is read next came out as, and what is known of evaluations that read it so. */
class Branches {
  readonly returned: Map<unknown, Known> = new Map();
  /** By the error itself; most nodes never throw. */
  thrown: Map<unknown, Known> | undefined;

  get({ failed, value }: Outcome): Known | undefined {
    return (failed ? this.thrown : this.returned)?.get(keyOf(value));
  }

  set({ failed, value }: Outcome, known: Known): void {
    const map = failed ? (this.thrown ??= new Map()) : this.returned;
    map.set(keyOf(value), known);
  }

  /** Takes one out, and says whether that was the last. */
  delete({ failed, value }: Outcome): boolean {
    (failed ? this.thrown : this.returned)?.delete(keyOf(value));
    return this.returned.size === 0 && (this.thrown?.size ?? 0) === 0;
  }

  /** What is known of evaluations that read an equal outcome: of a function with an `equals` of its own, perhaps several. */
  matching(here: Outcome, at: number): Known[] {
    const same = this.get(here);
    if (here.failed || here.cell.definition.options.equals === undefined)
      return same === undefined ? [] : [same];
    return [...this.returned.values()].filter((known) => {
      const read = sampleOf(known).readAt(at);
      return read !== undefined && sameOutcome(here, read);
    });
  }

  *values(): Generator<Known> {
    yield* this.returned.values();
    if (this.thrown !== undefined) yield* this.thrown.values();
  }
}

const negativeZero = Symbol("-0");

/** Native maps find 0 by -0; nodes tell the two apart (S24). */
function keyOf(value: unknown): unknown {
  return Object.is(value, -0) ? negativeZero : value;
}

/**
 * Where evaluations of one node part that read the same until then: an inner node of a decision tree.
 * The tree branches only where evaluations differ, so that one alone costs no more than its entry.
 */
export class Decision {
  /** One of the evaluations beneath; all read what it read, before `at`. */
  sample: Entry;
  /** How many reads they share. */
  readonly at: number;
  /** The evaluation that read nothing more. */
  end: Entry | undefined = undefined;
  /** By the node that was read next: one, if the function reads nothing but its arguments and nodes (S27). */
  readonly next: Map<Cell, Branches> = new Map();

  constructor(sample: Entry, at: number) {
    this.sample = sample;
    this.at = at;
  }

  /** Where what is known parts with an evaluation. */
  static between(known: Known, entry: Entry, at: number): Decision {
    const decision = new Decision(sampleOf(known), at);
    decision.put(known);
    decision.put(entry);
    return decision;
  }

  /** What is known of evaluations that read on as `entry` did. */
  get(entry: Entry): Known | undefined {
    const read = entry.readAt(this.at);
    return read === undefined ? this.end : this.next.get(read.cell)?.get(read);
  }

  /** Puts what is known of evaluations that read on as its sample did. */
  put(known: Known): void {
    const read = sampleOf(known).readAt(this.at);
    if (read === undefined) {
      this.end = known as Entry; // a decision has at least one read more than the one above it
      return;
    }
    let branches = this.next.get(read.cell);
    if (branches === undefined) this.next.set(read.cell, (branches = new Branches()));
    branches.set(read, known);
  }

  /** Takes out what is known of evaluations that read on as `entry` did. */
  delete(entry: Entry): void {
    const read = entry.readAt(this.at);
    const branches = read && this.next.get(read.cell);
    if (read === undefined) this.end = undefined;
    else if (branches?.delete(read) === true) this.next.delete(read.cell);
  }

  /** All that is known beneath, one step down. */
  *values(): Generator<Known> {
    if (this.end !== undefined) yield this.end;
    for (const branches of this.next.values()) yield* branches.values();
  }
}

/** An evaluation that has the reads which all of these share. */
export function sampleOf(known: Known): Entry {
  return known instanceof Entry ? known : known.sample;
}

/** How many reads all of these share. */
export function sharedReads(known: Known): number {
  return known instanceof Entry ? known.readCount : known.at;
}

/** The first read, from `from` on and before `to`, that the entry does not share with the sample; `to` if there is none. */
function parting(sample: Entry, entry: Entry, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const a = sample.readAt(i);
    const b = entry.readAt(i);
    if (a === undefined || b === undefined || !isSame(a, b)) return i;
  }
  return to;
}

function isSame(a: Outcome, b: Outcome): boolean {
  return a === b || (a.cell === b.cell && a.failed === b.failed && Object.is(a.value, b.value));
}

/** The evaluations beneath, each once. */
export function* evaluations(known: Known): Generator<Entry> {
  const todo: Known[] = [known];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (at instanceof Entry) yield at;
    else todo.push(...at.values());
  }
}

/**
 * What is known with one more evaluation; of two with the same reads the later one counts. Complexity:
 * the number of its reads.
 */
export function add(known: Known, entry: Entry): { readonly known: Known; readonly gone?: Entry } {
  const path: Decision[] = [];
  let at: Known | undefined = known;
  let i = 0;
  for (; at !== undefined; at = at.get(entry), i++) {
    i = parting(sampleOf(at), entry, i, sharedReads(at));
    if (at instanceof Entry || i < at.at) break;
    path.push(at);
  }
  const put = (here: Known): Known => (path.at(-1)?.put(here), path[0] ?? here);
  if (at === undefined) return { known: put(entry) };
  if (!(at instanceof Entry) || Math.max(at.readCount, entry.readCount) > i)
    return { known: put(Decision.between(at, entry, i)) };
  if (at.time > entry.time) return { known, gone: entry };
  for (const decision of path) if (decision.sample === at) decision.sample = entry;
  return { known: put(entry), gone: at };
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
    const [first, second] = decision.values();
    if (first !== undefined && decision.sample === entry) decision.sample = sampleOf(first);
    left = second === undefined ? first : decision;
  }
  return left;
}

/** Whether the reads that some evaluations share equal these, in the sense of S16. */
function isSharedWith(known: Known, reads: Reads): boolean {
  const sample = sampleOf(known);
  for (let i = 0; i < sharedReads(known); i++) {
    const read = sample.readAt(i);
    const here = reads.readAt(i);
    if (read === undefined || here?.cell !== read.cell || !sameOutcome(here, read)) return false;
  }
  return true;
}

/** An evaluation whose reads equal these, in the sense of S16. */
export function find(known: Known, reads: Reads): Entry | undefined {
  const todo: Known[] = [known];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (!isSharedWith(at, reads)) continue;
    if (at instanceof Entry) {
      if (at.readCount === reads.readCount) return at;
      continue;
    }
    const here = reads.readAt(at.at);
    if (here === undefined) {
      if (at.end !== undefined) return at.end;
    } else todo.push(...(at.next.get(here.cell)?.matching(here, at.at) ?? []));
  }
  return undefined;
}
