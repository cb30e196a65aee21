import {
  add,
  AsyncInSyncError,
  CallInShiftError,
  Context,
  flow,
  memoize,
  scale,
  shift,
  UndeclaredAsyncError,
  UnsupportedFunctionError,
} from "@dug/core";
import { afterEach, expect, test } from "vitest";
import { rejection, standing, thrown, turn } from "../support/deferred.ts";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

const quote = memoize("colour/quote", async (): Promise<number> => {
  ran.push("quote");
  await turn();
  return 100;
});

test("[S22b] a synchronous memoised function that calls an asynchronous one throws, and is not cached", () => {
  const price = memoize((): number => (ran.push("price"), void quote(), 1));
  const base = new Context();

  expect(thrown(() => base.evaluate(price.node()))).toBeInstanceOf(AsyncInSyncError);
  expect(base.has(price.node())).toBe(false);
  expect(thrown(() => base.evaluate(price.node()))).toBeInstanceOf(AsyncInSyncError);
  expect(ran.filter((name) => name === "price")).toEqual(["price", "price"]);
});

test("[S22b] so does one between two asynchronous ones: the outer one gets the error", async () => {
  const between = memoize((): number => (void quote(), 1));
  const outer = memoize(async (): Promise<number> => {
    await turn();
    return between();
  });

  expect(await rejection(new Context().evaluate(outer.node()))).toBeInstanceOf(AsyncInSyncError);
});

test("[S22b] what is cached already, or tweaked, is no exception", async () => {
  const price = memoize((): number => (void quote(), 1));
  const base = new Context();
  await base.evaluate(quote.node());
  expect(thrown(() => base.evaluate(price.node()))).toBeInstanceOf(AsyncInSyncError);

  const tweaked = base.fork().tweak(quote.node(), 1);
  expect(thrown(() => tweaked.evaluate(price.node()))).toBeInstanceOf(AsyncInSyncError);
});

test("[S22b] in a context that the synchronous function opened it throws, too", () => {
  const price = memoize((): number => new Context().run(() => (void quote(), 1)));

  expect(thrown(() => new Context().evaluate(price.node()))).toBeInstanceOf(AsyncInSyncError);
});

test("[S22b] a tweaked synchronous function is a leaf, so it calls nothing", async () => {
  const price = memoize((): number => (void quote(), 1));
  const base = new Context().tweak(price.node(), 5);

  expect(base.evaluate(price.node())).toBe(5);
  expect(ran).toEqual([]);
});

test("[S22b] a function that returns a promise undeclared throws, inside an asynchronous one too", async () => {
  const fetched = memoize((): unknown => Promise.resolve(1).then((n) => n + 1));
  const outer = memoize(async (): Promise<unknown> => fetched());
  const base = new Context();

  expect(thrown(() => base.evaluate(fetched.node()))).toBeInstanceOf(UndeclaredAsyncError);
  expect(await rejection(base.evaluate(outer.node()))).toBeInstanceOf(UndeclaredAsyncError);
  expect([base.has(fetched.node()), base.has(outer.node())]).toEqual([false, false]);
});

async function helper(): Promise<number> {
  return await quote().catch(() => 0);
}

test("[S22b] `run` of a plain function that returns a promise throws at once", () => {
  const base = new Context();

  expect(thrown(() => base.run(() => helper()))).toBeInstanceOf(UndeclaredAsyncError);
  expect(thrown(() => base.run(() => Promise.resolve(1)))).toBeInstanceOf(UndeclaredAsyncError);
  expect(thrown(() => Context.current)).toMatchObject({ code: "OUTSIDE_CONTEXT" });
});

test("[S22b] `run` of a plain function that calls an asynchronous one and returns something else is fine", async () => {
  const base = new Context();
  const promises: Promise<number>[] = [];
  base.run(() => {
    promises.push(quote());
  });

  expect(await Promise.all(promises)).toEqual([100]);
});

function* numbers(): Generator<Promise<number>, number, number> {
  return (yield Promise.resolve(1)) + 1;
}

test("[S22b] memoising a generator function throws, unless `flow` wraps it", async () => {
  expect(() => memoize(numbers)).toThrow(UnsupportedFunctionError);
  expect(() => memoize(numbers, { async: true })).toThrow(UnsupportedFunctionError);

  expect(await new Context().evaluate(memoize(flow(numbers)).node())).toBe(2);
});

test("[S22b] a tweak of an asynchronous node is a plain value, and a call gives a promise of it", async () => {
  const base = new Context().tweak(quote.node(), 80);
  const called = base.run(async () => {
    const promise = quote();
    expect(promise).toBeInstanceOf(Promise);
    return await promise;
  });

  expect(await called).toBe(80);
  expect(base.get(quote.node())).toBe(80);
  expect(await base.evaluate(quote.node())).toBe(80);
  expect(ran).toEqual([]);
});

test("[S22b] `undefined` and other ordinary values are tweaks of asynchronous nodes, too [S4]", async () => {
  const any = memoize(async (): Promise<unknown> => 1);
  for (const value of [undefined, null, Number.NaN, false]) {
    const base = new Context().tweak<unknown>(any.node(), value);
    expect(await base.evaluate(any.node())).toBe(value);
  }
});

test("[S22b] a shift gets the settled value", async () => {
  const seen: unknown[] = [];
  const base = new Context();
  const child = base.fork().tweak(
    quote.node(),
    shift((value: number) => {
      seen.push(value);
      return value / 2;
    }),
  );

  expect(await child.evaluate(quote.node())).toBe(50);
  expect(await child.evaluate(quote.node())).toBe(50);
  expect(await child.fork().tweak(quote.node(), scale(10)).evaluate(quote.node())).toBe(500);
  expect(seen[0]).toBe(100);
  expect(await base.evaluate(quote.node())).toBe(100);
});

test("[S22b] shifts compose, and one in a root shifts the untweaked value [S1, S3]", async () => {
  const root = new Context().tweak(quote.node(), add(1));
  const child = root.fork().tweak(quote.node(), scale(2));

  expect(await root.evaluate(quote.node())).toBe(101);
  expect(await child.evaluate(quote.node())).toBe(202);
  expect(await child.fork().fork().evaluate(quote.node())).toBe(202);
});

test("[S2] if the base value is a rejection, that is the outcome, and the shift is not asked", async () => {
  const mistake = new Error("no quote");
  const bad = memoize(async (): Promise<number> => {
    await turn();
    throw mistake;
  });
  const base = new Context().tweak(
    bad.node(),
    shift((value: number) => (ran.push("shift"), value)),
  );

  expect(await rejection(base.evaluate(bad.node()))).toBe(mistake);
  expect(ran).toEqual([]);
});

test("[S2] a memoised call inside the shift of an asynchronous node throws CallInShiftError", async () => {
  const one = memoize((): number => 1);
  const base = new Context().tweak(
    quote.node(),
    shift((value: number) => value + one()),
  );

  expect(await standing(base.evaluate(quote.node()))).toMatchObject({
    kind: "error",
    error: expect.any(CallInShiftError),
  });
});

test("[S12a] a callback for a whole asynchronous function gets a base that is settled", async () => {
  const leaf = memoize(async (n: number): Promise<number> => {
    await turn();
    return n;
  });
  const base = new Context().tweakAll(leaf, (value, n) => value() * 10 + n, {
    where: (n) => n > 1,
  });

  expect(await base.evaluate(leaf.node(1))).toBe(1);
  expect(await base.evaluate(leaf.node(2))).toBe(22);
  expect(await base.evaluate(leaf.node(3))).toBe(33);
});

test("[S12a] its `base()` throws what the base was rejected with, and it may catch that", async () => {
  const mistake = new Error("no quote");
  const bad = memoize(async (n: number): Promise<number> => {
    await turn();
    throw n === 0 ? mistake : new Error("other");
  });
  const base = new Context().tweakAll(bad, (value, n) => {
    try {
      return value();
    } catch (error) {
      if (n > 0) throw error;
      return error === mistake ? -1 : -2;
    }
  });

  expect(await base.evaluate(bad.node(0))).toBe(-1);
  expect(await rejection(base.evaluate(bad.node(1)))).toMatchObject({ message: "other" });
});

test("[S12a] a fixed value for a whole asynchronous function", async () => {
  const leaf = memoize(async (n: number): Promise<number> => (ran.push("leaf"), n));
  const sum = memoize(async (): Promise<number> => (await leaf(1)) + (await leaf(2)));
  const base = new Context().tweakAll(leaf, 10);

  expect(await base.evaluate(sum.node())).toBe(20);
  expect(ran).toEqual([]);
});
