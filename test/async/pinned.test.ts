import { add, Context, memoize } from "@dug/core";
import { afterEach, describe, expect, test } from "vitest";
import { type Deferred, deferred, turn } from "../support/deferred.ts";

const ran: string[] = [];
let gate: Deferred<void> = deferred();
afterEach(() => {
  ran.length = 0;
  gate = deferred();
});

const spot = memoize((): number => 100);
const rate = memoize(async (): Promise<number> => 5);
const unread = memoize((): number => 0);
/** Reads on both sides of its await, and one node only after it. */
const price = memoize(async (): Promise<string> => {
  ran.push("price");
  const before = spot();
  await gate.promise;
  return `${before} ${spot()} ${await rate()}`;
});

test("[S22a] a node that reads another on both sides of an await sees one value of it", async () => {
  const base = new Context();
  const old = base.evaluate(price.node());
  base.tweak(spot.node(), 80);
  gate.resolve();

  expect(await old).toBe("100 100 5");
  expect(await base.evaluate(price.node())).toBe("80 80 5");
  expect(ran).toEqual(["price", "price"]);
});

test("[S22a] what it reads for the first time after the change is as it was at the call", async () => {
  const base = new Context();
  const old = base.evaluate(price.node());
  base.tweak(rate.node(), 7).tweakAll(spot, 1);
  gate.resolve();

  expect(await old).toBe("100 100 5");
  expect(await base.evaluate(price.node())).toBe("1 1 7");
});

describe("[S22a] whatever is changed while it is pending", () => {
  const changes: Record<string, (context: Context) => unknown> = {
    tweak: (context) => context.tweak(spot.node(), 1).tweak(rate.node(), 2),
    "tweak of the node itself": (context) => context.tweak(price.node(), "tweaked"),
    shift: (context) => context.tweak(spot.node(), add(5)),
    tweakAll: (context) => context.tweakAll(rate, (base) => base() + 1),
    untweak: (context) => context.untweak(unread.node()).untweakAll(spot),
    "untweak of a tweaked dependency": (context) => context.untweak(rate.node()),
    invalidate: (context) => context.invalidate(spot.node()).invalidate(rate),
    "invalidate of the node itself": (context) => context.invalidate(price.node()),
    refresh: (context) => context.refresh(),
    forget: (context) => context.forget(spot.node()).forget(price),
    clear: (context) => context.clear(),
    restore: (context) => {
      const before = context.snapshot();
      context.tweak(spot.node(), 3);
      context.restore(before);
      context.tweak(spot.node(), 4);
    },
    "tweak and untweak": (context) => context.tweak(spot.node(), 3).untweak(spot.node()),
  };

  test.each(Object.keys(changes))("%s", async (name) => {
    const base = new Context().tweak(rate.node(), 6).tweak(unread.node(), 1);
    const old = base.evaluate(price.node());
    await turn();
    changes[name]?.(base);
    gate.resolve();

    expect(await old).toBe("100 100 6");
  });

  test.each(Object.keys(changes))("%s, in the parent", async (name) => {
    const base = new Context().tweak(rate.node(), 6).tweak(unread.node(), 1);
    const child = base.fork().tweak(spot.node(), 50);
    const old = child.evaluate(price.node());
    await turn();
    changes[name]?.(base);
    gate.resolve();

    expect(await old).toBe("50 50 6");
  });
});

test("[S22a] each of many calls made between changes fulfils with its own value", async () => {
  const base = new Context();
  const promises = [1, 2, 3, 2, 1].map((value) =>
    base.tweak(spot.node(), value).evaluate(price.node()),
  );
  gate.resolve();

  expect(await Promise.all(promises)).toEqual([1, 2, 3, 2, 1].map((n) => `${n} ${n} 5`));
});

test("[S22a] it holds through a pending dependency that the evaluation calls after the change", async () => {
  const inner = memoize(async (): Promise<number> => {
    await gate.promise;
    return spot();
  });
  const start = deferred();
  const outer = memoize(async (): Promise<number> => {
    await start.promise;
    return await inner();
  });
  const base = new Context();
  const old = base.evaluate(outer.node());
  base.tweak(spot.node(), 80);
  start.resolve();
  await turn();
  base.tweak(spot.node(), 60);
  gate.resolve();

  expect(await old).toBe(100);
  expect(await base.evaluate(outer.node())).toBe(60);
});

test("[S22a] a run is live: its next call sees the change", async () => {
  const base = new Context();
  const running = base.run(async () => {
    const before = spot();
    await gate.promise;
    return [before, spot(), await price()];
  });
  base.tweak(spot.node(), 80);
  gate.resolve();

  expect(await running).toEqual([100, 80, "80 80 5"]);
});

test("[S22a] a call in a run is pinned at the call, and the next one is not", async () => {
  const base = new Context();
  const running = base.run(async () => {
    const old = price();
    base.tweak(spot.node(), 80);
    const next = price();
    gate.resolve();
    return [await old, await next];
  });

  expect(await running).toEqual(["100 100 5", "80 80 5"]);
});

test("[S22a] a shift of a pending base value sees the base as it was at the call", async () => {
  const base = new Context();
  const vol = memoize(async (): Promise<number> => {
    await gate.promise;
    return spot();
  });
  const child = base.fork().tweak(vol.node(), add(1));
  const old = child.evaluate(vol.node());
  await turn();
  base.tweak(spot.node(), 80);
  child.tweak(vol.node(), add(1000));
  gate.resolve();

  expect(await old).toBe(101);
  expect(await child.evaluate(vol.node())).toBe(1080);
});

test("[S22a] an evaluation under way does not show what it was pinned to in the context", async () => {
  const base = new Context();
  const old = base.evaluate(price.node());
  base.tweak(spot.node(), 80);
  await turn();

  expect(base.get(spot.node())).toBe(80);
  expect(base.run(() => spot())).toBe(80);
  gate.resolve();
  await old;
  expect(base.get(spot.node())).toBe(80);
});
