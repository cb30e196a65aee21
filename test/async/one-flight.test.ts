import { Context, flow, memoize } from "@dug/core";
import { afterEach, expect, test } from "vitest";
import { type Deferred, deferred, standing, turn } from "../support/deferred.ts";

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

const spot = memoize((): number => 100);
const rate = memoize((): number => 5);
const other = memoize((): number => 0);
/** Reads `spot`, waits, and reads `rate`. */
const price = memoize(async (): Promise<string> => {
  ran.push("price");
  const before = spot();
  await gate();
  return `${before} ${rate()}`;
});

test("[S22c] calls of one node share one evaluation, in one flow", async () => {
  const base = new Context();
  const running = base.run(async () => await Promise.all([price(), price(), price()]));
  await turn();
  expect(ran).toEqual(["price"]);
  gates[0]?.resolve();

  expect(await running).toEqual(["100 5", "100 5", "100 5"]);
  expect(ran).toEqual(["price"]);
});

test("[S22c] and in several flows", async () => {
  const base = new Context();
  const reader = memoize(async (n: number): Promise<string> => `${n} ${await price()}`);
  const calls = [
    base.evaluate(price.node()),
    base.run(async () => await price()),
    base.evaluate(reader.node(1)),
    base.run(
      flow(function* (): Generator<Promise<unknown>, string, never> {
        return yield reader(2);
      }),
    ),
  ];
  await turn();
  gates[0]?.resolve();

  expect(await Promise.all(calls)).toEqual(["100 5", "100 5", "1 100 5", "2 100 5"]);
  expect(ran).toEqual(["price"]);
});

test("[S22c] a call made while it is under way depends on it like any other", async () => {
  const reader = memoize(async (): Promise<string> => await price());
  const base = new Context();
  const first = base.evaluate(price.node());
  const second = base.evaluate(reader.node());
  gates[0]?.resolve();
  await Promise.all([first, second]);

  expect([...base.dependencies(reader.node())]).toEqual([price.node()]);
  base.tweak(rate.node(), 6);
  expect(base.has(reader.node())).toBe(false);
});

test("[S22c] after a change of what it has read, nobody waits for the old evaluation", async () => {
  const base = new Context();
  const old = base.evaluate(price.node());
  await turn();
  base.tweak(spot.node(), 80);
  const fresh = base.evaluate(price.node());
  await turn();
  expect(ran).toEqual(["price", "price"]);
  gates[1]?.resolve();

  expect(await fresh).toBe("80 5"); // the old one is still waiting
  expect((await standing(old)).kind).toBe("pending");
  gates[0]?.resolve();
  expect(await old).toBe("100 5");
});

test("[S22c] after a change of what it reads later, the result is taken only if it holds here", async () => {
  const base = new Context();
  const old = base.evaluate(price.node());
  await turn();
  base.tweak(rate.node(), 7);
  const fresh = base.evaluate(price.node());
  await turn();
  gates[0]?.resolve();
  await turn();
  for (const each of gates) each.resolve();

  expect(await Promise.all([old, fresh])).toEqual(["100 5", "100 7"]);
  expect(ran).toEqual(["price", "price"]);
});

test("[S22c] through a synchronous dependency, too", async () => {
  const doubled = memoize((): number => rate() * 2);
  const reader = memoize(async (): Promise<number> => {
    ran.push("reader");
    await gate();
    return doubled();
  });
  const base = new Context();
  const old = base.evaluate(reader.node());
  await turn();
  base.tweak(rate.node(), 7);
  const fresh = base.evaluate(reader.node());
  await turn();
  gates[0]?.resolve();
  await turn();
  for (const each of gates) each.resolve();

  expect(await Promise.all([old, fresh])).toEqual([10, 14]);
});

test("[S22c] after a change of something else the value is the same, and it runs twice at most", async () => {
  const base = new Context();
  const old = base.evaluate(price.node());
  await turn();
  base.tweak(other.node(), 1);
  const fresh = base.evaluate(price.node());
  await turn();
  for (const each of gates) each.resolve();

  expect(await Promise.all([old, fresh])).toEqual(["100 5", "100 5"]);
  expect(ran.length).toBeLessThanOrEqual(2);
});

test("[S22c] calls made after the change share one evaluation among themselves", async () => {
  const base = new Context();
  const old = base.evaluate(price.node());
  base.tweak(spot.node(), 80);
  const fresh = [1, 2, 3].map(() => base.evaluate(price.node()));
  await turn();
  for (const each of gates) each.resolve();

  expect(await Promise.all(fresh)).toEqual(["80 5", "80 5", "80 5"]);
  expect(await old).toBe("100 5");
  expect(ran).toEqual(["price", "price"]);
});

test("[S22c] a call waits at most once: while a source ticks it comes to its end", async () => {
  const base = new Context();
  const old = base.evaluate(price.node());
  await turn();
  base.tweak(rate.node(), 6);
  const second = base.evaluate(price.node()); // may wait for the first
  await turn();
  base.tweak(rate.node(), 7);
  const third = base.evaluate(price.node()); // may wait for one of these
  await turn();
  for (let round = 0; round < 4; round++) {
    for (const each of gates) each.resolve();
    await turn();
  }

  expect(await Promise.all([old, second, third])).toEqual(["100 5", "100 6", "100 7"]);
  expect(ran.length).toBeLessThanOrEqual(3);
});

test("[S22c, S16a] the old evaluation of an invalidated node is never shared", async () => {
  for (const target of [price.node(), price] as const) {
    ran.length = 0;
    gates = [];
    const base = new Context();
    const old = base.evaluate(price.node());
    await turn();
    base.invalidate(target);
    const fresh = base.evaluate(price.node());
    await turn();
    expect(ran).toEqual(["price", "price"]);
    gates[1]?.resolve();
    expect(await fresh).toBe("100 5");
    expect((await standing(old)).kind).toBe("pending");
    gates[0]?.resolve();
    expect(await old).toBe("100 5");
  }
});

test("[S22c, S27] nor is one of an input that was refreshed", async () => {
  let world = 1;
  const input = memoize(
    async (): Promise<number> => {
      ran.push("input");
      const seen = world;
      await gate();
      return seen;
    },
    { input: true },
  );
  const base = new Context();
  const old = base.evaluate(input.node());
  await turn();
  world = 2;
  base.refresh();
  const fresh = base.evaluate(input.node());
  await turn();
  for (const each of gates) each.resolve();

  expect(await fresh).toBe(2);
  expect(await old).toBe(1);
  expect(await base.evaluate(input.node())).toBe(2);
  expect(ran).toEqual(["input", "input"]);
});

test("[S22c, S16a] a stale dependency of the old evaluation is not handed to a new reader", async () => {
  let world = 1;
  const input = memoize(
    async (): Promise<number> => {
      const seen = world;
      await gate();
      return seen;
    },
    { input: true },
  );
  const reader = memoize(async (): Promise<number> => await input());
  const base = new Context();
  const old = base.evaluate(reader.node());
  await turn();
  world = 2;
  base.refresh();
  const fresh = base.evaluate(reader.node());
  for (let round = 0; round < 3; round++) {
    await turn();
    for (const each of gates) each.resolve();
  }

  expect(await Promise.all([old, fresh])).toEqual([1, 2]);
  expect(base.get(reader.node())).toBe(2);
});

test.each(["node", "function", "refresh"] as const)(
  "[S22c, S22d, S16a] what was under way when it was invalidated is not used when it has settled (%s)",
  async (how) => {
    let world = 1;
    const input = memoize(
      async (): Promise<number> => {
        ran.push(`input ${world}`);
        const seen = world;
        await gate();
        return seen;
      },
      { input: true },
    );
    const reader = memoize(async (): Promise<number> => (ran.push("reader"), await input()));
    const base = new Context();
    const old = base.evaluate(reader.node());
    await turn();
    world = 2;
    if (how === "node") base.invalidate(input.node());
    else if (how === "function") base.invalidate(input);
    else base.refresh();
    gates[0]?.resolve();
    expect(await old).toBe(1);
    expect([base.has(input.node()), base.has(reader.node())]).toEqual([false, false]);
    const fresh = base.evaluate(reader.node());
    await turn();
    gates[1]?.resolve();

    expect(await fresh).toBe(2);
    expect(ran).toEqual(["reader", "input 1", "reader", "input 2"]);
  },
);

test("[S22c] contexts do not mix: a tweak in a child makes its own evaluation", async () => {
  const base = new Context();
  const child = base.fork().tweak(spot.node(), 80);
  const calls = [base, child, base, child].map((context) => context.evaluate(price.node()));
  await turn();
  for (const each of gates) each.resolve();

  expect(await Promise.all(calls)).toEqual(["100 5", "80 5", "100 5", "80 5"]);
  expect(ran).toEqual(["price", "price"]);
});

test("[S9, S22c] a context that retains nothing begins a new state when it is entered again: what it left pending is not waited for", async () => {
  const failing = memoize(async (): Promise<never> => await Promise.reject(new Error("at once")));
  // Ends by the failure, while `price` is still pending.
  const both = memoize(
    async (): Promise<unknown> => (await Promise.all([failing(), price()])) as unknown,
  );
  const runsOf = async (retain: boolean): Promise<readonly string[]> => {
    ran.length = 0;
    gates = [];
    const child = new Context("base").fork("child", { retain });
    await expect(child.evaluate(both.node())).rejects.toThrow("at once");
    const again = child.evaluate(price.node());
    await turn();
    for (const each of gates) each.resolve();
    expect(await again).toBe("100 5");
    return [...ran];
  };

  expect(await runsOf(true)).toEqual(["price"]);
  expect(await runsOf(false)).toEqual(["price", "price"]);
});
