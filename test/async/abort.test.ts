import { Context, memoize, signal } from "@dug/core";
import { afterEach, expect, test } from "vitest";
import {
  type Deferred,
  deferred,
  rejection,
  standing,
  thrown,
  turn,
  unhandled,
} from "../support/deferred.ts";

const ran: string[] = [];
let gate: Deferred<void> = deferred();
let signals: AbortSignal[] = [];
afterEach(() => {
  ran.length = 0;
  signals = [];
  gate = deferred();
});

const leaf = memoize((): number => (ran.push("leaf"), 1));
const work = memoize(async (): Promise<number> => {
  ran.push("work");
  signals.push(signal());
  await gate.promise;
  return leaf() + 6;
});
const reason = new Error("no longer wanted");

test("[S22f] abort rejects the caller at once with the signal's reason", async () => {
  const base = new Context();
  const stop = new AbortController();
  const calls = [
    base.evaluate(work.node(), { signal: stop.signal }),
    base.run(async () => await work(), { signal: stop.signal }),
    base.run(async () => (await gate.promise, 1), { signal: stop.signal }),
  ];
  await turn();
  stop.abort(reason);

  const aborted = { kind: "error", error: reason };
  expect(await Promise.all(calls.map(standing))).toEqual([aborted, aborted, aborted]);
});

test("[S22f] a signal that is aborted already rejects with its reason, and nothing is stored", async () => {
  const base = new Context();
  const call = base.evaluate(work.node(), { signal: AbortSignal.abort(reason) });

  expect(await standing(call)).toEqual({ kind: "error", error: reason });
  gate.resolve();
  await turn();
  expect(base.has(work.node())).toBe(false);
});

test("[S22f] a signal that never aborts changes nothing", async () => {
  const base = new Context();
  const stop = new AbortController();
  const call = base.evaluate(work.node(), { signal: stop.signal });
  gate.resolve();

  expect(await call).toBe(7);
  stop.abort(reason);
  await turn();
  expect(base.get(work.node())).toBe(7);
  expect(await base.evaluate(work.node())).toBe(7);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  expect(ran).toEqual(["work", "leaf"]);
});

test("[S22f] the evaluation is aborted with its last caller: it can see that, its calls throw, nothing is stored", async () => {
  const base = new Context();
  const stop = new AbortController();
  const seen: unknown[] = [];
  const watching = memoize(async (): Promise<number> => {
    ran.push("watching");
    const own = signal();
    signals.push(own);
    await gate.promise;
    if (own.aborted)
      seen.push(
        own.reason,
        thrown(() => leaf()),
      );
    return 1;
  });
  const call = base.evaluate(watching.node(), { signal: stop.signal });
  await turn();
  expect(signals[0]?.aborted).toBe(false);
  stop.abort(reason);
  expect(await rejection(call)).toBe(reason);
  expect(signals[0]?.aborted).toBe(true);
  gate.resolve();
  await turn();

  expect(seen).toEqual([reason, reason]);
  expect(base.has(watching.node())).toBe(false);
  expect(base.has(leaf.node())).toBe(false);
  expect(ran).toEqual(["watching"]);
});

test("[S22f] calls of asynchronous functions made by an aborted evaluation throw or reject with the reason", async () => {
  const base = new Context();
  const stop = new AbortController();
  const found = deferred<unknown>();
  const slow = memoize(async (): Promise<number> => (ran.push("slow"), 1));
  const calling = memoize(async (): Promise<void> => {
    await gate.promise;
    try {
      found.resolve(await slow());
    } catch (error) {
      found.resolve(error);
    }
  });
  const call = base.evaluate(calling.node(), { signal: stop.signal });
  await turn();
  stop.abort(reason);
  await rejection(call);
  gate.resolve();

  expect(await found.promise).toBe(reason);
  expect(ran).toEqual([]);
});

test("[S22f] a new call starts afresh, the old one still running", async () => {
  const base = new Context();
  const stop = new AbortController();
  const old = base.evaluate(work.node(), { signal: stop.signal });
  await turn();
  stop.abort(reason);
  await rejection(old);
  const oldGate = gate;
  gate = deferred();
  const fresh = base.evaluate(work.node());
  await turn();
  expect(ran).toEqual(["work", "work"]);
  oldGate.resolve();
  await turn();
  expect((await standing(fresh)).kind).toBe("pending");
  expect(base.has(work.node())).toBe(false);
  gate.resolve();

  expect(await fresh).toBe(7);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  expect(base.get(work.node())).toBe(7);
});

test("[S22f] abort of one of two callers does not abort the other", async () => {
  const base = new Context();
  const stop = [new AbortController(), new AbortController()] as const;
  const [one, two] = stop.map((each) => base.evaluate(work.node(), { signal: each.signal }));
  await turn();
  stop[0].abort(reason);
  expect(await rejection(one as Promise<number>)).toBe(reason);
  expect(signals[0]?.aborted).toBe(false);
  gate.resolve();

  expect(await two).toBe(7);
  expect(base.get(work.node())).toBe(7);
  expect(ran).toEqual(["work", "leaf"]);
});

test("[S22f] both of two callers, and it is aborted", async () => {
  const base = new Context();
  const stop = [new AbortController(), new AbortController()];
  const calls = stop.map((each) => base.evaluate(work.node(), { signal: each.signal }));
  await turn();
  for (const each of stop) each.abort(reason);

  expect(await Promise.all(calls.map(rejection))).toEqual([reason, reason]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  gate.resolve();
  await turn();
  expect(base.has(work.node())).toBe(false);
});

test("[S22f] a caller without a signal does not leave", async () => {
  const base = new Context();
  const stop = new AbortController();
  const plain = base.evaluate(work.node());
  const other = base.evaluate(work.node(), { signal: stop.signal });
  await turn();
  stop.abort(reason);
  expect(await rejection(other)).toBe(reason);
  gate.resolve();

  expect(await plain).toBe(7);
  expect(signals[0]?.aborted).toBe(false);
});

test("[S22f] abort reaches what the evaluation waits for, if nobody else does", async () => {
  const outer = memoize(async (): Promise<number> => (ran.push("outer"), await work()));
  const base = new Context();
  const stop = new AbortController();
  const call = base.evaluate(outer.node(), { signal: stop.signal });
  await turn();
  stop.abort(reason);

  expect(await rejection(call)).toBe(reason);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  gate.resolve();
  await turn();
  expect([outer, work, leaf].map((fn) => base.has(fn.node()))).toEqual([false, false, false]);
});

test("[S22f] abort does not reach what another evaluation waits for, too", async () => {
  const outer = memoize(async (n: number): Promise<number> => n * (await work()));
  const base = new Context();
  const stop = new AbortController();
  const call = base.evaluate(outer.node(1), { signal: stop.signal });
  const other = base.evaluate(outer.node(2));
  await turn();
  stop.abort(reason);
  expect(await rejection(call)).toBe(reason);
  gate.resolve();

  expect(await other).toBe(14);
  expect(base.has(work.node())).toBe(true);
  expect(base.has(outer.node(1))).toBe(false);
});

test("[S22f] a caller that settles without awaiting does not leave", async () => {
  const careless = memoize(async (): Promise<number> => {
    void work();
    return 1;
  });
  const base = new Context();
  const stop = new AbortController();

  expect(await base.evaluate(careless.node(), { signal: stop.signal })).toBe(1);
  stop.abort(reason);
  await turn();
  expect(signals[0]?.aborted).toBe(false);
  gate.resolve();
  await turn();
  expect(base.get(work.node())).toBe(7);
});

test("[S22f, S19] what is read of an aborted evaluation is not kept, in the same run either", async () => {
  const base = new Context();
  const stop = new AbortController();
  const result = await base.run(async () => {
    const call = base.evaluate(work.node(), { signal: stop.signal });
    await turn();
    stop.abort(reason);
    expect(await rejection(call)).toBe(reason);
    gate.resolve();
    return await work();
  });

  expect(result).toBe(7);
  expect(ran.filter((name) => name === "work")).toEqual(["work", "work"]);
});

test("[S22f] after an aborted run its context is as before, and calls that it goes on to make throw the reason", async () => {
  const base = new Context("base");
  const stop = new AbortController();
  const found = deferred<unknown>();
  const call = base.run(
    async () => {
      await gate.promise;
      found.resolve(thrown(() => leaf()));
    },
    { signal: stop.signal },
  );
  await turn();
  stop.abort(reason);
  expect(await rejection(call)).toBe(reason);
  gate.resolve();
  expect(await found.promise).toBe(reason);

  expect(thrown(() => Context.current)).toMatchObject({ code: "OUTSIDE_CONTEXT" });
  expect(base.pending()).toEqual([]);
  expect(base.run(() => leaf())).toBe(1);
});

test("[S22f] `signal()` in a run is that of the run", async () => {
  const stop = new AbortController();
  let own: AbortSignal | undefined;
  const call = new Context().run(
    async () => {
      await turn();
      own = signal();
      await gate.promise;
    },
    { signal: stop.signal },
  );
  await turn();
  await turn();
  expect(own?.aborted).toBe(false);
  stop.abort(reason);

  expect(await rejection(call)).toBe(reason);
  expect(own?.aborted).toBe(true);
  expect(own?.reason).toBe(reason);
});

test("[S22f] without a signal there is one all the same, which does not abort", async () => {
  gate.resolve();
  await new Context().evaluate(work.node());

  expect(signals[0]).toBeInstanceOf(AbortSignal);
  expect(signals[0]?.aborted).toBe(false);
});

test("[S22f] abort concerns its own context: the same node elsewhere goes on", async () => {
  const base = new Context();
  const child = base.fork().tweak(leaf.node(), 10);
  const stop = new AbortController();
  const call = child.evaluate(work.node(), { signal: stop.signal });
  const other = base.evaluate(work.node());
  await turn();
  stop.abort(reason);
  expect(await rejection(call)).toBe(reason);
  gate.resolve();

  expect(await other).toBe(7);
  expect(await child.evaluate(work.node())).toBe(16);
});

test("[S22f, S22g] who handles the rejection hears of the abort, and the platform reports nothing", async () => {
  const reports = await unhandled(async () => {
    const outer = memoize(async (): Promise<number> => await work());
    const stop = new AbortController();
    const call = new Context().evaluate(outer.node(), { signal: stop.signal });
    await turn();
    stop.abort(reason);
    expect(await rejection(call)).toBe(reason);
    gate.resolve();
    await turn();
  });

  expect(reports).toEqual([]);
});
