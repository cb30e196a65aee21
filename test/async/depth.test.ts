import { Context, memoize } from "@dug/core";
import { afterEach, expect, test } from "vitest";

const length = 5_000;
let runs = 0;
afterEach(() => {
  runs = 0;
});

const source = memoize((): number => 1);
const link = memoize(async (n: number): Promise<number> => {
  runs++;
  return n === 0 ? Math.sign(source()) : (await link(n - 1)) + 1;
});

test("[S23] a chain of asynchronous calls made before any await needs no stack", async () => {
  const base = new Context();

  expect(await base.evaluate(link.node(length))).toBe(length + 1);
  expect(runs).toBe(length + 1);
});

test("[S23] nor does bringing it up to date again, which is cut off at the bottom", async () => {
  const base = new Context();
  await base.evaluate(link.node(length));
  runs = 0;
  base.tweak(source.node(), 2);

  expect(await base.evaluate(link.node(length))).toBe(length + 1);
  expect(runs).toBe(1);
});
