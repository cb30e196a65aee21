import { Context, flow, memoize, OutsideContextError } from "@dug/core";
import { afterEach, describe, expect, test } from "vitest";
import { deferred, standing, thrown, turn } from "../support/deferred.ts";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

const a = memoize((): number => (ran.push("a"), 1));
const b = memoize(async (): Promise<number> => (ran.push("b"), 20));
const c = memoize((): number => (ran.push("c"), 300));

/** The same function in each of the three ways to write one. */
const ways = {
  "an async function": memoize(async (): Promise<number> => {
    ran.push("sum");
    const first = a();
    const second = await b();
    await Promise.resolve();
    return first + second + c();
  }),
  "a function marked async": memoize(
    (): Promise<number> => {
      ran.push("sum");
      const first = a();
      return b().then((second) => Promise.resolve().then(() => first + second + c()));
    },
    { async: true },
  ),
  "a flow": memoize(
    flow(function* (): Generator<Promise<unknown>, number, never> {
      ran.push("sum");
      const first = a();
      const second: number = yield b();
      yield Promise.resolve();
      return first + second + c();
    }),
  ),
};

describe.each(Object.entries(ways))("[S22] of %s", (_, sum) => {
  test("calls before and after an await are dependencies, in reading order", async () => {
    const base = new Context();

    expect(await base.evaluate(sum.node())).toBe(321);
    expect([...base.dependencies(sum.node())]).toEqual([a.node(), b.node(), c.node()]);
    expect(ran).toEqual(["sum", "a", "b", "c"]);
  });

  test("each of them sees the context in which it is evaluated", async () => {
    const base = new Context();
    for (const [node, value, expected] of [
      [a.node(), 2, 322],
      [b.node(), 30, 331],
      [c.node(), 400, 421],
    ] as const) {
      expect(await base.fork().tweak<unknown>(node, value).evaluate(sum.node())).toBe(expected);
    }
    expect(await base.evaluate(sum.node())).toBe(321);
  });

  test("it is cached, and a change of what it read after an await reaches it", async () => {
    const base = new Context();
    await base.evaluate(sum.node());
    expect(base.has(sum.node())).toBe(true);
    expect(base.get(sum.node())).toBe(321);
    ran.length = 0;

    expect(await base.evaluate(sum.node())).toBe(321);
    expect(ran).toEqual([]);
    base.tweak(c.node(), 0);
    expect(base.has(sum.node())).toBe(false);
    expect(await base.evaluate(sum.node())).toBe(21);
    expect(ran).toEqual(["sum"]);
  });

  test("a change of what it did not read does not reach it", async () => {
    const other = memoize((): number => 5);
    const base = new Context();
    await base.evaluate(sum.node());
    ran.length = 0;
    base.tweak(other.node(), 6);

    expect(base.has(sum.node())).toBe(true);
    expect(await base.evaluate(sum.node())).toBe(321);
    expect(ran).toEqual([]);
  });

  test("a call gives a promise, of what is cached and of what is not", async () => {
    const base = new Context();
    for (let i = 0; i < 2; i++) {
      const promise = base.run(async () => {
        const called = sum();
        expect(called).toBeInstanceOf(Promise);
        return await called;
      });
      expect(promise).toBeInstanceOf(Promise);
      expect(await promise).toBe(321);
    }
    expect(base.evaluate(sum.node())).toBeInstanceOf(Promise);
  });
});

test("[S22] evaluations under way at the same time get their own dependencies only", async () => {
  const gates = [deferred(), deferred()];
  const leaf = memoize((n: number): number => n);
  const reader = memoize(async (n: number): Promise<number> => {
    leaf(n);
    await gates[n]?.promise;
    const first = leaf(n + 10);
    await Promise.resolve();
    return first + leaf(n + 20);
  });
  const base = new Context();
  const both = [base.evaluate(reader.node(0)), base.evaluate(reader.node(1))];
  gates[1]?.resolve();
  await turn();
  gates[0]?.resolve();

  expect(await Promise.all(both)).toEqual([30, 32]);
  for (const n of [0, 1]) {
    expect([...base.dependencies(reader.node(n))]).toEqual(
      [n, n + 10, n + 20].map((each) => leaf.node(each)),
    );
  }
});

test("[S22] in contexts of their own at the same time, each sees its own after its await", async () => {
  const gate = deferred();
  const spot = memoize((): number => 100);
  const price = memoize(async (): Promise<number> => {
    await gate.promise;
    return spot() * 2;
  });
  const base = new Context();
  const children = [80, 90, 100].map((value) => base.fork().tweak(spot.node(), value));
  const prices = children.map((child) => child.evaluate(price.node()));
  gate.resolve();

  expect(await Promise.all(prices)).toEqual([160, 180, 200]);
  expect(base.has(price.node())).toBe(false);
});

test("[S22] `Context.current` after an await is the context of the evaluation", async () => {
  const seen: Context[] = [];
  const node = memoize(async (): Promise<void> => {
    seen.push(Context.current);
    await turn();
    seen.push(Context.current);
  });
  const base = new Context("base");
  const child = base.fork("child");
  await child.evaluate(node.node());
  await base.evaluate(node.node());

  expect(seen).toEqual([child, child, base, base]);
});

test("[S22] a run of an async function keeps its context until it settles, and nobody else is in it", async () => {
  const gate = deferred();
  const base = new Context("base");
  const seen: Context[] = [];
  const running = base.run(async () => {
    seen.push(Context.current);
    await gate.promise;
    seen.push(Context.current);
    await turn();
    seen.push(Context.current);
    return a();
  });
  expect(thrown(() => Context.current)).toBeInstanceOf(OutsideContextError);
  expect(thrown(() => a())).toBeInstanceOf(OutsideContextError);
  await turn();
  expect(thrown(() => Context.current)).toBeInstanceOf(OutsideContextError);
  gate.resolve();

  expect(await running).toBe(1);
  expect(seen).toEqual([base, base, base]);
  expect(thrown(() => Context.current)).toBeInstanceOf(OutsideContextError);
});

test("[S22] runs nest across awaits, and each restores the one before", async () => {
  const [outer, inner] = [new Context("outer"), new Context("inner")];
  const seen: Context[] = [];
  await outer.run(async () => {
    await turn();
    await inner.run(async () => {
      await turn();
      seen.push(Context.current);
    });
    seen.push(Context.current);
    await turn();
    seen.push(inner.run(() => Context.current));
    seen.push(Context.current);
  });

  expect(seen).toEqual([inner, outer, inner, outer]);
});

test("[S22] runs at the same time do not see each other", async () => {
  const spot = memoize((): number => 100);
  const seen: string[] = [];
  const gates = [deferred(), deferred()];
  const contexts = [80, 90].map((value) => new Context(`at ${value}`).tweak(spot.node(), value));
  const running = contexts.map((context, i) =>
    context.run(async () => {
      for (let step = 0; step < 3; step++) {
        seen.push(`${Context.current.name} ${spot()}`);
        await (step === 1 ? gates[i]?.promise : Promise.resolve());
      }
    }),
  );
  await turn();
  gates[1]?.resolve();
  await turn();
  gates[0]?.resolve();
  await Promise.all(running);

  const expected = ["at 80 80", "at 90 90"];
  expect(seen).toEqual([...expected, ...expected, "at 90 90", "at 80 80"]);
});

test("[S22] a run of a flow", async () => {
  const gate = deferred();
  const base = new Context("base");
  const seen: Context[] = [];
  const running = base.run(
    flow(function* (): Generator<Promise<unknown>, number, never> {
      seen.push(Context.current);
      yield gate.promise;
      seen.push(Context.current);
      const value: number = yield b();
      return value + a();
    }),
  );
  expect(thrown(() => Context.current)).toBeInstanceOf(OutsideContextError);
  gate.resolve();

  expect(await running).toBe(21);
  expect(seen).toEqual([base, base]);
});

test("[S22] a flow gets what its promises reject with thrown at its yield, and may catch it", async () => {
  const mistake = new Error("no quote");
  const bad = memoize(async (): Promise<number> => {
    throw mistake;
  });
  const caught = memoize(
    flow(function* (fallback: number): Generator<Promise<unknown>, number, never> {
      try {
        return yield bad();
      } catch (error) {
        expect(error).toBe(mistake);
        return fallback + a();
      }
    }),
  );

  expect(await new Context().evaluate(caught.node(7))).toBe(8);
});

test("[S22] a flow that is done at once, one that throws, and `finally`", async () => {
  const plain = memoize(
    // oxlint-disable-next-line require-yield -- one that waits for nothing is a flow, too
    flow(function* (x: number): Generator<Promise<unknown>, number, never> {
      return x + 1;
    }),
  );
  const throwing = memoize(
    flow(function* (): Generator<Promise<unknown>, number, never> {
      try {
        yield Promise.reject(new Error("gone"));
      } finally {
        ran.push("finally");
      }
      return 1;
    }),
  );
  const base = new Context();

  expect(await base.evaluate(plain.node(1))).toBe(2);
  expect(await standing(base.evaluate(throwing.node()))).toMatchObject({
    kind: "error",
    error: { message: "gone" },
  });
  expect(ran).toEqual(["finally"]);
});

test("[S22] a synchronous function called after an await is cached like any other", async () => {
  const late = memoize(async (): Promise<number> => {
    await turn();
    return c();
  });
  const base = new Context();
  await base.evaluate(late.node());

  expect(base.get(c.node())).toBe(300);
  expect(base.run(() => c())).toBe(300);
  expect(ran).toEqual(["c"]);
});

test("[S5] a call outside every context throws at once, of asynchronous functions too", () => {
  for (const fn of [b, ...Object.values(ways)])
    expect(thrown(() => fn())).toBeInstanceOf(OutsideContextError);
  expect(ran).toEqual([]);
});

test("[S5] an unsupported argument throws at once, and nothing runs", () => {
  const echo = memoize(async (x: unknown): Promise<unknown> => (ran.push("echo"), x));

  expect(thrown(() => new Context().run(() => void echo(Symbol("?"))))).toMatchObject({
    code: "UNSUPPORTED_ARGUMENT",
  });
  expect(ran).toEqual([]);
});
