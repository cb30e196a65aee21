import type { Cell } from "../kernel/cell.ts";
import type { Time } from "../clock.ts";
import { type Level, type Mark, unmarked } from "../current.ts";
import { type Entry, Outcome } from "../kernel/entry.ts";
import type { Flight } from "./flight.ts";
import { type Known, sampleOf } from "../kernel/known.ts";
import {
  countReads,
  listReads,
  readAt,
  readsFrom,
  record,
  type Recorded,
  type Reads,
  replaceRead,
} from "../kernel/reads.ts";
import type { Binding, State } from "../kernel/state.ts";
import { synchronous, type Task } from "./task.ts";
import type { World } from "./world.ts";

/**
 * One evaluation under way: the node, where, and what it has read so far. It is at the same time the level
 * on which a synchronous function's code stands.
 */
export class Frame implements Level, Reads {
  readonly world: World;
  readonly cell: Cell;
  /** Its place on the stack of frames. */
  readonly index: number;
  /** The lowest place that it can reach by calls: below its own, the node is on a cycle with that frame's (S20). */
  low: number;
  /** How many nodes waited for their ring to settle when it began: those after are in its ring if it heads one. */
  readonly waiting: number;
  readonly began: Time;
  /** The tweak that holds for the node: the evaluation applies it. */
  readonly binding: Binding | undefined;
  /** The earlier evaluation, or several, that may stand in for a run and is compared next; and how much of it has been. */
  candidate: Known | undefined = undefined;
  compared = 0;
  /** One of the candidates, or of those that it stands for, whatever has become of it. */
  earlier: Entry | undefined = undefined;
  /** The evaluation has ended: what its code still calls is late (S22e). */
  isOver = false;
  /** A read is under way. Still set when the function has ended: the engine itself failed in it, as when the stack overflows. */
  isReading = false;
  /** The mark of the code that runs in it, from when it begins to. */
  mark: Mark = unmarked;
  previous: Level | undefined = undefined;
  firstRead: Outcome | undefined = undefined;
  secondRead: Outcome | undefined = undefined;
  thirdRead: Outcome | undefined = undefined;
  manyReads: Reads["manyReads"] = undefined;

  // What follows most evaluations never set. It stands on the prototype until then: in each frame it would be a third of it.

  /** The asynchronous task that its code belongs to, if it does to any. */
  declare task: Task;
  /** Whether what is compared now, or what held, comes from the pool (S17). */
  declare isShared: boolean;
  /** It read something that is not cached, so that it cannot be either (S19). */
  declare isVolatile: boolean;
  /** Candidates that are compared after the next one, the last first. */
  declare others: Known[] | undefined;
  /** How many waited when it was compared to the end: those between were evaluated for a comparison alone, if there are any. */
  declare guesses: number;
  /** While it waits: whether it was called, since whom it was evaluated for was compared to the end. */
  declare isReached: boolean;
  /** It calls itself directly. */
  declare isLoop: boolean;
  /** What was read in contexts that the evaluation opened; present iff it opened one (S21). */
  declare inner: Map<Cell, Entry> | undefined;
  declare collected: Map<Time, Set<Entry>> | undefined;
  /** The asynchronous evaluation that it belongs to. */
  declare flight: Flight | undefined;
  /** Where the reads stand that are still pending (S22d). */
  declare places: Map<Cell, number> | undefined;
  declare fingerprint: unknown;
  /** Milliseconds spent in evaluations that it called; measured only when somebody listens. */
  declare elsewhere: number;

  static {
    Object.assign(this.prototype, {
      task: synchronous,
      isShared: false,
      isVolatile: false,
      others: undefined,
      guesses: 0,
      isReached: false,
      isLoop: false,
      inner: undefined,
      collected: undefined,
      flight: undefined,
      places: undefined,
      fingerprint: undefined,
      elsewhere: 0,
    });
  }

  constructor(
    world: World,
    cell: Cell,
    binding: Binding | undefined,
    index: number,
    waiting: number,
    began: Time,
  ) {
    this.binding = binding;
    this.world = world;
    this.cell = cell;
    this.index = index;
    this.low = index;
    this.waiting = waiting;
    this.began = began;
  }

  get frame(): this {
    return this;
  }

  get before(): Level | undefined {
    return this.previous;
  }

  get interpreter(): undefined {
    return undefined;
  }

  get callback(): undefined {
    return undefined;
  }

  get isEntrance(): boolean {
    return false;
  }

  get isEnclosed(): boolean {
    return true;
  }

  get isInRun(): boolean {
    return true;
  }

  /** Has code run in it that is called from a level. @returns the level of that code */
  runOn(previous: Level | undefined): Level {
    const task = previous?.task ?? synchronous;
    if (task === synchronous) this.mark = this.world.mark;
    if (task !== this.task) this.task = task;
    this.previous = previous;
    return this;
  }

  /** Takes one more, if it is not there, to be compared before the others. */
  consider(known: Known): void {
    const before = this.candidate;
    this.candidate = known;
    this.earlier = sampleOf(known);
    if (before === undefined || before === known) return;
    if (this.others?.includes(known) === true) this.candidate = before;
    else (this.others ??= []).push(before);
  }

  /** Gives up the candidate that was being compared. */
  dismiss(): void {
    this.candidate = this.others?.pop();
    this.compared = 0;
  }

  /** Reserves the place of a read that is pending. @returns the place, if it is the first read of the node */
  reserve(cell: Cell): number | undefined {
    const place = countReads(this);
    if (!record(this, new Outcome(cell, false, undefined))) return undefined;
    (this.places ??= new Map()).set(cell, place);
    return place;
  }

  /** Puts a pending read in its place. */
  fill(outcome: Outcome): void {
    const place = this.places?.get(outcome.cell);
    if (place === undefined) return;
    replaceRead(this, place, outcome);
    this.places?.delete(outcome.cell);
  }

  /** The read in a place; `undefined` where there is none yet, or one that is pending. */
  settledAt(place: number): Outcome | undefined {
    const read = readAt(this, place);
    return read !== undefined && this.places?.get(read.cell) === place ? undefined : read;
  }

  /** The reads that are not pending. */
  settledReads(): Recorded {
    if (this.places === undefined || this.places.size === 0) return this;
    const open = new Set(this.places.values());
    return readsFrom(listReads(this).filter((_, place) => !open.has(place)));
  }

  /**
   * The entries of an opened context of which all that they were made of is in `inner` already. They go
   * by the state's `change`: until that, what an entry read is bound as it was.
   */
  collectedIn({ change }: State): Set<Entry> {
    this.collected ??= new Map();
    let entries = this.collected.get(change);
    if (entries === undefined) this.collected.set(change, (entries = new Set()));
    return entries;
  }
}
