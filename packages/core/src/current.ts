import type { Time } from "./clock.ts";
import type { Frame } from "./engine/frame.ts";
import type { Family } from "./kernel/family.ts";
import { type Task, synchronous } from "./engine/task.ts";
import type { Interpreter } from "./interpret.ts";
import type { World } from "./engine/world.ts";

/**
 * Where plain hits are found: the name of a context's present state, and its family. A cell whose slot has that name has
 * what the context has, and nothing else need be asked: no state is looked at.
 */
export interface Mark {
  version: Time;
  family: Family | undefined;
}

/** The mark of code in which no hit is plain. No slot has this name. */
export const unmarked: Mark = { version: -1, family: undefined };

/**
 * Where the running code stands: one link of the chain of contexts entered and evaluations begun. This
 * chain, and the stack of frames beside it, is all that the engine keeps outside of contexts.
 */
export interface Level {
  /** The context in which memoised calls are evaluated; `undefined` where there is none. */
  readonly world: World | undefined;
  /** That context's mark, for synchronous code. */
  readonly mark: Mark;
  /** The evaluation to which reads are attributed. */
  readonly frame: Frame | undefined;
  /** Who answers memoised calls in place of a context. */
  readonly interpreter: Interpreter | undefined;
  /** The callback of the engine that is running, in which memoised calls are refused. */
  readonly callback: string | undefined;
  /** Whether a context was entered for this level, to be left with it. */
  readonly isEntrance: boolean;
  /** That context was left: what its code still calls is late (S22e). */
  isLeft?: boolean;
  /** Whether a `run`, an evaluation or `Context.outside` encloses this level, which can fail for what is left open in it (S10). */
  readonly isEnclosed: boolean;
  /** Whether a `run` or an evaluation encloses this level, until whose end outcomes that are not cached are kept (S19). */
  readonly isInRun: boolean;
  /** The asynchronous run or evaluation that the code belongs to; `synchronous` if it belongs to none. */
  readonly task: Task;
  /** The level from which this one was entered. */
  readonly previous: Level | undefined;
  /** What `ambient` is put back to when it is left: `previous`, or nothing if that was found in the carrier. */
  readonly before: Level | undefined;
}

/**
 * Where the running code stands now. A property, so that it can be put back without any call: at the edge
 * of the JavaScript stack a call would overflow again, and leave the code in a context that it has left.
 */
export const ambient: {
  level: Level | undefined;
  /** How much there is for which hits cannot be plain: families of which anybody hears of hits or has them verified, redefinitions. */
  unusual: number;
} = { level: undefined, unusual: 0 };

/** Carries a level across awaits: an AsyncLocalStorage, made when the first asynchronous function runs (S22h). */
export interface Carrier {
  getStore(): Level | undefined;
  run<R>(level: Level | undefined, body: () => R): R;
}

/** Undefined while nothing asynchronous was run, and where the platform has none. */
export const carried: { carrier: Carrier | undefined } = { carrier: undefined };

/** Where the running code stands: as the engine left it, or after an await as it was carried along. */
export function standing(): Level | undefined {
  return ambient.level ?? carried.carrier?.getStore();
}

/** A level without a context, above the present one. */
export function nowhere(): Level {
  return {
    world: undefined,
    mark: unmarked,
    frame: undefined,
    interpreter: undefined,
    callback: undefined,
    isEntrance: false,
    isEnclosed: true,
    isInRun: ambient.level?.isInRun === true && ambient.level.task === synchronous,
    task: synchronous,
    previous: ambient.level,
    before: ambient.level,
  };
}

/** Runs a callback of the engine's, on behalf of an evaluation if there is one: memoised calls inside are refused with `CallInShiftError`. */
export function callBack<R>(
  callback: string,
  body: () => R,
  frame: Frame | undefined = ambient.level?.frame,
): R {
  return at({ ...nowhere(), frame, callback }, body);
}

/** Runs code whose memoised calls somebody else answers. */
export function callInterpreted<R>(interpreter: Interpreter, body: () => R): R {
  return at({ ...nowhere(), interpreter }, body);
}

/** Runs code on a level, and puts back what was there. */
export function at<R>(level: Level | undefined, body: () => R): R {
  const before = ambient.level;
  ambient.level = level;
  try {
    return body();
  } finally {
    ambient.level = before;
  }
}
