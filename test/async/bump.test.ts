import { add, Context, flow, memoize, type Memoised, type Node, scale } from "@dug/core";
import { checkInvariants } from "@dug/testing";
import { afterEach, describe, expect, test } from "vitest";
import { type Deferred, deferred, turn } from "../support/deferred.ts";

const ran: string[] = [];
let gate: Deferred<void> = deferred();
afterEach(() => {
  ran.length = 0;
  gate = deferred();
});

const feed = memoize((): number => 100);
const spot = memoize(async (): Promise<number> => (await Promise.resolve(), feed()));
const rate = memoize((): number => 2);
const unrelated = memoize((): number => 0);
const price = memoize(async (): Promise<number> => {
  ran.push("price");
  const at = await spot();
  await turn();
  return at * rate();
});

const ways: Record<string, Memoised<() => Promise<number>>> = {
  "an async function": memoize(async (): Promise<number> => {
    ran.push("delta");
    const bumped = Context.current.fork("bumped").tweak(spot.node(), 101);
    await gate.promise;
    return await bumped.run(async () => {
      await turn();
      return await price();
    });
  }),
  "a flow": memoize(
    flow(function* (): Generator<Promise<unknown>, number, never> {
      ran.push("delta");
      const bumped = Context.current.fork("bumped").tweak(spot.node(), 101);
      yield gate.promise;
      return yield bumped.run(
        flow(function* (): Generator<Promise<unknown>, number, never> {
          yield turn();
          return yield price();
        }),
      );
    }),
  ),
  "a dynamic context": memoize(async (): Promise<number> => {
    ran.push("delta");
    await gate.promise;
    const inner = new Context("inner");
    return await inner.run(async () => {
      inner.tweak(spot.node(), 101);
      await turn();
      return await price();
    });
  }),
};

describe.each(Object.entries(ways))("[S21] bump and revalue across an await, in %s", (_, delta) => {
  test("has the value of the layers that it opens on top [S1]", async () => {
    const base = new Context().tweak(rate.node(), 3);
    gate.resolve();

    expect(await base.evaluate(delta.node())).toBe(303);
    expect(await base.fork().tweak(rate.node(), 5).evaluate(delta.node())).toBe(505);
    checkInvariants(base);
  });

  test("depends on what it read in there", async () => {
    const base = new Context();
    gate.resolve();
    await base.evaluate(delta.node());
    const read = [...base.dependencies(delta.node())].map(String).toSorted();
    expect(read).toEqual([price.node(), rate.node()].map(String).toSorted());
    ran.length = 0;
    base.tweak(rate.node(), 3);
    expect(base.has(delta.node())).toBe(false);

    expect(await base.evaluate(delta.node())).toBe(303);
    expect(ran[0]).toBe("delta");
  });

  test("a tweak outside of a node that was computed only inside reaches it", async () => {
    const base = new Context();
    gate.resolve();
    expect(await base.evaluate(delta.node())).toBe(202);
    base.tweak(price.node(), 10);

    expect(base.has(delta.node())).toBe(false);
    expect(await base.evaluate(delta.node())).toBe(10);
  });

  test("no change of what it bound there, of what lies beneath that, or of anything else concerns it", async () => {
    const base = new Context();
    gate.resolve();
    await base.evaluate(delta.node());
    ran.length = 0;
    base.tweak(spot.node(), 5).tweak(feed.node(), 6).tweak(unrelated.node(), 7);

    expect(base.has(delta.node())).toBe(true);
    expect(await base.evaluate(delta.node())).toBe(202);
    expect(ran).toEqual([]);
  });

  test("nothing done in the inner context is seen outside [S8]", async () => {
    const base = new Context();
    gate.resolve();
    await base.evaluate(delta.node());

    expect([price, spot].map((fn) => base.has(fn.node()))).toEqual([false, false]);
    expect([...base.masked]).toEqual([]);
    expect(base.pending()).toEqual([]);
  });

  test("it is pinned: what is changed outside meanwhile does not reach it [S22a]", async () => {
    const base = new Context();
    const old = base.evaluate(delta.node());
    await turn();
    base.tweak(rate.node(), 1000);
    gate.resolve();

    expect(await old).toBe(202);
    expect(await base.evaluate(delta.node())).toBe(101_000);
  });

  test("it is not reusable [S16]", async () => {
    const base = new Context().tweak(rate.node(), 2);
    gate.resolve();
    await base.evaluate(delta.node());
    base.tweak(rate.node(), 3).tweak(rate.node(), 2);
    ran.length = 0;

    expect(await base.evaluate(delta.node())).toBe(202);
    expect(ran[0]).toBe("delta");
  });
});

test("[S21] a shift's base value is read from outside, and is a dependency", async () => {
  const delta = memoize(async (): Promise<number> => {
    const bumped = new Context().tweak(spot.node(), add(1));
    return await bumped.run(async () => {
      await turn();
      return await price();
    });
  });
  const base = new Context();
  expect(await base.evaluate(delta.node())).toBe(202);
  base.tweak(feed.node(), 50);

  expect(base.has(delta.node())).toBe(false);
  expect(await base.evaluate(delta.node())).toBe(102);
});

test("[S21] many bumps at once, each in a context of its own", async () => {
  const ladder = memoize(
    async (): Promise<number[]> =>
      await Promise.all(
        [1, 2, 3].map((factor) =>
          new Context().tweak(spot.node(), scale(factor)).run(async () => {
            await turn();
            return await price();
          }),
        ),
      ),
  );
  const base = new Context();
  expect(await base.evaluate(ladder.node())).toEqual([200, 400, 600]);
  base.tweak(feed.node(), 1);

  expect(await base.evaluate(ladder.node())).toEqual([2, 4, 6]);
});

test("[S21] tweaks between awaits in the opened context: each call sees those made before it", async () => {
  const steps = memoize(async (): Promise<number[]> => {
    const inner = new Context();
    return await inner.run(async () => {
      const found = [await price()];
      for (const value of [10, 20]) {
        inner.tweak(spot.node(), value);
        await turn();
        found.push(await price());
      }
      inner.untweak(spot.node());
      return [...found, await price()];
    });
  });

  expect(await new Context().evaluate(steps.node())).toEqual([200, 20, 40, 200]);
});

test("[S21] an inner failure that is caught is an outcome, and what was read until then counts", async () => {
  const root = memoize(
    async (): Promise<number> => {
      const at = await spot();
      if (at > 50) throw new Error("too high");
      return at;
    },
    { cacheErrors: true },
  );
  const safe = memoize(async (): Promise<number> => {
    try {
      return await new Context().run(async () => await root());
    } catch {
      return 0;
    }
  });
  const base = new Context();
  expect(await base.evaluate(safe.node())).toBe(0);
  base.tweak(feed.node(), 40);

  expect(await base.evaluate(safe.node())).toBe(40);
});

describe("[S21] from inside an evaluation, after an await too,", () => {
  const outer = new Context("outer", { parent: null });
  const acts: Record<string, [act: (own: Context) => unknown, code: string]> = {
    "a foreign context cannot be entered": [() => outer.run(() => feed()), "FOREIGN_CONTEXT"],
    "the context of the evaluation cannot be entered": [
      (own) => own.run(() => feed()),
      "FOREIGN_CONTEXT",
    ],
    "nor by an async run": [() => outer.run(async () => feed()), "FOREIGN_CONTEXT"],
    "nor by `enter`": [() => outer.enter(), "FOREIGN_CONTEXT"],
    "nor by `evaluate`": [() => outer.evaluate(feed.node()), "FOREIGN_CONTEXT"],
    "`Context.outside` throws": [() => Context.outside(() => 1), "FOREIGN_CONTEXT"],
    "its context cannot be tweaked": [
      (own) => own.tweak(feed.node(), 1),
      "TWEAK_DURING_EVALUATION",
    ],
    "nor another": [() => outer.invalidate(feed.node()), "TWEAK_DURING_EVALUATION"],
    "`has` throws": [(own) => own.has(feed.node()), "READ_DURING_EVALUATION"],
    "`get` of another context throws": [() => outer.get(feed.node()), "READ_DURING_EVALUATION"],
    "`snapshot` throws": [(own) => own.snapshot(), "READ_DURING_EVALUATION"],
    "`masked` throws": [(own) => own.masked, "READ_DURING_EVALUATION"],
  };

  test.each(Object.keys(acts))("%s", async (name) => {
    const [act, code] = acts[name] as [(own: Context) => unknown, string];
    const trying = memoize(async (): Promise<string> => {
      const own = Context.current;
      await turn();
      const first = await attempt(() => act(own));
      await gate.promise;
      return `${first} ${await attempt(() => act(own))}`;
    });
    gate.resolve();

    expect(await new Context().evaluate(trying.node())).toBe(`${code} ${code}`);
  });
});

/** The code of the error with which something fails, at once or as a rejection. */
async function attempt(body: () => unknown): Promise<string> {
  try {
    await body();
    return "none";
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test("[S21] what an evaluation left behind may change nothing either, when it has settled", async () => {
  const found = deferred<string>();
  const base: Context = new Context("base");
  const author = memoize(async (): Promise<number> => {
    void gate.promise.then(async () =>
      found.resolve(await attempt(() => base.tweak(feed.node(), 1))),
    );
    return 1;
  });
  await base.evaluate(author.node());
  gate.resolve();

  expect(await found.promise).toBe("TWEAK_DURING_EVALUATION");
  expect(base.tweaks.nodes.size).toBe(0);
});

test("[S21] a change by anyone else is allowed while an evaluation is pending", async () => {
  const waiting = memoize(async (): Promise<number> => (await gate.promise, feed()));
  const base = new Context();
  const call = base.evaluate(waiting.node());
  await turn();
  base.tweak(feed.node(), 1);
  base.invalidate(waiting.node()).forget(feed).clear().refresh();
  expect(base.snapshot().has(feed.node())).toBe(true);
  gate.resolve();

  expect(await call).toBe(100);
  expect(await base.evaluate(waiting.node())).toBe(1);
});

test("[S21] the evaluation that a context was made by may enter it again after each await, others may not", async () => {
  const left: Context[] = [];
  const maker = memoize(async (): Promise<number> => {
    const own = Context.current.fork("own").tweak(feed.node(), 7);
    left.push(own);
    let total = 0;
    for (let i = 0; i < 3; i++) {
      await turn();
      total += own.run(() => feed());
    }
    await gate.promise;
    return total;
  });
  const thief = memoize(async (): Promise<string> => {
    await turn();
    return await attempt(() => left[0]?.run(() => feed()));
  });
  const base = new Context();
  const calls = [base.evaluate(maker.node()), base.evaluate(thief.node())] as const;
  await turn();
  gate.resolve();

  expect(await calls[0]).toBe(21);
  expect(await calls[1]).toBe("FOREIGN_CONTEXT");
});

async function bump(
  node: Node<Promise<number>>,
  by: number,
  f: () => Promise<number>,
): Promise<number> {
  return await new Context().tweak(node, add(by)).run(async () => await f());
}

test("[S21] evaluations that open contexts inside one another's, all waiting", async () => {
  const x = memoize(async (): Promise<number> => (await turn(), 3));
  const y = memoize(async (): Promise<number> => (await turn(), 5));
  const product = memoize(async (): Promise<number> => (await x()) * (await y()));
  const dx = memoize(
    async (): Promise<number> => (await bump(x.node(), 1, product)) - (await product()),
  );
  const dxdy = memoize(async (): Promise<number> => (await bump(y.node(), 1, dx)) - (await dx()));
  const base = new Context();
  expect(await base.evaluate(dxdy.node())).toBe(1);
  base.tweak(product.node(), 7);
  expect(base.has(dxdy.node())).toBe(false);
  expect(await base.evaluate(dxdy.node())).toBe(0);
  base.untweak(product.node()).tweak(x.node(), 8);

  expect(await base.evaluate(dxdy.node())).toBe(1);
  checkInvariants(base);
});
