import { Context, memoize } from "@dug/core";
import { checkInvariants } from "@dug/testing";
import { afterEach, expect, test } from "vitest";
import { type Deferred, deferred, rejection, turn } from "../support/deferred.ts";

const ran: string[] = [];
let gate: Deferred<void> = deferred();
afterEach(() => {
  ran.length = 0;
  gate = deferred();
});

const spot = memoize((): number => 100);
const rate = memoize(async (): Promise<number> => 5);
const other = memoize((): number => 0);
const price = memoize(async (): Promise<number> => {
  ran.push("price");
  const before = spot();
  await gate.promise;
  return before * (await rate());
});

test("[S22d] what is under way is not cached: `has` and `get` say no, `peek` says pending", async () => {
  const base = new Context();
  expect(base.peek(price.node())).toBe(undefined);
  const promise = base.evaluate(price.node());

  expect(base.peek(price.node())).toMatchObject({ kind: "pending" });
  expect(base.get(price.node())).toBe(undefined);
  expect([...base.dependants(spot.node())]).toEqual([]);
  gate.resolve();
  await promise;
  expect(base.peek(price.node())).toEqual({ kind: "value", value: 500 });
  expect(base.has(price.node())).toBe(true);
});

test("[S22d] settled is stored, with its dependencies, and nothing runs again", async () => {
  const base = new Context();
  gate.resolve();
  await base.evaluate(price.node());

  expect([...base.dependencies(price.node())]).toEqual([spot.node(), rate.node()]);
  expect(await base.evaluate(price.node())).toBe(500);
  expect(ran).toEqual(["price"]);
  checkInvariants(base);
});

test("[S22d] at once: whoever is told the value finds it stored", async () => {
  const base = new Context();
  const stored = base.evaluate(price.node()).then(() => base.get(price.node()));
  gate.resolve();

  expect(await stored).toBe(500);
});

test("[S22d] also in a later state of the context, if the node and its dependencies are unchanged", async () => {
  const base = new Context();
  const promise = base.evaluate(price.node());
  base.tweak(other.node(), 1);
  base.tweak(other.node(), 2);
  gate.resolve();
  await promise;

  expect(base.get(price.node())).toBe(500);
  expect(base.get(other.node())).toBe(2);
  expect(await base.evaluate(price.node())).toBe(500);
  expect(ran).toEqual(["price"]);
  checkInvariants(base);
});

test("[S22d] also where somebody has seen the states in between", async () => {
  const base = new Context();
  const promise = base.evaluate(price.node());
  for (const value of [1, 2]) {
    base.tweak(other.node(), value);
    expect(base.snapshot().get(other.node())).toBe(value);
  }
  gate.resolve();
  await promise;

  expect(base.get(price.node())).toBe(500);
  expect(ran).toEqual(["price"]);
});

test("[S22d] and its dependencies that settled meanwhile are stored with it", async () => {
  const leaf = memoize(async (): Promise<number> => {
    await gate.promise;
    return spot();
  });
  const middle = memoize(async (): Promise<number> => (await leaf()) + 1);
  const top = memoize(async (): Promise<number> => (await middle()) + 1);
  const base = new Context();
  const promise = base.evaluate(top.node());
  base.tweak(other.node(), 1);
  gate.resolve();

  expect(await promise).toBe(102);
  expect([leaf, middle, top].map((fn) => base.get(fn.node()))).toEqual([100, 101, 102]);
  checkInvariants(base);
});

test("[S22d] not where a dependency was changed: it is only returned", async () => {
  for (const change of [
    (context: Context) => context.tweak(spot.node(), 80),
    (context: Context) => context.tweak(rate.node(), 6),
    (context: Context) => context.invalidate(spot.node()),
    (context: Context) => context.invalidate(price.node()),
  ]) {
    gate = deferred();
    const base = new Context();
    const promise = base.evaluate(price.node());
    await turn();
    change(base);
    gate.resolve();

    expect(await promise).toBe(500);
    expect(base.has(price.node())).toBe(false);
    checkInvariants(base);
  }
});

test("[S22d] not over a tweak of the node itself", async () => {
  const base = new Context();
  const promise = base.evaluate(price.node());
  base.tweak(price.node(), 1);
  gate.resolve();

  expect(await promise).toBe(500);
  expect(base.get(price.node())).toBe(1);
});

test("[S22d] not in the present state, though one in between could have held it", async () => {
  const base = new Context();
  const promise = base.evaluate(price.node());
  base.tweak(other.node(), 1);
  base.tweak(spot.node(), 80);
  gate.resolve();

  expect(await promise).toBe(500);
  expect(base.has(price.node())).toBe(false);
  expect(base.fork().has(price.node())).toBe(false);
  expect(await base.evaluate(price.node())).toBe(400);
});

test("[S22d] nothing of an earlier state shows in a later one where it is not stored, even if the change dropped nothing", async () => {
  for (const change of [
    (context: Context) => context.invalidate(price),
    (context: Context) => context.invalidate(other),
    (context: Context) => context.untweakAll(other),
    (context: Context) => context.tweak(other.node(), 1),
  ]) {
    gate = deferred();
    const opening = memoize(async (): Promise<number> => {
      const inner = new Context();
      return await inner.run(async () => await price());
    });
    const reader = memoize(async (): Promise<number> => await opening());
    const base = new Context();
    const promise = base.evaluate(opening.node());
    await turn();
    change(base);
    gate.resolve();
    await promise;

    expect(await base.evaluate(reader.node())).toBe(500);
    checkInvariants(base);
  }
});

test("[S22d] the result of a child is stored in the child alone [S7, S8]", async () => {
  const base = new Context();
  const child = base.fork();
  gate.resolve();
  await child.evaluate(price.node());

  expect([base.has(price.node()), child.has(price.node())]).toEqual([false, true]);
});

test("[S22d] the loser of a race is no dependency, and is stored on its own when it settles", async () => {
  const fast = memoize(async (): Promise<string> => "fast");
  const slow = memoize(async (): Promise<string> => {
    await gate.promise;
    return "slow";
  });
  const race = memoize(async (): Promise<string> => await Promise.race([fast(), slow()]));
  const base = new Context();

  expect(await base.evaluate(race.node())).toBe("fast");
  expect([...base.dependencies(race.node())]).toEqual([fast.node()]);
  expect([race, slow].map((fn) => base.has(fn.node()))).toEqual([true, false]);
  base.tweak(slow.node(), "tweaked");
  expect(base.has(race.node())).toBe(true);
  base.untweak(slow.node());
  const slower = base.evaluate(slow.node());
  gate.resolve();
  expect(await slower).toBe("slow");
  expect(base.get(slow.node())).toBe("slow");
  checkInvariants(base);
});

test("[S22d] nor is a forgotten await, if it is still pending", async () => {
  const slow = memoize(async (): Promise<number> => {
    await gate.promise;
    return spot();
  });
  const careless = memoize(async (): Promise<number> => {
    void slow();
    return 1;
  });
  const base = new Context();

  expect(await base.evaluate(careless.node())).toBe(1);
  expect([...base.dependencies(careless.node())]).toEqual([]);
  gate.resolve();
  await turn();
  expect(base.get(slow.node())).toBe(100);
  expect([...base.dependencies(careless.node())]).toEqual([]);
  base.tweak(spot.node(), 80);
  expect(base.has(careless.node())).toBe(true);
  checkInvariants(base);
});

test("[S22d] one that has settled by then is a dependency, awaited or not", async () => {
  const quick = memoize(async (): Promise<number> => spot());
  const careless = memoize(async (): Promise<number> => {
    void quick();
    await gate.promise;
    return 1;
  });
  const base = new Context();
  const promise = base.evaluate(careless.node());
  await turn();
  gate.resolve();
  await promise;

  expect([...base.dependencies(careless.node())]).toEqual([quick.node()]);
  base.tweak(spot.node(), 80);
  expect(base.has(careless.node())).toBe(false);
});

test("[S22d] a `Promise.all` that fails early does not depend on what is still pending", async () => {
  const bad = memoize(
    async (): Promise<number> => {
      throw new Error("bad");
    },
    { cacheErrors: true },
  );
  const slow = memoize(async (): Promise<number> => {
    await gate.promise;
    return 1;
  });
  const both = memoize(async (): Promise<number[]> => await Promise.all([bad(), slow()]), {
    cacheErrors: true,
  });
  const base = new Context();

  expect(await rejection(base.evaluate(both.node()))).toMatchObject({ message: "bad" });
  expect([...base.dependencies(both.node())]).toEqual([bad.node()]);
  gate.resolve();
  await turn();
  checkInvariants(base);
});

test("[S22d] with `retain: false` nothing stays after the outermost exit, which is when the run settles", async () => {
  const base = new Context("base", { retain: false });
  const running = base.run(async () => {
    await price();
    ran.push("between");
    await price();
  });
  gate.resolve();
  await running;

  expect(ran).toEqual(["price", "between"]);
  expect(base.has(price.node())).toBe(false);
});

test("[S22d] a change after it settled drops it as any other [S13]", async () => {
  const base = new Context();
  gate.resolve();
  await base.evaluate(price.node());
  const child = base.fork().tweak(rate.node(), 6);

  expect(child.masked.has(price.node())).toBe(true);
  expect(await child.evaluate(price.node())).toBe(600);
  expect(base.get(price.node())).toBe(500);
});
