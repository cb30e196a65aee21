import { signalOf } from "./engine/abort.ts";
import { refuseOver } from "./engine/over.ts";
import { standing } from "./current.ts";
import { OutsideContextError } from "./errors.ts";
import { stretch } from "./flow.ts";

/** A place to which callbacks can return: see `here`. */
export interface Here {
  /**
   * Runs code as part of the evaluation, or run, in which the place was taken: its memoised calls are read
   * there.
   *
   * @throws {LateCallError} when that has settled
   */
  run<R>(body: () => R): R;
}

/**
 * Takes the place of the running code, for a callback that an emitter or a batcher will call from
 * somewhere else: what is read in `place.run(…)` is a dependency of the evaluation that took it (S22e).
 *
 * @throws {OutsideContextError} where there is no context
 */
export function here(): Here {
  const level = standing();
  if (level === undefined) throw new OutsideContextError("here()");
  refuseOver(level, "here()");
  return {
    run: (body) => {
      refuseOver(level, "What was to run in a place taken by here()");
      return stretch(level, body);
    },
  };
}

/**
 * By what the running evaluation, or asynchronous run, is told that nobody waits for it any more (S22f): to
 * be handed to `fetch` and the like. In synchronous code it never fires.
 *
 * @throws {OutsideContextError} where there is no context
 * @throws {LateCallError} when the evaluation or run has settled
 */
export function signal(): AbortSignal {
  const level = standing();
  if (level === undefined) throw new OutsideContextError("signal()");
  if (level.task.over?.kind !== "aborted") refuseOver(level, "signal()");
  return signalOf(level.task);
}
