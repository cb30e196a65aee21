import { Context, memoize } from "@dug/core";
import { afterEach, expect, test } from "vitest";
import { type Deferred, deferred, turn } from "../support/deferred.ts";

const ran: string[] = [];
let gate: Deferred<void> = deferred();
afterEach(() => {
  ran.length = 0;
  gate = deferred();
});

const rate = memoize((): number => 1);
const vol = memoize((): number => 10);
const curve = memoize(async (): Promise<number> => {
  const found = rate();
  ran.push(`curve ${found}`);
  await gate.promise;
  return found * 2;
});
const price = memoize(async (): Promise<number> => {
  const found = await curve();
  ran.push(`price ${found}`);
  return found + vol();
});

const family = (): Context => new Context("family", { parent: null, share: true });
const cell = (base: Context, r: number, v: number): Context =>
  base.fork().tweak(rate.node(), r).tweak(vol.node(), v);

test("[S17, S22] over a grid an asynchronous function runs once per distinct combination that reaches it", async () => {
  const base = family();
  gate.resolve();
  for (const r of [1, 2])
    for (const v of [10, 20]) expect(await cell(base, r, v).evaluate(price.node())).toBe(r * 2 + v);

  expect(ran).toEqual(["curve 1", "price 2", "price 2", "curve 2", "price 4", "price 4"]);
});

test("[S17, S22] siblings that evaluate at the same time are each right", async () => {
  const base = family();
  const pending = [1, 1, 2].map((r) => cell(base, r, 10).evaluate(price.node()));
  gate.resolve();

  expect(await Promise.all(pending)).toEqual([12, 12, 14]);
  ran.length = 0;
  expect(await cell(base, 1, 10).evaluate(price.node())).toBe(12);
  expect(ran).toEqual([]);
});

test("[S17, S22] what is forgotten while evaluations are pending changes no value", async () => {
  const base = new Context("family", { parent: null, share: { keep: 1 } });
  const first = cell(base, 1, 10).evaluate(price.node());
  const second = cell(base, 2, 10).evaluate(price.node());
  await turn();
  base.forgetShared();
  gate.resolve();
  const third = cell(base, 1, 20).evaluate(price.node());
  await turn();
  base.forgetShared();

  expect(await Promise.all([first, second, third])).toEqual([12, 14, 22]);
  expect(await cell(base, 2, 20).evaluate(price.node())).toBe(24);
});

test("[S16a, S22] what was begun before an invalidation is not taken where that was told", async () => {
  const base = family();
  const [told, untold] = [cell(base, 1, 10), cell(base, 1, 10)];
  const first = cell(base, 1, 10).evaluate(curve.node());
  await turn();
  told.invalidate(curve.node());
  gate.resolve();
  expect(await first).toBe(2);
  ran.length = 0;

  expect(await untold.evaluate(curve.node())).toBe(2);
  expect(ran).toEqual([]);
  expect(await told.evaluate(curve.node())).toBe(2);
  expect(ran).toEqual(["curve 1"]);
});

test("[S17, S19] a rejection is not shared, nor who read it", async () => {
  const base = family();
  let isBroken = true;
  const flaky = memoize(async (): Promise<number> => {
    ran.push("flaky");
    await Promise.resolve();
    if (isBroken) throw new RangeError("the line is down");
    return rate();
  });
  const reader = memoize(async (): Promise<number> => {
    ran.push("reader");
    return flaky().catch(() => 0);
  });
  expect(await cell(base, 1, 10).evaluate(reader.node())).toBe(0);
  isBroken = false;

  expect(await cell(base, 1, 10).evaluate(reader.node())).toBe(1);
  expect(ran).toEqual(["reader", "flaky", "reader", "flaky"]);
});
