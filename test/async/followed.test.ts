import { type Context, Context as Root, memoize, signal, UntrackedReadError } from "@dug/core";
import { afterEach, expect, test } from "vitest";
import { type Deferred, deferred, rejection, standing, turn } from "../support/deferred.ts";

const ran: string[] = [];
let gates: Deferred<void>[] = [];
afterEach(() => {
  ran.length = 0;
  gates = [];
});

/** A gate for each run of a function, in the order of the runs. */
function gate(): Promise<void> {
  const made = deferred();
  gates.push(made);
  return made.promise;
}

/** The runs of one function. */
function rows(name: string): string[] {
  return ran.filter((run) => run.startsWith(name)).toSorted();
}

/** Opens all gates, those included that are come to meanwhile. */
async function open(): Promise<void> {
  for (let at = 0; at < gates.length; at++) {
    gates[at]?.resolve();
    await turn();
  }
}

const rate = memoize((): number => 1);
const vol = memoize((): number => 10);
/** Reads `rate`, waits, and reads `vol`. */
const price = memoize(async (): Promise<number> => {
  const found = rate();
  ran.push(`price ${found}`);
  await gate();
  return found + vol();
});

const family = (share = true): Context => new Root("family", { parent: null, share });
const cell = (base: Context, r: number, v = 10): Context =>
  base.fork().tweak(rate.node(), r).tweak(vol.node(), v);

test.each([
  [true, ["price 1", "price 2"]],
  [false, ["price 1", "price 1", "price 2", "price 1", "price 2"]],
])(
  "[S17] contexts that evaluate one at the same time wait for the first of those that have read the same (share: %s)",
  async (share, runs) => {
    const base = family(share);
    const found = [1, 1, 2, 1, 2].map((r) => cell(base, r).evaluate(price.node()));
    await turn();
    expect(ran).toEqual(runs);
    await open();

    expect(await Promise.all(found)).toEqual([11, 11, 12, 11, 12]);
    expect(ran).toEqual(runs);
  },
);

test("[S17] of a whole grid evaluated at once each function runs once per distinct combination that reaches it", async () => {
  const quote = memoize(async (): Promise<number> => (ran.push("quote"), await gate(), 0));
  const curve = memoize(async (): Promise<number> => {
    const read = rate();
    ran.push(`curve ${read}`);
    return read * 2 + (await quote());
  });
  const smile = memoize(async (): Promise<number> => {
    const read = vol();
    ran.push(`smile ${read}`);
    await gate();
    return read * 3;
  });
  const total = memoize(async (): Promise<number> => {
    const [a, b] = await Promise.all([curve(), smile()]);
    ran.push("total");
    return a + b;
  });
  const base = family();
  const at = [1, 2, 3, 4].flatMap((r) => [10, 20, 30].map((v) => [r, v] as const));
  const found = at.map(([r, v]) => cell(base, r, v).evaluate(total.node()));
  await turn();
  await open();

  expect(await Promise.all(found)).toEqual(at.map(([r, v]) => r * 2 + v * 3));
  expect(rows("quote")).toEqual(["quote"]);
  expect(rows("curve")).toEqual(["curve 1", "curve 2", "curve 3", "curve 4"]);
  expect(rows("smile")).toEqual(["smile 10", "smile 20", "smile 30"]);
  expect(rows("total").length).toBe(12);
});

test("[S17, S16] what the other reads later is compared when it has landed: what does not hold is not taken", async () => {
  const base = family();
  const first = cell(base, 1, 10).evaluate(price.node());
  const second = cell(base, 1, 20);
  const found = second.evaluate(price.node());
  await turn();
  expect(ran).toEqual(["price 1"]);
  await open();

  expect(await Promise.all([first, found])).toEqual([11, 21]);
  expect(ran).toEqual(["price 1", "price 1"]);
});

test("[S17] who waits goes on alone once the other has read something that is different here", async () => {
  const doors = { first: deferred(), second: deferred(), end: deferred() };
  const later = memoize(async (): Promise<number> => {
    const { promise } = ran.includes("later") ? doors.second : doors.first;
    ran.push("later");
    await promise;
    return rate();
  });
  const reader = memoize(async (): Promise<number> => {
    ran.push("reader");
    const read = await later();
    await doors.end.promise;
    return read;
  });
  const base = family();
  const first = cell(base, 1).evaluate(reader.node());
  const second = cell(base, 2).evaluate(reader.node());
  await turn();
  expect(ran).toEqual(["reader", "later"]);
  doors.first.resolve(); // it has read another rate, so it runs here, while `reader` still waits
  await turn();
  expect(ran).toEqual(["reader", "later", "later"]);
  doors.second.resolve();
  await turn();
  expect(ran).toEqual(["reader", "later", "later", "reader"]);
  expect((await standing(first)).kind).toBe("pending");
  doors.end.resolve();

  expect(await Promise.all([first, second])).toEqual([1, 2]);
});

test("[S17] a call waits for one other at most", async () => {
  const base = family();
  const found = [10, 20, 30, 40].map((v) => cell(base, 1, v).evaluate(price.node()));
  await turn();
  expect(ran.length).toBe(1);
  gates[0]?.resolve();
  await turn();
  expect(ran.length).toBe(4);
  await open();

  expect(await Promise.all(found)).toEqual([11, 21, 31, 41]);
});

test("[S17, S22f] it is not held: aborted with its own last caller, it lets the others run", async () => {
  const base = family();
  const signals: AbortSignal[] = [];
  const slow = memoize(async (): Promise<number> => {
    signals.push(signal());
    await gate();
    return rate();
  });
  const stop = new AbortController();
  const here = cell(base, 1);
  const first = here.evaluate(slow.node(), { signal: stop.signal });
  const second = cell(base, 1).evaluate(slow.node());
  const third = cell(base, 1).evaluate(slow.node());
  await turn();
  expect(signals.length).toBe(1);
  stop.abort(new RangeError("enough"));
  expect(await rejection(first)).toEqual(new RangeError("enough"));
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false, false]);
  await open();

  expect(await Promise.all([second, third])).toEqual([1, 1]);
  expect(here.has(slow.node())).toBe(false);
});

test("[S17, S22f] who is aborted while it waits leaves nothing behind, and the other goes on", async () => {
  const base = family();
  const first = cell(base, 1).evaluate(price.node());
  const stop = new AbortController();
  const waiting = cell(base, 1);
  const second = waiting.evaluate(price.node(), { signal: stop.signal });
  stop.abort(new RangeError("enough"));
  expect(await rejection(second)).toEqual(new RangeError("enough"));
  expect(waiting.pending()).toEqual([]);
  await open();

  expect(await first).toBe(11);
  expect(waiting.has(price.node())).toBe(false);
  expect(await waiting.evaluate(price.node())).toBe(11);
  expect(ran).toEqual(["price 1"]);
});

test("[S17, S19] a rejection is nobody else's, unless it is cached", async () => {
  for (const cacheErrors of [false, true]) {
    ran.length = 0;
    gates = [];
    const failing = memoize(
      async (): Promise<number> => {
        ran.push("failing");
        await gate();
        throw new RangeError("no line");
      },
      { cacheErrors },
    );
    const base = family();
    const found = [1, 1].map((r) => rejection(cell(base, r).evaluate(failing.node())));
    await turn();
    await open();

    const [a, b] = await Promise.all(found);
    expect([a, b]).toEqual([new RangeError("no line"), new RangeError("no line")]);
    expect(a === b).toBe(cacheErrors);
    expect(ran.length).toBe(cacheErrors ? 1 : 2);
  }
});

test("[S16a] what was begun before an invalidation is not waited for where that was told", async () => {
  const base = family();
  const [told, untold] = [cell(base, 1), cell(base, 1)];
  const first = cell(base, 1).evaluate(price.node());
  told.invalidate(price.node());
  const found = [told, untold].map((context) => context.evaluate(price.node()));
  await turn();
  expect(ran).toEqual(["price 1", "price 1"]);
  await open();

  expect(await Promise.all([first, ...found])).toEqual([11, 11, 11]);
});

test("[S16] nor is one with `reuse: false`, nor in another pool", async () => {
  const alone = memoize(
    async (): Promise<number> => {
      ran.push("alone");
      await gate();
      return rate();
    },
    { reuse: false },
  );
  const base = family();
  const found = [1, 1].map((r) => cell(base, r).evaluate(alone.node()));
  const own = new Root("own", { parent: base, share: true });
  const apart = [base, own].map((context) => cell(context, 3).evaluate(price.node()));
  await turn();
  expect(ran).toEqual(["alone", "alone", "price 3", "price 3"]);
  await open();

  expect(await Promise.all([...found, ...apart])).toEqual([1, 1, 13, 13]);
});

test("[S17, S20] a function that opens a context and calls itself there does not wait for itself", async () => {
  const down = memoize(async (): Promise<number> => {
    const { current } = Root;
    await gate();
    const left = rate();
    if (left === 0) return 0;
    const inner = current.fork().tweak(rate.node(), left - 1);
    return await inner.run(async () => 1 + (await down()));
  });
  const found = cell(family(), 3).evaluate(down.node());
  await turn();
  await open();

  expect(await found).toBe(3);
});

test("[S17, S20] a call that would close a ring through one that waits lets that one run instead", async () => {
  const outer = memoize(async (): Promise<number> => {
    ran.push("outer");
    return await Root.current
      .fork()
      .tweak(rate.node(), 0)
      .run(async () => await inner());
  });
  const inner = memoize(async (): Promise<number> => {
    ran.push("inner");
    await gate();
    return rate() === 0 ? 7 : await outer();
  });
  const base = cell(family(), 1);
  const first = base.evaluate(inner.node());
  const second = base.evaluate(outer.node());
  await turn();
  expect(ran).toEqual(["inner", "outer"]); // the one inside waits for the one outside
  gates[0]?.resolve(); // which now calls `outer`
  await turn();
  expect(ran).toEqual(["inner", "outer", "inner"]);
  await open();

  expect(await Promise.all([first, second])).toEqual([7, 7]);
});

test("[S17, S20] nobody waits where the other may come to wait for it: two contexts in which calls go opposite ways", async () => {
  const slow = memoize(async (): Promise<number> => (await gate(), 100));
  const begun = deferred();
  const there = memoize(async (): Promise<number> => {
    ran.push("there");
    const late = slow(); // as long as this is pending nobody can tell what was read after it
    await begun.promise;
    return (rate() === 1 ? await back() : 1) + (await late);
  });
  const back = memoize(async (): Promise<number> => {
    ran.push("back");
    const late = slow();
    await begun.promise;
    return (rate() === 2 ? await there() : 2) + (await late);
  });
  const base = family();
  const first = cell(base, 1).evaluate(there.node());
  const second = cell(base, 2).evaluate(back.node());
  await turn();
  begun.resolve();
  await turn();
  expect(ran).toEqual(["there", "back", "there"]); // `back` in the first waits, so `there` in the second may not
  await open();

  expect(await Promise.all([first, second])).toEqual([202, 201]);
});

test("[S22g] pending() tells that an evaluation waits for one of its own node", async () => {
  const base = family();
  const [a, b] = [cell(base, 1), cell(base, 1)];
  const found = [a, b].map((context) => context.evaluate(price.node()));
  await turn();

  expect(a.pending()).toEqual([{ node: price.node(), waitsFor: [] }]);
  expect(b.pending()).toEqual([{ node: price.node(), waitsFor: [price.node()] }]);
  await open();
  await Promise.all(found);
  expect([a.pending(), b.pending()]).toEqual([[], []]);
});

test("[S17] what was taken so counts as shared, and is told", async () => {
  const base = family();
  const heard: string[] = [];
  base.observe(["evaluated", "shared", "reused"], ({ kind, node }) =>
    heard.push(`${kind} ${node}`),
  );
  const found = [1, 1].map((r) => cell(base, r).evaluate(price.node()));
  await turn();
  await open();
  await Promise.all(found);

  expect(heard.filter((each) => each.endsWith(`${price.node()}`))).toEqual([
    `evaluated ${price.node()}`,
    `shared ${price.node()}`,
  ]);
  expect(base.sharing?.saved).toBe(1);
});

test("[S17] so it does where other evaluations are known already", async () => {
  const base = family();
  const other = cell(base, 2).evaluate(price.node());
  await open();
  await other;
  const kinds: string[] = [];
  base.observe(["shared", "reused"], ({ kind }) => kinds.push(kind));
  const found = [1, 1].map((r) => cell(base, r).evaluate(price.node()));
  await turn();
  await open();
  await Promise.all(found);

  expect(kinds).toEqual(["shared"]);
  expect(base.sharing?.saved).toBe(1);
});

test("[S27] what is taken from one that was pending is verified like the rest", async () => {
  let world = 1;
  const leaky = memoize(async (): Promise<number> => {
    const seen = world;
    await gate();
    return seen + rate();
  });
  const base = new Root("family", { parent: null, share: true, verify: 1 });
  const first = cell(base, 1).evaluate(leaky.node());
  const second = rejection(cell(base, 1).evaluate(leaky.node()));
  await turn();
  world = 2;
  await open();

  expect(await first).toBe(2);
  expect(await second).toBeInstanceOf(UntrackedReadError);
});

test("[S8] one is stored only where it was called, whoever waited for it", async () => {
  const base = family();
  const [a, b, c] = [cell(base, 1), cell(base, 1), cell(base, 1)];
  const found = [a, b].map((context) => context.evaluate(price.node()));
  await turn();
  await open();
  await Promise.all(found);

  expect([base, a, b, c].map((context) => context.has(price.node()))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
