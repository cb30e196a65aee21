import { AsyncInSyncError } from "../async-errors.ts";
import { attach, flightTo } from "./join.ts";
import type { Cell } from "../kernel/cell.ts";
import { CycleError } from "../errors.ts";
import type { Entry } from "../kernel/entry.ts";
import type { Flight, Waiter } from "./flight.ts";
import type { Frame } from "./frame.ts";
import type { Level } from "../current.ts";
import { emit, isHeard } from "./observe.ts";
import { scratched } from "./stack.ts";
import { cachedEntry } from "../kernel/state.ts";
import { start } from "./advance.ts";
import type { Task } from "./task.ts";
import { trace } from "./trace.ts";
import { verifyAsync } from "./verify-async.ts";
import type { World } from "./world.ts";

/**
 * Answers a call of an asynchronous node: by a promise of what is cached, or of the one evaluation of it
 * that is pending in this state (S22c).
 *
 * @throws {AsyncInSyncError} in a synchronous evaluation (S22b)
 */
export function readAsync(level: Level, world: World, cell: Cell): Promise<unknown> {
  const { frame } = level;
  if (frame !== undefined && frame.flight === undefined) {
    frame.isVolatile = true;
    throw new AsyncInSyncError(cell.node, frame.cell.node);
  }
  const here = cachedEntry(world.now, cell) ?? scratched(world, cell);
  if (here === undefined) return wait(level, world, cell);
  if (isHeard(world, "hit")) emit(world, "hit", [cell]);
  if (frame !== undefined) {
    trace(frame, world, here);
    if (frame.flight !== undefined) frame.flight.isWaveOver = true;
  }
  return promiseOf(level, world, here);
}

/** What a caller gets of a cached outcome: at once, unless it is one to be verified (S27). */
function promiseOf(level: Level, world: World, entry: Entry): Promise<unknown> {
  const { failed, value } = entry.outcome;
  const outcome = (): Promise<unknown> => (failed ? Promise.reject(value) : Promise.resolve(value));
  const verified = world.now.family.isSampled() ? verifyAsync(level, world, entry) : undefined;
  return verified === undefined ? outcome() : verified.then(outcome);
}

function wait(level: Level, world: World, cell: Cell): Promise<unknown> {
  reserve(level, world, cell);
  return new Promise((resolve, reject) => {
    const call = new Call(level, world, resolve, reject);
    const { target, isNew } = flightTo(world, cell, call);
    if (!attach(target, call, isNew)) reject(target.ring?.error ?? new CycleError([cell.node]));
    else if (isNew) start(target);
  });
}

/** The caller reads the node from here on, in this place; what was called before this landed may be verified together with it. */
function reserve({ frame }: Level, world: World, cell: Cell): void {
  if (frame?.flight === undefined || frame.world !== world) return;
  const place = frame.reserve(cell);
  const { flight } = frame;
  if (place !== undefined && !flight.isWaveOver) (flight.together ??= new Set()).add(place);
  flight.isWaveOver = false;
}

/** A memoised call that waits. */
class Call implements Waiter {
  readonly #level: Level;
  readonly #world: World;
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (error: unknown) => void;

  constructor(
    level: Level,
    world: World,
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ) {
    this.#level = level;
    this.#world = world;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get task(): Task {
    return this.#level.task;
  }

  get flight(): Flight | undefined {
    return this.#level.frame?.flight;
  }

  landed(entry: Entry, world: World): void {
    const { frame } = this.#level;
    if (frame !== undefined && !frame.isOver) this.#trace(frame, entry, world);
    const { failed, value } = entry.outcome;
    if (failed) this.#reject(value);
    else this.#resolve(value);
  }

  #trace(frame: Frame, entry: Entry, world: World): void {
    if (this.#world !== frame.world) trace(frame, world, entry);
    else {
      if (entry.extras.volatile === true) frame.isVolatile = true;
      frame.fill(entry.outcome);
    }
    if (frame.flight === undefined) return;
    frame.flight.isWaveOver = true;
    for (const following of frame.flight.followers ?? []) following.readMore();
  }

  refused(error: unknown): void {
    this.#reject(error);
  }
}
