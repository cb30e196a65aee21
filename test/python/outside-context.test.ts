import { Context, memoize, OutsideContextError } from "@dug/core";
import { expect, test } from "vitest";

test("[S5] calling a memoised function outside every context throws, and runs nothing", () => {
  const ran: number[] = [];
  const double = memoize((x: number): number => {
    ran.push(x);
    return 2 * x;
  });

  expect(() => double(4)).toThrow(OutsideContextError);
  expect(ran).toEqual([]);
});

test("[S5] the current context is had inside one and throws outside", () => {
  const context = new Context();

  expect(context.run(() => Context.current)).toBe(context);
  expect(() => Context.current).toThrow(OutsideContextError);
});

test("[S10] a context that was left by an exception is left", () => {
  const mistake = new Error("midway");

  expect(() =>
    new Context().run(() => {
      throw mistake;
    }),
  ).toThrow(mistake);
  expect(() => Context.current).toThrow(OutsideContextError);
});

test("[S8] a context answers what it has while nobody is in it (Python: only from inside)", () => {
  const one = memoize((): number => 1);
  const context = new Context();
  context.run(() => one());

  expect(context.has(one.node())).toBe(true);
  expect(context.get(one.node())).toBe(1);
});

test("[S12] a tweak made before the first entry is not an error (Python: recorded, then throws)", () => {
  const one = memoize((): number => 1);
  const context = new Context();

  context.tweak(one.node(), 7);

  expect(context.run(() => one())).toBe(7);
});
