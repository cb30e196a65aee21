import { Context, memoize } from "@dug/core";
import { afterEach, expect, test } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** A switch that reads one of two nodes. */
function switched() {
  const isLeft = memoize((): boolean => true);
  const left = memoize((): number => 1);
  const right = memoize((): number => 2);
  const chosen = memoize((): number => {
    ran.push("chosen");
    return isLeft() ? left() : right();
  });
  return {
    isLeft: isLeft.node(),
    left: left.node(),
    right: right.node(),
    chosen: chosen.node(),
  };
}

test("[S18] dependencies are those of the latest evaluation", () => {
  const { isLeft, left, right, chosen } = switched();
  const base = new Context();
  base.evaluate(chosen);
  expect([...base.dependencies(chosen)]).toEqual([isLeft, left]);
  expect([...base.dependants(left)]).toEqual([chosen]);
  base.tweak(isLeft, false);
  base.evaluate(chosen);

  expect([...base.dependencies(chosen)]).toEqual([isLeft, right]);
  expect([...base.dependants(left)]).toEqual([]);
  expect([...base.dependants(right)]).toEqual([chosen]);
});

test("[S18] an edge that the latest run did not use is gone: a change there drops nothing", () => {
  const { isLeft, left, right, chosen } = switched();
  const base = new Context();
  base.evaluate(chosen);
  base.tweak(isLeft, false);
  base.evaluate(chosen);
  ran.length = 0;
  base.tweak(left, 10);

  expect(base.has(chosen)).toBe(true);
  expect(base.evaluate(chosen)).toBe(2);
  expect(ran).toEqual([]);
  base.tweak(right, 20);
  expect(base.has(chosen)).toBe(false);
  expect(base.evaluate(chosen)).toBe(20);
  expect(ran).toEqual(["chosen"]);
});

test("[S18] in a child the child's latest counts, in the parent the parent's", () => {
  const { isLeft, left, right, chosen } = switched();
  const base = new Context();
  base.evaluate(chosen);
  const child = base.fork().tweak(isLeft, false);
  child.evaluate(chosen);

  expect([...child.dependencies(chosen)]).toEqual([isLeft, right]);
  expect([...child.dependants(left)]).toEqual([]);
  expect([...base.dependencies(chosen)]).toEqual([isLeft, left]);
  expect([...base.dependants(right)]).toEqual([]);
  child.tweak(left, 10);
  expect(child.has(chosen)).toBe(true);
  expect(child.masked.has(left)).toBe(true);
});

test("[S18] a grandchild follows the edges of the child that it stands on", () => {
  const { isLeft, left, right, chosen } = switched();
  const base = new Context();
  base.evaluate(chosen);
  const child = base.fork().tweak(isLeft, false);
  child.evaluate(chosen);

  expect(child.fork().tweak(left, 10).has(chosen)).toBe(true);
  expect(child.fork().tweak(right, 10).has(chosen)).toBe(false);
});

test("[S18] reading a node twice is one edge, at the place of the first read", () => {
  const first = memoize((): number => 1);
  const second = memoize((): number => 2);
  const sum = memoize((): number => second() + first() + second());
  const base = new Context();
  base.evaluate(sum.node());

  expect([...base.dependencies(sum.node())]).toEqual([second.node(), first.node()]);
});

test("[S18] an edge that comes back is an edge again", () => {
  const { isLeft, left, chosen } = switched();
  const base = new Context();
  base.evaluate(chosen);
  base.tweak(isLeft, false);
  base.evaluate(chosen);
  base.tweak(isLeft, true);
  base.evaluate(chosen);
  base.tweak(left, 10);

  expect(base.has(chosen)).toBe(false);
  expect(base.evaluate(chosen)).toBe(10);
});

test("[S18] a wide fan that shrinks keeps the edges that it still uses", () => {
  const width = memoize((): number => 40);
  const leaf = memoize((n: number): number => n);
  const fan = memoize((): number => {
    ran.push("fan");
    let sum = 0;
    for (let n = 0; n < width(); n++) sum += leaf(n);
    return sum;
  });
  const base = new Context();
  expect(base.evaluate(fan.node())).toBe(780);
  base.tweak(width.node(), 20);
  expect(base.evaluate(fan.node())).toBe(190);
  ran.length = 0;
  base.tweak(leaf.node(30), 0);
  expect(base.evaluate(fan.node())).toBe(190);
  expect(ran).toEqual([]);
  base.tweak(leaf.node(19), 0);
  expect(base.evaluate(fan.node())).toBe(171);
  expect(ran).toEqual(["fan"]);
});
