import { Context, memoize } from "@dug/core";
import { checkInvariants } from "@dug/testing";
import { afterEach, expect, test } from "vitest";
import { deferred, rejection, turn } from "../support/deferred.ts";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

const spot = memoize((): number => 100);
const unread = memoize((): number => 0);
const bad = memoize(async (): Promise<number> => {
  ran.push("bad");
  spot();
  await turn();
  throw new Error("no quote");
});
const kept = memoize(
  async (): Promise<number> => {
    ran.push("kept");
    spot();
    await turn();
    throw new Error("no quote");
  },
  { cacheErrors: true },
);
const catching = memoize(async (): Promise<number> => {
  ran.push("catching");
  try {
    return await bad();
  } catch {
    return -1;
  }
});
const catchingKept = memoize(async (): Promise<number> => {
  ran.push("catchingKept");
  try {
    return await kept();
  } catch {
    return -1;
  }
});

test("[S22g, S19] the error of an asynchronous function is not cached by default", async () => {
  const base = new Context();
  const first = await rejection(base.evaluate(bad.node()));
  expect(base.has(bad.node())).toBe(false);
  const second = await rejection(base.evaluate(bad.node()));

  expect([first, second]).toEqual([new Error("no quote"), new Error("no quote")]);
  expect(first).not.toBe(second);
  expect(ran).toEqual(["bad", "bad"]);
});

test("[S22g, S19] with `cacheErrors` it is cached, and the same object is thrown until a dependency changes", async () => {
  const base = new Context();
  const first = await rejection(base.evaluate(kept.node()));

  expect(base.peek(kept.node())).toEqual({ kind: "error", error: first });
  expect(await rejection(base.evaluate(kept.node()))).toBe(first);
  expect([...base.dependencies(kept.node())]).toEqual([spot.node()]);
  expect(ran).toEqual(["kept"]);
  base.tweak(spot.node(), 80);
  expect(base.has(kept.node())).toBe(false);
  expect(await rejection(base.evaluate(kept.node()))).not.toBe(first);
  expect(ran).toEqual(["kept", "kept"]);
});

test("[S19] who catches a cached error is cached and depends on it", async () => {
  const base = new Context();
  expect(await base.evaluate(catchingKept.node())).toBe(-1);
  expect(base.get(catchingKept.node())).toBe(-1);
  base.tweak(kept.node(), 80);

  expect(await base.evaluate(catchingKept.node())).toBe(80);
  expect(ran).toEqual(["catchingKept", "kept", "catchingKept"]);
  checkInvariants(base);
});

test("[S19] who catches one that is not cached is not cached either, nor are its dependants", async () => {
  const reader = memoize(async (): Promise<number> => (ran.push("reader"), await catching()));
  const base = new Context();
  expect(await base.evaluate(reader.node())).toBe(-1);

  expect([bad, catching, reader].map((fn) => base.has(fn.node()))).toEqual([false, false, false]);
  expect(base.has(spot.node())).toBe(true);
  ran.length = 0;
  expect(await base.evaluate(reader.node())).toBe(-1);
  expect(ran).toEqual(["reader", "catching", "bad"]);
  checkInvariants(base);
});

test("[S19] what is not cached is kept until the run ends, so that no node runs twice in it", async () => {
  const base = new Context();
  const errors = await base.run(async () => {
    const first = await rejection(bad());
    await turn();
    return [first, await rejection(bad()), await catching(), await catching()];
  });

  expect(errors[1]).toBe(errors[0]);
  expect(ran).toEqual(["bad", "catching"]);
  await rejection(base.evaluate(bad.node()));
  expect(ran).toEqual(["bad", "catching", "bad"]);
});

test("[S19] likewise until the outermost evaluation ends", async () => {
  const twice = memoize(async (): Promise<number> => {
    const first = await rejection(bad());
    await turn();
    return first === (await rejection(bad())) ? (await catching()) + (await catching()) : 0;
  });
  const base = new Context();

  expect(await base.evaluate(twice.node())).toBe(-2);
  expect(ran).toEqual(["bad", "catching"]);
  expect(await base.evaluate(twice.node())).toBe(-2);
  expect(ran).toEqual(["bad", "catching", "bad", "catching"]);
});

test("[S19] or until the context changes", async () => {
  const base = new Context();
  await base.run(async () => {
    const first = await rejection(bad());
    base.tweak(unread.node(), 1);

    expect(await rejection(bad())).not.toBe(first);
  });
  expect(ran).toEqual(["bad", "bad"]);
});

test("[S22g] callers at the same time get the same error, of one run", async () => {
  const base = new Context();
  const errors = await base.run(
    async () => await Promise.all([rejection(bad()), rejection(bad()), catching()]),
  );

  expect(errors[0]).toBe(errors[1]);
  expect(errors[2]).toBe(-1);
  expect(ran).toEqual(["bad", "catching"]);
});

test("[S22g] a rejection goes through evaluations that do not catch it, as the same object", async () => {
  const mistake = new Error("deep down");
  const deep = memoize(async (n: number): Promise<number> => {
    await Promise.resolve();
    if (n === 0) throw mistake;
    return await deep(n - 1);
  });
  const base = new Context();

  expect(await rejection(base.evaluate(deep.node(20)))).toBe(mistake);
  expect(await rejection(base.run(async () => await deep(20)))).toBe(mistake);
});

test("[S22g] anything can be thrown, `undefined` included", async () => {
  for (const reason of [undefined, null, 0, "text", { reason: 1 }]) {
    const throwing = memoize(
      async (): Promise<number> => {
        ran.push("throwing");
        throw reason;
      },
      { cacheErrors: true },
    );
    const base = new Context();

    expect(await rejection(base.evaluate(throwing.node()))).toBe(reason);
    expect(await rejection(base.evaluate(throwing.node()))).toBe(reason);
    expect(base.peek(throwing.node())).toEqual({ kind: "error", error: reason });
  }
  expect(ran.length).toBe(5);
});

test("[S19] a synchronous error that an asynchronous function catches is cached as ever", async () => {
  const failing = memoize((): number => {
    ran.push("failing");
    throw new Error("sync");
  });
  const reader = memoize(async (): Promise<number> => {
    ran.push("reader");
    await turn();
    try {
      return failing();
    } catch {
      return -1;
    }
  });
  const base = new Context();
  expect(await base.evaluate(reader.node())).toBe(-1);
  expect(await base.evaluate(reader.node())).toBe(-1);

  expect(ran).toEqual(["reader", "failing"]);
  expect([...base.dependencies(reader.node())]).toEqual([failing.node()]);
});

test("[S19] an entry is stored whole or not at all: while it runs, nothing of a failing one is there", async () => {
  const gate = deferred();
  const failing = memoize(async (): Promise<number> => {
    spot();
    await gate.promise;
    throw new Error("failed");
  });
  const base = new Context();
  const call = base.evaluate(failing.node());
  await turn();
  expect([...base.dependants(spot.node())]).toEqual([]);
  gate.resolve();
  await rejection(call);

  expect([...base.dependants(spot.node())]).toEqual([]);
  checkInvariants(base);
});

test("[S19] the error of an asynchronous node stays in its own context", async () => {
  const base = new Context();
  const child = base.fork().tweak(bad.node(), 5);

  expect(await child.evaluate(catching.node())).toBe(5);
  expect(await base.evaluate(catching.node())).toBe(-1);
  expect(child.get(catching.node())).toBe(5);
});
