import { flow } from "@dug/core";

/** What a function does, step by step: yields what it waits for. */
export type Steps<R = unknown> = Generator<unknown, R, unknown>;

/** To the end, in a synchronous function, which waits for nothing. */
export function runThrough(steps: Steps): unknown {
  const next = steps.next();
  if (next.done !== true) throw new TypeError("A synchronous function waits for something.");
  return next.value;
}

/** As an async function does: with `await`. */
export async function runAwaiting(steps: Steps): Promise<unknown> {
  for (let next = steps.next(); ;) {
    if (next.done === true) return next.value;
    let sent: unknown;
    let failed = false;
    try {
      sent = await next.value;
    } catch (error) {
      failed = true;
      sent = error;
    }
    next = failed ? steps.throw(sent) : steps.next(sent);
  }
}

/** As a plain function does that returns a promise: with `then`. What it throws before it first waits, it throws at once. */
export function runChained(steps: Steps): Promise<unknown> {
  return chained(steps, steps.next());
}

function chained(steps: Steps, next: IteratorResult<unknown, unknown>): Promise<unknown> {
  if (next.done === true) return Promise.resolve(next.value);
  return Promise.resolve(next.value).then(
    (value) => chained(steps, steps.next(value)),
    (error: unknown) => chained(steps, steps.throw(error)),
  );
}

/** A flow that takes the steps that it is told to. */
export function flowOf<A extends readonly unknown[]>(
  steps: (...args: A) => Steps,
): (...args: A) => Promise<unknown> {
  return flow(function* (...args: A): Generator<unknown, unknown, never> {
    return yield* steps(...args);
  });
}
