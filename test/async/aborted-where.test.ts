import { Context, memoize, type Memoised, type Node, scale, signal } from "@dug/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Deferred, deferred, rejection, turn, unhandled } from "../support/deferred.ts";

const enough = new RangeError("enough");
let gates: Deferred<void>[] = [];
let signals: AbortSignal[] = [];
let stop = new AbortController();
let base = new Context();
beforeEach(() => {
  base = new Context("base");
});
afterEach(() => {
  gates = [];
  signals = [];
  stop = new AbortController();
});

const spot = memoize((): number => 3);
const other = memoize((): number => 0);
/** Reads `spot`, and waits for a gate of its own. */
const slow = memoize(async (): Promise<number> => {
  signals.push(signal());
  const read = spot();
  const gate = deferred();
  gates.push(gate);
  await gate.promise;
  return read;
});

/** A call that can be aborted; what it rejects with. */
async function calling(context: Context, node: Node<Promise<number>>): Promise<unknown> {
  return await rejection(context.evaluate(node, { signal: stop.signal }));
}

async function abort(): Promise<void> {
  await turn();
  stop.abort(enough);
  await turn();
}

async function open(): Promise<void> {
  await turn();
  for (const gate of gates) gate.resolve();
}

test("[S22f] while the base value of a shift is pending: that is aborted, too, and the parent knows nothing of it", async () => {
  const child = base.fork().tweak(slow.node(), scale(2));
  const found = calling(child, slow.node());
  await abort();

  expect(await found).toBe(enough);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect([...child.pending(), ...base.pending()]).toEqual([]);
  const again = [child, base].map((context) => context.evaluate(slow.node()));
  await open();
  expect(await Promise.all(again)).toEqual([6, 3]);
});

test("[S22f, S22g] while what was read before is verified for reuse", async () => {
  const reader = memoize(async (): Promise<number> => (await slow()) + 1);
  const first = base.evaluate(reader.node());
  await open();
  await first;
  base.tweak(spot.node(), 4).tweak(spot.node(), 5);
  const found = calling(base, reader.node());
  await abort();

  expect(await found).toBe(enough);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  expect(base.pending()).toEqual([]);
  const again = base.evaluate(reader.node());
  await open();
  expect(await again).toBe(6);
});

test("[S22f, S22c] while an evaluation from before a change is waited for, which goes on", async () => {
  const first = base.evaluate(slow.node());
  base.tweak(other.node(), 1);
  const found = calling(base, slow.node());
  await abort();

  expect(await found).toBe(enough);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  await open();
  expect(await first).toBe(3);
  expect(base.pending()).toEqual([]);
  expect(base.get(slow.node())).toBe(3);
});

test("[S22f, S22c] of the caller from before the change: who waits for its evaluation since is not hurt", async () => {
  const first = calling(base, slow.node());
  base.tweak(other.node(), 1);
  const second = base.evaluate(slow.node());
  await abort();

  expect(await first).toBe(enough);
  await open();
  expect(await second).toBe(3);
  expect(base.pending()).toEqual([]);
});

test("[S22f] in the function's own first stretch", async () => {
  const self = memoize(async (): Promise<number> => {
    stop.abort(enough);
    return spot();
  });
  const reports = await unhandled(async () => {
    expect(await calling(base, self.node())).toBe(enough);
  });

  expect(reports).toEqual([]);
  expect(base.pending()).toEqual([]);
  expect(base.has(self.node())).toBe(false);
});

test("[S22f] while calls nest so deep that some have not begun", async () => {
  const deep: Memoised<(n: number) => Promise<number>> = memoize(
    async (n: number): Promise<number> => (n === 0 ? await slow() : (await deep(n - 1)) + 1),
  );
  const found = rejection(base.evaluate(deep.node(300), { signal: stop.signal }));
  stop.abort(enough);

  expect(await found).toBe(enough);
  await turn();
  expect(base.pending()).toEqual([]);
  const again = base.evaluate(deep.node(300));
  await turn();
  await open();
  expect(await again).toBe(303);
});

test("[S22f, S22g] of one of two callers, each rejection is told once: the caller's own, and the evaluation's", async () => {
  const failing = memoize(async (): Promise<number> => {
    await slow();
    throw new RangeError("no line");
  });
  const reports = await unhandled(async () => {
    void base.evaluate(failing.node(), { signal: stop.signal });
    void base.evaluate(failing.node());
    await abort();
    await open();
  });

  expect(reports.map(String)).toEqual(["RangeError: enough", "RangeError: no line"]);
});
