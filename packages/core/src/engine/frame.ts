import type { Cell } from "../kernel/cell.ts";
import type { Time } from "../clock.ts";
import type { Entry, Outcome } from "../kernel/entry.ts";
import type { Known } from "../kernel/known.ts";
import type { Binding } from "../kernel/state.ts";
import type { World } from "./world.ts";

/** One evaluation under way: the node, where, and what it has read so far. */
export class Frame {
  readonly world: World;
  readonly cell: Cell;
  /** Its place on the stack of frames. */
  readonly index: number;
  /** The lowest place that it can reach by calls: below its own, the node is on a cycle with that frame's (S20). */
  low: number;
  /** How many nodes waited for their ring to settle when it began: those after are in its ring if it heads one. */
  readonly waiting: number;
  readonly began: Time;
  /** Earlier evaluations that may still stand in for a run, the next one last; and how much of it has been compared. */
  readonly candidates: Known[] = [];
  compared = 0;
  /** How many of them, the first ones, come from the pool; and whether the one that held does (S17). */
  shared = 0;
  isShared = false;
  readonly reads: Outcome[] = [];
  #seen: Set<Cell> | undefined;
  /** What was read in contexts that the evaluation opened; present iff it opened one (S21). */
  inner: Map<Cell, Entry> | undefined = undefined;
  /** It read something that is not cached, so that it cannot be either (S19). */
  isVolatile = false;
  /** A read is under way. Still set when the function has ended: the engine itself failed in it, as when the stack overflows. */
  isReading = false;
  /** It calls itself directly. */
  isLoop = false;
  /** The tweak that holds for the node: the evaluation applies it. */
  readonly binding: Binding | undefined;
  fingerprint: unknown = undefined;
  /** Milliseconds spent in evaluations that it called; measured only when somebody listens. */
  elsewhere = 0;

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

  /** Records a read, the first time. */
  record(outcome: Outcome): void {
    const { cell } = outcome;
    if (this.reads.length < 16) {
      if (this.reads.some((read) => read.cell === cell)) return;
    } else {
      this.#seen ??= new Set(this.reads.map((read) => read.cell));
      if (this.#seen.has(cell)) return;
      this.#seen.add(cell);
    }
    this.reads.push(outcome);
  }
}
