import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";

test("[S7] a child evaluates a node whose dependency only its parent has cached", () => {
  const ran: string[] = [];
  const rate = memoize((): number => {
    ran.push("rate");
    return 3;
  });
  const price = memoize((): number => {
    ran.push("price");
    return rate() * 2;
  });
  const parent = new Context();

  parent.run(() => {
    rate();
    const child = new Context();

    expect(child.run(() => price())).toBe(6);

    expect(ran).toEqual(["rate", "price"]);
    expect(child.run(() => child.has(price.node()))).toBe(true);
    expect(parent.has(price.node())).toBe(false);
  });
});

test("[S13] and drops it again when it tweaks that dependency", () => {
  const rate = memoize((): number => 3);
  const price = memoize((): number => rate() * 2);
  const parent = new Context();
  parent.evaluate(rate.node());
  const child = parent.fork();
  expect(child.evaluate(price.node())).toBe(6);

  child.tweak(rate.node(), 5);

  expect(child.has(price.node())).toBe(false);
  expect(child.evaluate(price.node())).toBe(10);
});

test("[S13] a diamond with one side tweaked in the child reads the other side from the parent", () => {
  const ran: string[] = [];
  const left = memoize((): number => {
    ran.push("left");
    return 1;
  });
  const right = memoize((): number => {
    ran.push("right");
    return 2;
  });
  const sum = memoize((): number => {
    ran.push("sum");
    return left() + right();
  });
  const parent = new Context();
  parent.evaluate(sum.node());
  expect(ran).toEqual(["sum", "left", "right"]);

  const child = parent.fork().tweak(left.node(), 10);

  expect(child.evaluate(sum.node())).toBe(12);
  expect(ran).toEqual(["sum", "left", "right", "sum"]);
  expect(child.masked.has(right.node())).toBe(false);
});
