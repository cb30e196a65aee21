import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";

test("[S13] a tweak at depth three reaches the dependants that the root knows", () => {
  const rate = memoize((): number => 1);
  const price = memoize((): number => rate() + 10);
  const root = new Context();
  root.evaluate(price.node());
  const middle = root.fork();
  const deepest = middle.fork();

  deepest.tweak(rate.node(), 5);

  expect(deepest.masked.has(price.node())).toBe(true);
  expect(deepest.evaluate(price.node())).toBe(15);
  expect(middle.evaluate(price.node())).toBe(11);
  expect(root.get(price.node())).toBe(11);
});

test("[S6] the same with contexts nested by entering them", () => {
  const rate = memoize((): number => 1);
  const price = memoize((): number => rate() + 10);

  new Context().run(() => {
    expect(price()).toBe(11);
    new Context().run(() => {
      new Context().run(() => {
        Context.current.tweak(rate.node(), 5);
        expect(price()).toBe(15);
      });
      expect(price()).toBe(11);
    });
  });
});

test("[S1] each depth sees the nearest tweak", () => {
  const rate = memoize((): number => 1);
  const price = memoize((): number => rate() + 10);
  const root = new Context().tweak(rate.node(), 2);
  const middle = root.fork().tweak(rate.node(), 3);
  const deepest = middle.fork();

  expect([root, middle, deepest].map((context) => context.evaluate(price.node()))).toEqual([
    12, 13, 13,
  ]);

  deepest.tweak(rate.node(), 4);

  expect([root, middle, deepest].map((context) => context.evaluate(price.node()))).toEqual([
    12, 13, 14,
  ]);
});

test("[S7] an evaluation at depth three stays there", () => {
  const ran: string[] = [];
  const rate = memoize((): number => {
    ran.push("rate");
    return 1;
  });
  const root = new Context();
  const middle = root.fork();
  const deepest = middle.fork();

  expect(deepest.evaluate(rate.node())).toBe(1);
  expect(deepest.evaluate(rate.node())).toBe(1);

  expect(ran).toEqual(["rate"]);
  expect(middle.has(rate.node())).toBe(false);
  expect(root.has(rate.node())).toBe(false);
});
