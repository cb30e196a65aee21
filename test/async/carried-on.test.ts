import { add, Context, memoize } from "@dug/core";
import { checkInvariants } from "@dug/testing";
import { afterEach, expect, test } from "vitest";
import { type Deferred, deferred, turn } from "../support/deferred.ts";

const ran: string[] = [];
let gate: Deferred<void> = deferred();
afterEach(() => {
  ran.length = 0;
  gate = deferred();
});

const spot = memoize((): number => 100);
const other = memoize((): number => 0);
const price = memoize(async (): Promise<number> => {
  ran.push("price");
  const before = spot();
  await gate.promise;
  return before * 5;
});

test("[S22d] in each later state: those in between in which something is pending, and the present one", async () => {
  const stop = deferred();
  const reader = memoize(async (): Promise<number> => {
    await stop.promise;
    return (await price()) + other();
  });
  const base = new Context();
  const old = base.evaluate(price.node());
  base.tweak(other.node(), 1);
  const between = base.evaluate(reader.node());
  await turn();
  base.tweak(other.node(), 2);
  gate.resolve();
  expect(await old).toBe(500);
  stop.resolve();

  expect(await between).toBe(501);
  expect(base.get(price.node())).toBe(500);
  expect(ran).toEqual(["price"]);
  checkInvariants(base);
});

test("[S22d] not over a shift of the node itself", async () => {
  const base = new Context();
  const old = base.evaluate(price.node());
  await turn();
  base.tweak(price.node(), add(1));
  gate.resolve();

  expect(await old).toBe(500);
  expect(base.has(price.node())).toBe(false);
  expect(await base.evaluate(price.node())).toBe(501);
  checkInvariants(base);
});

test("[S22d] what a tweak made is not stored where the tweak is gone", async () => {
  const base = new Context().tweak(price.node(), add(1));
  const old = base.evaluate(price.node());
  await turn();
  base.untweak(price.node());
  gate.resolve();

  expect(await old).toBe(501);
  expect(base.get(price.node())).not.toBe(501);
  expect(await base.evaluate(price.node())).toBe(500);
  checkInvariants(base);
});

test("[S22d] what was read in a context that the function opened was changed: not stored", async () => {
  const inside = memoize(async (): Promise<number> => {
    const own = Context.current.fork().tweak(other.node(), 1);
    return await own.run(async () => {
      const before = spot();
      await gate.promise;
      return before + other();
    });
  });
  const base = new Context();
  const old = base.evaluate(inside.node());
  await turn();
  base.tweak(spot.node(), 80);
  gate.resolve();

  expect(await old).toBe(101);
  expect(base.has(inside.node())).toBe(false);
  expect(await base.evaluate(inside.node())).toBe(81);
  checkInvariants(base);
});

test("[S22a] an old evaluation that settles does not show by a call of the changed context", async () => {
  let world = 1;
  const input = memoize(
    async (): Promise<number> => {
      const seen = world;
      await gate.promise;
      return seen;
    },
    { input: true },
  );
  const base = new Context();
  const old = base.evaluate(input.node());
  await turn();
  world = 2;
  base.refresh();
  gate.resolve();

  expect(await old).toBe(1);
  expect(base.has(input.node())).toBe(false);
  expect(await base.evaluate(input.node())).toBe(2);
});

test("[S22d] [S9] a child takes over what its parent carries on, though no run of it is open", async () => {
  const stop = deferred();
  const first = memoize(async (): Promise<number> => {
    await gate.promise;
    return 1;
  });
  const second = memoize(async (): Promise<number> => {
    await stop.promise;
    return 2;
  });
  const base = new Context("base", { parent: null });
  const child = base.fork("child");
  base.run(() => {
    void first();
    void second();
  });
  base.tweak(other.node(), 1);
  gate.resolve();
  await turn();
  child.run(() => expect(child.get(first.node())).toBe(1));
  stop.resolve();
  await turn();

  expect(base.get(second.node())).toBe(2);
  expect(child.get(second.node())).toBe(2);
  expect(child.has(first.node())).toBe(true);
  checkInvariants(base);
});
