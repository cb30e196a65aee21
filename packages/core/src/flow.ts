import { adopt } from "./engine/adopt.ts";
import { ambient, at, type Level, standing } from "./current.ts";
import { carry } from "./engine/carrier.ts";
import { leftOpen, unwind } from "./engine/enter.ts";
import { InvalidArgumentError } from "./errors.ts";

const flows = new WeakSet<object>();

/** Whether a function was made by `flow`. */
export function isFlow(fn: unknown): boolean {
  return typeof fn === "function" && flows.has(fn);
}

/**
 * Makes an asynchronous function of a generator: `yield` waits for a promise and gives its value. What
 * comes after a `yield` is traced on every platform, browsers included, and without what an `await` costs
 * where contexts have to be carried across it (S22h). Name the type of what a `yield` gives, which
 * TypeScript cannot know: `const rate: number = yield rateOf("EUR")`.
 *
 * @example
 * ```ts
 * import { Context, flow, memoize } from "@dug/core";
 *
 * const quote = memoize("flow quote", async (ticker: string) => ticker.length * 10);
 * const position = memoize(
 *   "flow position",
 *   flow(function* (ticker: string, size: number) {
 *     const price: number = yield quote(ticker);
 *     return price * size;
 *   }),
 * );
 * await new Context().evaluate(position.node("IBM", 3)); // 90
 * ```
 *
 * @throws {InvalidArgumentError} when `body` is no function, or an asynchronous generator; when it is called, if it gives no generator
 */
export function flow<A extends readonly unknown[], R>(
  body: (...args: A) => Generator<unknown, R, never>,
): (...args: A) => Promise<R> {
  if (typeof body !== "function" || isAsyncGenerator(body)) throw noGenerator();
  const run = (...args: A): Promise<R> => drive(body(...args) as Generator<unknown, R, unknown>);
  Object.defineProperty(run, "name", { value: body.name });
  Object.defineProperty(run, "length", { value: body.length });
  flows.add(run);
  return run;
}

function noGenerator(): InvalidArgumentError {
  return new InvalidArgumentError("flow", "expected a generator function: function* (…) { … }");
}

function isAsyncGenerator(body: object): boolean {
  return Reflect.get(body, Symbol.toStringTag) === "AsyncGeneratorFunction";
}

/** Whether something is a generator; an asynchronous one would never be seen to end. */
function isGenerator(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { next } = value as { readonly next?: unknown };
  return typeof next === "function" && Symbol.iterator in value;
}

/** Takes a generator from promise to promise, each stretch where the first one stood. */
function drive<R>(generator: Generator<unknown, R, unknown>): Promise<R> {
  if (!isGenerator(generator)) throw noGenerator();
  const level = standing();
  return new Promise((resolve, reject) => {
    const go = (resume: () => IteratorResult<unknown, R>): void => {
      let result: IteratorResult<unknown, R>;
      try {
        result = stretch(level, resume);
      } catch (error) {
        reject(error);
        return;
      }
      if (result.done === true) resolve(result.value);
      else
        adopt(result.value).then(
          (value) => go(() => generator.next(value)),
          (error: unknown) => go(() => generator.throw(error)),
        );
    };
    go(() => generator.next());
  });
}

/** Runs one synchronous stretch of a task's code; a context that it leaves open is the task's mistake (S10). */
export function stretch<R>(level: Level | undefined, body: () => R): R {
  return at(level, () => {
    try {
      return carry(level, body);
    } finally {
      if (level !== undefined && ambient.level !== level)
        level.task.mistake = leftOpen(unwind(level));
    }
  });
}
