import { Context, CycleError, memoize, namespace, Node } from "@dug/core";
import { checkInvariants } from "@dug/testing";
import { afterEach, expect, test } from "vitest";
import { deferred, rejection, standing, turn } from "../support/deferred.ts";

const named = namespace("asyncCycles");
const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** The nodes of the cycle with which a promise is rejected. */
async function cycleOf(promise: Promise<unknown>): Promise<readonly string[]> {
  const error = await rejection(promise);
  if (error instanceof CycleError) return error.nodes.map(String);
  throw error;
}

const loop = named.memoize("loop", async (): Promise<number> => {
  ran.push("loop");
  await turn();
  return (await loop()) + 1;
});

test("[S20] a node that awaits itself rejects with CycleError, which is cached", async () => {
  const base = new Context();

  expect(await cycleOf(base.evaluate(loop.node()))).toEqual(["asyncCycles/loop()"]);
  expect(base.peek(loop.node())).toMatchObject({ kind: "error", error: expect.any(CycleError) });
  expect(await cycleOf(base.evaluate(loop.node()))).toEqual(["asyncCycles/loop()"]);
  expect(ran).toEqual(["loop"]);
});

/** A ring of three, and one outside that reads it. */
const a = named.memoize("a", async (): Promise<number> => {
  ran.push("a");
  await turn();
  return (await b()) + 1;
});
const b = named.memoize("b", async (): Promise<number> => {
  ran.push("b");
  try {
    return await c();
  } catch {
    return 7;
  }
});
const c = named.memoize("c", async (): Promise<number> => {
  ran.push("c");
  await Promise.resolve();
  return await a();
});
const outside = named.memoize("outside", async (): Promise<string> => {
  ran.push("outside");
  try {
    return String(await a());
  } catch (error) {
    return error instanceof CycleError ? "cycle" : "other";
  }
});
const ring = ["asyncCycles/a()", "asyncCycles/b()", "asyncCycles/c()"];

test("[S20] every node of a ring has it, with the same nodes, whichever is read first, caught or not", async () => {
  for (const first of [a, b, c]) {
    const base = new Context();
    await cycleOf(base.evaluate(first.node()));

    for (const fn of [a, b, c]) {
      expect(base.has(fn.node())).toBe(true);
      expect(await cycleOf(base.evaluate(fn.node()))).toEqual(ring);
    }
    expect(ran.splice(0).toSorted()).toEqual(["a", "b", "c"]);
    checkInvariants(base);
  }
});

test("[S20] read by several flows at once, wherever each begins", async () => {
  for (const starts of [
    [a, b],
    [b, a, c],
    [c, c, b, a],
  ]) {
    const base = new Context();
    const found = await Promise.all(starts.map((fn) => cycleOf(base.evaluate(fn.node()))));

    expect(found).toEqual(starts.map(() => ring));
    for (const fn of [a, b, c]) expect(await cycleOf(base.evaluate(fn.node()))).toEqual(ring);
    expect(ran.splice(0).toSorted()).toEqual(["a", "b", "c"]);
    expect(base.pending()).toEqual([]);
    checkInvariants(base);
  }
});

test("[S20] who reads the ring from outside is not on it, and may catch", async () => {
  const base = new Context();

  expect(await base.evaluate(outside.node())).toBe("cycle");
  expect(base.get(outside.node())).toBe("cycle");
  expect([...base.dependencies(outside.node())]).toEqual([a.node()]);
  expect(await cycleOf(base.evaluate(a.node()))).toEqual(ring);
});

test("[S20] it is cached whatever `cacheErrors` says, with its dependencies", async () => {
  const base = new Context();
  await cycleOf(base.evaluate(a.node()));

  expect([...base.dependencies(a.node())]).toEqual([b.node()]);
  expect([...base.dependencies(b.node())]).toEqual([c.node()]);
  expect([...base.dependencies(c.node())]).toEqual([a.node()]);
});

test("[S20] a tweak that cuts the cycle makes it evaluate", async () => {
  for (const cut of [a, b, c]) {
    const base = new Context();
    await cycleOf(base.evaluate(a.node()));
    base.tweak(cut.node(), 10);
    const found = await Promise.all([a, b, c].map((fn) => base.evaluate(fn.node())));

    expect(found).toEqual(
      { [0]: [10, 10, 10], [1]: [11, 10, 11], [2]: [11, 10, 10] }[[a, b, c].indexOf(cut)],
    );
  }
});

test("[S20] one that waits for the other under `Promise.all`, in one flow: nothing hangs", async () => {
  const gate = deferred();
  const left: () => Promise<number> = named.memoize("left", async (): Promise<number> => {
    await gate.promise;
    return await right();
  });
  const right = named.memoize("right", async (): Promise<number> => {
    await gate.promise;
    return await left();
  });
  const base = new Context();
  const running = base.run(async () => await Promise.all([cycleOf(left()), cycleOf(right())]));
  await turn();
  gate.resolve();
  const both = ["asyncCycles/left()", "asyncCycles/right()"];

  expect(await running).toEqual([both, both]);
});

test("[S20] two flows that wait for each other's pending evaluations: nothing hangs", async () => {
  const gates = [deferred(), deferred()];
  const ping: () => Promise<number> = named.memoize("ping", async (): Promise<number> => {
    await gates[0]?.promise;
    return await pong();
  });
  const pong = named.memoize("pong", async (): Promise<number> => {
    await gates[1]?.promise;
    return await ping();
  });
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    gates[0] = deferred();
    gates[1] = deferred();
    const base = new Context();
    const calls = [
      cycleOf(base.run(async () => await ping())),
      cycleOf(base.evaluate(pong.node())),
    ];
    for (const at of order) {
      await turn();
      gates[at]?.resolve();
    }
    const both = ["asyncCycles/ping()", "asyncCycles/pong()"];

    expect(await Promise.all(calls)).toEqual([both, both]);
    expect(base.pending()).toEqual([]);
  }
});

test("[S20] two rings that share a node are one, however they are entered", async () => {
  const hub = named.memoize("hub", async (): Promise<number> => {
    const caught = await Promise.allSettled([spoke(1), spoke(2)]);
    return caught.length;
  });
  const spoke: (n: number) => Promise<number> = named.memoize(
    "spoke",
    async (n: number): Promise<number> => {
      await turn();
      return n + (await hub());
    },
  );
  const all = ["asyncCycles/hub()", "asyncCycles/spoke(1)", "asyncCycles/spoke(2)"];
  const first = new Context();
  expect(await cycleOf(first.run(async () => await hub()))).toEqual(all);
  const second = new Context();

  expect(await cycleOf(second.run(async () => await spoke(2)))).toEqual(all);
  expect(await cycleOf(second.run(async () => await spoke(1)))).toEqual(all);
});

test("[S20] a diamond is no cycle, whoever waits for whom", async () => {
  const gate = deferred();
  const bottom = memoize(async (): Promise<number> => (await gate.promise, 1));
  const sides = memoize(async (n: number): Promise<number> => n + (await bottom()));
  const top = memoize(
    async (): Promise<number[]> => await Promise.all([sides(1), sides(2), bottom()]),
  );
  const base = new Context();
  const calls = [base.evaluate(top.node()), base.evaluate(top.node())];
  await turn();
  gate.resolve();

  expect(await Promise.all(calls)).toEqual([
    [2, 3, 1],
    [2, 3, 1],
  ]);
});

test("[S20] within a ring of one context, a reader in another flow that waits is told as well", async () => {
  const base = new Context();
  const calls = [
    base.evaluate(outside.node()),
    base.evaluate(a.node()),
    base.evaluate(outside.node()),
  ];

  expect(await cycleOf(calls[1] as Promise<unknown>)).toEqual(ring);
  expect([await calls[0], await calls[2]]).toEqual(["cycle", "cycle"]);
  expect(ran.toSorted()).toEqual(["a", "b", "c", "outside"]);
});

test("[S20] calling itself in a context of its own is recursion, not a cycle", async () => {
  const depth = named.memoize("depth", async (): Promise<number> => 3);
  const descend: () => Promise<number> = named.memoize("descend", async (): Promise<number> => {
    const left = await depth();
    if (left === 0) return 0;
    const inner = new Context().tweak(depth.node(), left - 1);
    return 1 + (await inner.run(async () => await descend()));
  });

  expect(
    await new Context().evaluate(named.memoize("start", async () => await descend()).node()),
  ).toBe(3);
});

test("[S20] cycles in one context do not concern a child where a tweak cuts them", async () => {
  const base = new Context();
  const child = base.fork().tweak(c.node(), 10);
  const calls = [base.evaluate(outside.node()), child.evaluate(outside.node())];

  expect(await Promise.all(calls)).toEqual(["cycle", "11"]);
});

/** Functions of which each calls the next, and the last the first. One catches what its call throws, and calls another. */
function ringOf(size: number, catcher: number, again: number): readonly (() => Promise<number>)[] {
  const inside = named.namespace(`ring${size}/${catcher}/${again}`);
  const functions: (() => Promise<number>)[] = [];
  const call = async (at: number): Promise<number> => (await functions[at % size]?.()) ?? -1;
  for (let i = 0; i < size; i++) {
    functions.push(
      inside.memoize(`f${i}`, async (): Promise<number> => {
        if (i !== catcher) return await call(i + 1);
        try {
          return await call(i + 1);
        } catch {
          return await call(again);
        }
      }),
    );
  }
  return functions;
}

const rings = [2, 3, 4].flatMap((size) =>
  Array.from({ length: size * size }, (_, i) => [size, Math.floor(i / size), i % size] as const),
);

test.each(rings)(
  "[S20] a ring of %i, of which number %i catches the error and calls number %i: the same, and nothing hangs",
  async (size, catcher, again) => {
    const functions = ringOf(size, catcher, again);
    const names = functions.map((_, i) => `asyncCycles/ring${size}/${catcher}/${again}/f${i}()`);
    for (const first of functions) {
      const base = new Context();
      const found = await standing(cycleOf(base.run(async () => await first())));

      expect(found).toEqual({ kind: "value", value: names });
      expect(base.pending()).toEqual([]);
      checkInvariants(base);
    }
  },
);

test("[S20, S19] a ring that read what is not cached is kept whole: another run that joined it finds all of it", async () => {
  const bad = named.memoize("bad", async (): Promise<number> => {
    throw new Error("bad");
  });
  const f: () => Promise<number> = named.memoize("f", async (): Promise<number> => {
    await rejection(bad());
    return await g();
  });
  const g = named.memoize("g", async (): Promise<number> => {
    try {
      return await f();
    } catch {
      return 0;
    }
  });
  const base = new Context();
  const first = base.run(async () => await cycleOf(f()));
  const second = base.run(async () => [await cycleOf(f()), await cycleOf(g())]);
  const both = ["asyncCycles/f()", "asyncCycles/g()"];

  expect(await first).toEqual(both);
  expect(await second).toEqual([both, both]);
});

test("[S20, S22d] a ring that ends while something else is pending does not depend on that", async () => {
  const gate = deferred();
  const slow = named.memoize("slow", async (): Promise<number> => (await gate.promise, 1));
  const hasty: () => Promise<number> = named.memoize("hasty", async (): Promise<number> => {
    const [value] = await Promise.all([slow(), hasty()]);
    return value;
  });
  const base = new Context();
  expect(await cycleOf(base.run(async () => await hasty()))).toEqual(["asyncCycles/hasty()"]);

  checkInvariants(base);
  gate.resolve();
  await turn();
  expect([...base.dependencies(Node.parse("asyncCycles/hasty()"))].map(String)).toEqual([
    "asyncCycles/hasty()",
  ]);
  checkInvariants(base);
});
