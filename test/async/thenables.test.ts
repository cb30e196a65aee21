// oxlint-disable unicorn/no-thenable -- what this page is about
import { Context, flow, InvalidArgumentError, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { rejection, standing } from "../support/deferred.ts";

type Then = (resolve: (value: unknown) => void, reject: (error: unknown) => void) => unknown;

const enough = new RangeError("enough");

/** A native promise with a `then` of its own. */
function odd(then: Then): Promise<unknown> {
  return Object.defineProperty(Promise.resolve(0), "then", { value: then });
}

/** A function that is declared to be asynchronous and returns what it likes. */
function returning(value: () => unknown): () => Promise<unknown> {
  return async () => {
    const declared = memoize(() => value() as Promise<unknown>, { async: true });
    return await new Context().evaluate(declared.node());
  };
}

function throwing(): never {
  throw enough;
}

async function* endless(): AsyncGenerator<number> {
  yield await Promise.resolve(1);
}

test.each([
  ["calls back at once", (resolve) => resolve(1)],
  ["calls back twice", (resolve) => void [resolve(1), resolve(2)]],
  ["calls back, then rejects", (resolve, reject) => void [resolve(1), reject(enough)]],
  [
    "calls back, then throws",
    (resolve) => {
      resolve(1);
      throw enough;
    },
  ],
  [
    "calls back with another",
    (resolve) => resolve({ then: (done: (value: number) => void) => done(1) }),
  ],
] satisfies [string, Then][])("[S22] a thenable that %s settles once", async (_, then) => {
  for (const made of [{ then }, odd(then)]) {
    const context = new Context();
    const declared = memoize(() => made as Promise<unknown>, { async: true });
    const events: string[] = [];
    context.observe(["evaluated"], ({ kind }) => events.push(kind));

    expect(await context.evaluate(declared.node())).toBe(1);
    expect(context.get(declared.node())).toBe(1);
    expect(await context.evaluate(declared.node())).toBe(1);
    expect(events).toEqual(["evaluated"]);
    expect(context.pending()).toEqual([]);
  }
});

test("[S22] one that throws is a rejection, by its getter, too", async () => {
  const ways = [
    { then: throwing },
    odd(throwing),
    Object.defineProperty({}, "then", { get: throwing }),
  ];
  for (const value of ways) expect(await rejection(returning(() => value)())).toBe(enough);
});

test("[S22] a declared function may return no promise at all", async () => {
  expect(await returning(() => 5)()).toBe(5);
});

test("[S22f] one that never calls back can be left", async () => {
  const context = new Context();
  const never = memoize(() => odd(() => undefined), { async: true });
  const stop = new AbortController();
  const found = context.evaluate(never.node(), { signal: stop.signal });
  expect((await standing(found)).kind).toBe("pending");
  stop.abort(enough);

  expect(await rejection(found)).toBe(enough);
  expect(context.pending()).toEqual([]);
});

test("[S22] a flow goes on once for each promise that it yields, however often that calls back", async () => {
  const steps: unknown[] = [];
  const stepping = memoize(
    flow(function* (): Generator<unknown, string, never> {
      steps.push(yield odd((resolve) => void [resolve(1), resolve(2)]));
      steps.push(yield Promise.resolve(3));
      steps.push(yield "no promise");
      return "done";
    }),
  );

  expect(await new Context().evaluate(stepping.node())).toBe("done");
  expect(steps).toEqual([1, 3, "no promise"]);
});

test("[S22] an asynchronous generator makes no flow: it would never be seen to end", () => {
  expect(() => flow(endless as never)).toThrow(InvalidArgumentError);
  const hidden = flow((() => endless()) as never);
  expect(() => hidden()).toThrow(InvalidArgumentError);
});
