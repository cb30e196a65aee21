import { Context, dugKey, flow, memoize, UntrackedReadError } from "@dug/core";
import { expect, test } from "vitest";
import { rejection } from "../support/deferred.ts";

test("[S27] a hit of an asynchronous function that reads what nothing traces is found", async () => {
  let rate = 1;
  const quote = memoize(async () => {
    await Promise.resolve();
    return rate;
  });
  const base = new Context("base", { parent: null, verify: 1 });
  expect(await base.evaluate(quote.node())).toBe(1);
  expect(await base.evaluate(quote.node())).toBe(1);
  rate = 2;
  const error = await rejection(base.evaluate(quote.node()));
  expect(error).toBeInstanceOf(UntrackedReadError);
  expect(error).toMatchObject({ cached: 1, found: 2 });
});

test("[S27] a flow, too; and in a family that does not verify nobody runs anything again", async () => {
  let runs = 0;
  const quote = memoize(
    flow(function* (): Generator<unknown, number, never> {
      yield Promise.resolve();
      return ++runs;
    }),
  );
  const plain = new Context("plain", { parent: null });
  expect(await plain.evaluate(quote.node())).toBe(1);
  expect(await plain.evaluate(quote.node())).toBe(1);
  expect(runs).toBe(1);
  const verified = new Context("verified", { parent: null, verify: 1 });
  await verified.evaluate(quote.node());
  expect(await rejection(verified.evaluate(quote.node()))).toBeInstanceOf(UntrackedReadError);
});

test("[S27] [S17] an evaluation that is shared is verified", async () => {
  let factor = 2;
  const spot = memoize(() => 10);
  const twice = memoize(async () => spot() * (await Promise.resolve(factor)));
  const base = new Context("base", { parent: null, verify: 1, share: true });
  expect(await base.fork().tweak(spot.node(), 5).evaluate(twice.node())).toBe(10);
  expect(await base.fork().tweak(spot.node(), 5).evaluate(twice.node())).toBe(10);
  factor = 3;
  const third = base.fork().tweak(spot.node(), 5);
  expect(await rejection(third.evaluate(twice.node()))).toBeInstanceOf(UntrackedReadError);
});

test("[S27] a function that changes an instance it was given is found", async () => {
  class Counter {
    count = 0;
    [dugKey](): string {
      return "counter";
    }
  }
  const next = memoize(async (counter: Counter) => {
    await Promise.resolve();
    return ++counter.count;
  });
  const base = new Context("base", { parent: null, verify: 1 });
  const node = next.node(new Counter());
  expect(await base.evaluate(node)).toBe(1);
  expect(await rejection(base.evaluate(node))).toBeInstanceOf(UntrackedReadError);
});

test("[S27] a batcher that attributes what it reads to its first caller is found (trap 4)", async () => {
  const price = memoize((ticker: string): number => (ticker === "A" ? 1 : 2));
  let waiting: { ticker: string; resolve: (price: number) => void }[] = [];
  const load = (ticker: string): Promise<number> =>
    new Promise((resolve) => {
      waiting.push({ ticker, resolve });
      if (waiting.length > 1) return;
      queueMicrotask(() => {
        const batch = waiting;
        waiting = [];
        for (const one of batch) one.resolve(price(one.ticker)); // read in the frame of the first
      });
    });
  const loaded = memoize(async (ticker: string) => await load(ticker));
  const both = memoize(async () => {
    const [a, b] = await Promise.all([loaded("A"), loaded("B")]);
    return a + b;
  });
  const base = new Context("base", { parent: null, verify: 1 });
  expect(await base.evaluate(both.node())).toBe(3);
  expect([...base.dependencies(loaded.node("B"))]).toEqual([]); // the silent mistake
  base.tweak(price.node("B"), 20);
  expect(await rejection(base.evaluate(loaded.node("B")))).toBeInstanceOf(UntrackedReadError);
});

test("[S27] what does come out the same passes, its dependencies read again and nothing verified in turn", async () => {
  let runs = 0;
  const leaf = memoize(async () => {
    runs++;
    return { value: 1 };
  });
  const top = memoize(async () => ({ value: (await leaf()).value + 1 }));
  const base = new Context("base", { parent: null, verify: 1 });
  expect(await base.evaluate(top.node())).toEqual({ value: 2 });
  const heard: string[] = [];
  base.observe(["verified"], () => heard.push("verified"));
  expect(await base.evaluate(top.node())).toEqual({ value: 2 });
  expect(heard).toEqual(["verified"]);
  expect(runs).toBe(1);
});
