import type { Cell } from "../kernel/cell.ts";
import type { Entry } from "../kernel/entry.ts";
import { disband, type Following } from "./follow.ts";
import type { Frame } from "./frame.ts";
import { type Level, unmarked } from "../current.ts";
import type { Ring } from "./flight-ring.ts";
import type { Scratch } from "./scratch.ts";
import { Task } from "./task.ts";
import type { World } from "./world.ts";

/** One who waits for an evaluation: a call, or the engine on behalf of another evaluation. */
export interface Waiter {
  /** Who leaves it by being aborted. */
  readonly task: Task;
  /** The evaluation that waits, if one does. */
  readonly flight: Flight | undefined;
  landed(entry: Entry, world: World): void;
  /** There will be no outcome for this one: it waits in a ring, or was aborted. */
  refused(error: unknown): void;
}

/**
 * An asynchronous evaluation under way (S22). It is pinned to the state that its context had when it was
 * called: `world` is the context as it stands in that era.
 */
export class Flight extends Task {
  readonly frame: Frame;
  /** Where its function's code stands. */
  readonly level: Level;
  waiters: Waiter[] = [];
  /** The evaluations that called it, those included that its ring has refused since. */
  callers: Flight[] = [];
  /** Its function has not begun: what it waits for it only compares with what an earlier evaluation read, and it may call none of that (S16). */
  isComparing: boolean;
  /** The last search for a ring that came by, from either end. */
  seenBelow = 0;
  seenAbove = 0;
  /** How many tasks called it and were not aborted since: with the last it is aborted itself (S22f). */
  holders = 0;
  /** Its function has ended. It has landed then, unless it waits for its ring. */
  hasEnded = false;
  hasLanded = false;
  /** It runs a cached node again, to see whether that comes out the same (S27): nothing that it reads is verified in turn. */
  isAgain = false;
  /** The ring that it is on, once one was found (S20). */
  ring: Ring | undefined = undefined;
  /** Places among its reads of asynchronous calls that were made before the one before had landed: they are verified together (S22g). */
  together: Set<number> | undefined = undefined;
  /** The base value that the shift of its node is applied to, once it is known. */
  base: Entry | undefined = undefined;
  /** The evaluation in another context that it waits for, rather than run; and whether it ever did (S17). */
  following: Following | undefined = undefined;
  hasFollowed = false;
  /** Who waits so for it. */
  followers: Set<Following> | undefined = undefined;
  /** Whether the latest asynchronous call has landed, so that the next may depend on it. */
  isWaveOver = true;

  constructor(frame: Frame, scratch: Scratch) {
    super(scratch);
    this.frame = frame;
    this.isComparing = frame.binding === undefined;
    this.level = {
      world: frame.world,
      frame,
      interpreter: undefined,
      callback: undefined,
      mark: unmarked,
      isEntrance: false,
      isEnclosed: true,
      isInRun: true,
      task: this,
      previous: undefined,
      before: undefined,
    };
  }

  get world(): World {
    return this.frame.world;
  }

  get cell(): Cell {
    return this.frame.cell;
  }

  /** Whether nobody needs to wait for it any more. */
  get isDone(): boolean {
    return this.hasLanded || this.over?.kind === "aborted";
  }

  /** It waits for some evaluations no longer: who waits on the engine's behalf is told, and hears nothing more. Nobody is aborted by that. */
  letGo(of: (flight: Flight) => boolean): void {
    const told: Waiter[] = [];
    for (const target of this.calls) {
      if (target.isDone || !of(target)) continue;
      const mine = target.waiters.filter((waiter) => waiter.task === this);
      target.waiters = target.waiters.filter((waiter) => waiter.task !== this);
      target.callers = target.callers.filter((caller) => caller !== this);
      target.holders -= mine.length;
      told.push(...mine);
    }
    this.calls = this.calls.filter((target) => !of(target));
    for (const waiter of told) waiter.refused(undefined);
  }

  /** Its function is about to begin, or need not: from here on it waits for what it calls. */
  endComparing(): void {
    if (!this.isComparing) return;
    this.isComparing = false;
    if (this.calls.length > 0) this.letGo(() => true);
  }

  /** From here on a call of its node does not wait for it. */
  unlist(): void {
    const { era } = this.world;
    if (era.flights?.get(this.cell) !== this) return;
    era.release(this.cell);
    this.cell.busy--;
  }

  override quit(): void {
    this.unlist();
    this.frame.isOver = true;
    disband(this);
    this.ring?.leave(this);
  }
}
