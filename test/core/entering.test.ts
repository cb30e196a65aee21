import { Context, memoize } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";
import { effort } from "./effort.ts";
import { cachedOf, executions } from "./executions.ts";

test("[S7] entering puts the tweaks on a snapshot of the parent's state: what it has need not run", () => {
  const { memo, taken } = executions();
  const left = memo("left", () => 1);
  const right = memo("right", () => 2);
  const sum = memo("sum", () => left() + right());
  const parent = new Context();
  parent.evaluate(sum.node());
  taken();

  const child = parent.fork().tweak(left.node(), 10);
  child.run(() => {
    expect(cachedOf(child, { left, right, sum })).toEqual(["left", "right"]);
    expect(sum()).toBe(12);
    expect(taken()).toEqual(["sum"]);
  });
});

test("[S7] the snapshot is fresh: of the parent as it is on entry, not when the child was made", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const two = memo("two", () => one() + 1);
  const parent = new Context();
  const child = parent.fork();

  parent.tweak(one.node(), 5);
  parent.evaluate(two.node());
  taken();

  expect(child.evaluate(two.node())).toBe(6);
  expect(taken()).toEqual([]);
});

test("[S7] a bound parent is first brought up to date itself", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const two = memo("two", () => one() + 1);
  const root = new Context();
  const parent = root.fork();
  const child = parent.fork();
  expect(child.evaluate(two.node())).toBe(2);
  expect(parent.has(two.node())).toBe(false);
  taken();

  root.tweak(one.node(), 5);

  expect(child.evaluate(two.node())).toBe(6);
  expect(taken()).toEqual(["two"]);
});

test("[S7] a whole line of bound parents is brought up to date", () => {
  const one = memoize((): number => 1);
  const two = memoize((): number => one() + 1);
  const root = new Context();
  let deepest = root;
  for (let depth = 0; depth < 20; depth++) deepest = deepest.fork();
  expect(deepest.evaluate(two.node())).toBe(2);

  root.tweak(one.node(), 5);

  expect(deepest.evaluate(two.node())).toBe(6);
});

test("[S7] results computed in a child, of masked and unmasked nodes alike, go to its own cache", () => {
  const { memo, taken } = executions();
  const left = memo("left", () => 1);
  const right = memo("right", () => 2);
  const sum = memo("sum", () => left() + right());
  const parent = new Context();
  const child = parent.fork().tweak(left.node(), 10);

  child.evaluate(sum.node());

  expect(taken()).toEqual(["sum", "right"]);
  expect(child.masked.has(sum.node())).toBe(true);
  expect(child.masked.has(right.node())).toBe(false);
  expect(cachedOf(child, { left, right, sum })).toEqual(["left", "right", "sum"]);
  expect(cachedOf(parent, { left, right, sum })).toEqual([]);
});

test("[S7] results computed in a child are not found by a sibling", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const parent = new Context();
  parent.fork().evaluate(one.node());
  taken();

  parent.fork().evaluate(one.node());

  expect(taken()).toEqual(["one"]);
});

/** A parent that has `size` nodes cached besides a chain of three. */
function parentOf(size: number): {
  readonly parent: Context;
  readonly chain: Memoised<() => number>[];
} {
  const filler = memoize((n: number): number => n);
  const a = memoize((): number => 1);
  const b = memoize((): number => a() + 1);
  const c = memoize((): number => b() + 1);
  const parent = new Context();
  parent.run(() => {
    for (let n = 0; n < size; n++) filler(n);
    c();
  });
  parent.snapshot(); // what it wrote goes into its maps once, for whoever is the first to need them
  return { parent, chain: [a, b, c] };
}

test("[S7] entering costs in proportion to what the tweaks affect, never to the parent's cache", () => {
  const costs = [10, 2000].map((size) => {
    const { parent, chain } = parentOf(size);
    const [a, , c] = chain;
    if (a === undefined || c === undefined) throw new Error("no chain");
    const cost = effort(() => expect(parent.fork().tweak(a.node(), 5).evaluate(c.node())).toBe(7));
    expect(parent.has(c.node())).toBe(true);
    return cost;
  });

  expect(costs[1]).toEqual(costs[0]);
  expect(costs[0]?.writes).toBeGreaterThan(0);
});

test("[S7] a fork without tweaks writes no map, however large the parent's cache", () => {
  const { parent, chain } = parentOf(2000);
  const c = chain[2];
  if (c === undefined) throw new Error("no chain");

  const cost = effort(() => expect(parent.fork().run(() => c())).toBe(3));

  expect(cost).toEqual({ visits: 0, writes: 0 });
});
