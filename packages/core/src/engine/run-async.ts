import { abort } from "./abort.ts";
import { adopt } from "./adopt.ts";
import { ambient, standing } from "../current.ts";
import { carry, seekCarrier } from "./carrier.ts";
import { enter, exit, isThenable, leftOpen, runIn, unwind } from "./enter.ts";
import { isAsyncFunction } from "../identity/definition.ts";
import { runs, scratchIn, settled, synchronous, Task } from "./task.ts";
import type { World } from "./world.ts";

/** An asynchronous run: a task of code that stands in a context until it settles. */
class Run extends Task {
  /** Settles what the caller of the run has got. */
  reject: (reason: unknown) => void = () => {};

  override quit(reason: unknown): void {
    this.reject(reason);
  }
}

/** Runs a function in a context: an asynchronous one until its promise settles. */
export function runEither<R>(
  world: World,
  body: () => R,
  { signal }: { readonly signal?: AbortSignal | undefined },
  isAsync: boolean,
): R {
  if (isAsync) return runAsync(world, body, signal) as R; // a promise, of what the body's is of
  signal?.throwIfAborted();
  return runIn(world, body);
}

/**
 * Runs an asynchronous function in a context, which stays entered until its promise settles. Aborted, it
 * rejects at once, whatever its code does (S22f).
 */
function runAsync<R>(
  world: World,
  body: () => R,
  signal: AbortSignal | undefined,
): Promise<Awaited<R>> {
  if (signal?.aborted === true) return Promise.reject(signal.reason);
  if (isAsyncFunction(body)) seekCarrier();
  const outer = standing()?.task ?? synchronous;
  const run = new Run(scratchIn(outer));
  const level = enter(world, true, run);
  runs.open++;
  let result: R | Promise<never>;
  try {
    result = carry(level, body);
  } catch (error) {
    result = Promise.reject(error);
  }
  const open = unwind(level);
  if (open.length > 0) run.mistake = leftOpen(open);
  ambient.level = level.before;
  if (outer !== synchronous) (outer.runs ??= new Set()).add(run);
  return new Promise((resolve, reject) => {
    run.reject = reject;
    const onAbort = (): void => abort(run, signal?.reason);
    const close = (): void => {
      run.over ??= settled;
      for (const inner of run.runs ?? []) inner.over ??= settled;
      outer.runs?.delete(run);
      signal?.removeEventListener("abort", onAbort);
      runs.open--;
      exit(level);
      if (run.mistake !== undefined) reject(run.mistake);
    };
    const settle = (value: Awaited<R>): void => {
      close();
      resolve(value);
    };
    const fail = (error: unknown): void => {
      close();
      reject(error);
    };
    if (isThenable(result)) adopt(result).then(settle, fail);
    else settle(result as Awaited<R>);
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted === true) onAbort(); // the function itself has aborted it
  });
}
