import { Context, namespace } from "@dug/core";
import { afterEach, expect, test } from "vitest";
import { type Deferred, deferred, rejection, turn } from "../support/deferred.ts";

const named = namespace("pending");
let gate: Deferred<void> = deferred();
afterEach(() => {
  gate = deferred();
});

const slow = named.memoize("slow", async (n: number): Promise<number> => (await gate.promise, n));
const sum = named.memoize("sum", async (): Promise<number> => {
  const [one, two] = await Promise.all([slow(1), slow(2)]);
  return one + two;
});
const top = named.memoize("top", async (): Promise<number> => (await sum()) + 1);

/** What `pending` says, as text, sorted. */
function shown(context: Context): string[] {
  return context
    .pending()
    .map(({ node, waitsFor }) => `${node} ← ${waitsFor.map(String).toSorted().join(" ")}`)
    .toSorted();
}

test("[S22g] `pending` lists the evaluations under way and what each waits for", async () => {
  const base = new Context();
  expect(shown(base)).toEqual([]);
  const call = base.evaluate(top.node());
  await turn();

  expect(shown(base)).toEqual([
    "pending/slow(1) ← ",
    "pending/slow(2) ← ",
    "pending/sum() ← pending/slow(1) pending/slow(2)",
    "pending/top() ← pending/sum()",
  ]);
  gate.resolve();
  await call;
  expect(shown(base)).toEqual([]);
});

test("[S22g] what has settled is not listed, nor waited for", async () => {
  const mixed = named.memoize("mixed", async (): Promise<number> => {
    const quick = await named2();
    return quick + (await slow(3));
  });
  const base = new Context();
  const call = base.evaluate(mixed.node());
  await turn();

  expect(shown(base)).toEqual(["pending/mixed() ← pending/slow(3)", "pending/slow(3) ← "]);
  gate.resolve();
  expect(await call).toBe(4);
});
const named2 = named.memoize("quick", async (): Promise<number> => 1);

test("[S22g] each once, however many wait for it, and from whichever flow", async () => {
  const base = new Context();
  const calls = [
    base.evaluate(slow.node(1)),
    base.evaluate(slow.node(1)),
    base.evaluate(sum.node()),
  ];
  await turn();

  expect(shown(base)).toEqual([
    "pending/slow(1) ← ",
    "pending/slow(2) ← ",
    "pending/sum() ← pending/slow(1) pending/slow(2)",
  ]);
  gate.resolve();
  expect(await Promise.all(calls)).toEqual([1, 1, 3]);
});

test("[S22g] after a rejection nothing is pending", async () => {
  const bad = named.memoize("bad", async (): Promise<number> => {
    await gate.promise;
    throw new Error("bad");
  });
  const base = new Context();
  const call = base.evaluate(bad.node());
  await turn();
  expect(shown(base)).toEqual(["pending/bad() ← "]);
  gate.resolve();
  await rejection(call);

  expect(shown(base)).toEqual([]);
});

test("[S22g, S8] it is said of each context by itself", async () => {
  const base = new Context();
  const child = base.fork().tweak(slow.node(2), 20);
  const call = child.evaluate(sum.node());
  await turn();

  expect(shown(base)).toEqual([]);
  expect(shown(child)).toEqual(["pending/slow(1) ← ", "pending/sum() ← pending/slow(1)"]);
  gate.resolve();
  expect(await call).toBe(21);
});

test("[S21] it is a read-out: inside an evaluation it throws", async () => {
  const prying = named.memoize("prying", async (): Promise<unknown> => {
    await turn();
    return base.pending();
  });
  const base: Context = new Context();

  expect(await rejection(base.evaluate(prying.node()))).toMatchObject({
    code: "READ_DURING_EVALUATION",
    method: "pending",
  });
});
