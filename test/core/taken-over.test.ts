import { Context, memoize } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";
import { effort } from "./effort.ts";
import { cachedOf, executions, maskedOf } from "./executions.ts";

interface Graph {
  readonly left: Memoised<() => number>;
  readonly right: Memoised<() => number>;
  readonly double: Memoised<() => number>;
  readonly sum: Memoised<() => number>;
  readonly taken: () => string[];
}

/** `double` reads `right`, `sum` reads `left` and `double`: 1 and 2, 4, 5. */
function graph(): Graph {
  const { memo, taken } = executions();
  const left = memo("left", () => 1);
  const right = memo("right", () => 2);
  const double = memo("double", () => 2 * right());
  const sum = memo("sum", () => left() + double());
  return { left, right, double, sum, taken };
}

test("[S9] re-entering under an unchanged parent keeps everything cached, own and inherited", () => {
  const { left, right, double, sum, taken } = graph();
  const parent = new Context();
  parent.evaluate(double.node());
  const child = parent.fork().tweak(left.node(), 10);
  child.evaluate(sum.node());
  taken();

  expect(child.evaluate(sum.node())).toBe(14);
  child.run(() => undefined);
  expect(cachedOf(child, { left, right, double, sum })).toEqual(["left", "right", "double", "sum"]);
  expect(taken()).toEqual([]);
});

test("[S9] an evaluation that opened a context of its own is kept, too, while the parent is unchanged", () => {
  const { memo, taken } = executions();
  const { left } = graph();
  const bump = memo("bump", () =>
    new Context().run(() => {
      Context.current.tweak(left.node(), 2);
      return left();
    }),
  );
  const child = new Context().fork();
  child.evaluate(bump.node());
  taken();

  expect(child.has(bump.node())).toBe(true);
  expect(child.evaluate(bump.node())).toBe(2);
  expect(taken()).toEqual([]);
});

test("[S9] having evaluated more is no change: what the parent evaluated meanwhile is taken over", () => {
  const { left, right, double, sum, taken } = graph();
  const parent = new Context();
  const child = parent.fork();
  child.evaluate(left.node());
  parent.evaluate(double.node());
  taken();

  child.run(() => {
    expect(cachedOf(child, { left, right, double, sum })).toEqual(["left", "right", "double"]);
    expect(sum()).toBe(5);
  });
  expect(taken()).toEqual(["sum"]);
});

test("[S9] taken over, masked as by S13: what reads a tweaked node is masked, the rest is taken", () => {
  const { left, right, double, sum, taken } = graph();
  const parent = new Context();
  const child = parent.fork().tweak(left.node(), 10);
  child.run(() => undefined);
  expect(child.masked.has(sum.node())).toBe(false); // not known yet
  parent.evaluate(sum.node());
  taken();

  child.run(() => {
    expect(maskedOf(child, { left, right, double, sum })).toEqual(["left", "sum"]);
    expect(cachedOf(child, { left, right, double, sum })).toEqual(["left", "right", "double"]);
    expect(sum()).toBe(14);
    expect(taken()).toEqual(["sum"]);
  });
});

test("[S9] masked transitively: what reads a masked node that was taken over", () => {
  const { left, right, double, sum } = graph();
  const parent = new Context();
  const child = parent.fork().tweak(right.node(), 20);
  child.run(() => undefined);

  parent.evaluate(double.node());
  parent.evaluate(sum.node());

  expect(maskedOf(child, { left, right, double, sum })).toEqual(["right", "double", "sum"]);
  expect(child.evaluate(sum.node())).toBe(41);
});

test("[S9] the child's own entry of a node that the parent evaluated meanwhile keeps its value", () => {
  const { left, sum, taken } = graph();
  const parent = new Context();
  const child = parent.fork().tweak(left.node(), 10);
  expect(child.evaluate(sum.node())).toBe(14);
  parent.evaluate(sum.node());
  taken();

  expect(child.evaluate(sum.node())).toBe(14);
  expect(parent.evaluate(sum.node())).toBe(5);
  expect(taken()).toEqual([]);
});

test("[S9] what the grandparent evaluated meanwhile is taken over through a parent that stands between", () => {
  const { double, taken } = graph();
  const root = new Context();
  const grandchild = root.fork().fork();
  grandchild.run(() => undefined);
  root.evaluate(double.node());
  taken();

  expect(grandchild.evaluate(double.node())).toBe(4);
  expect(taken()).toEqual([]);
});

test("[S9] forgetting and clearing in the parent are no change either (S26)", () => {
  const { left, right, double, sum, taken } = graph();
  const parent = new Context();
  parent.evaluate(double.node());
  const child = parent.fork();
  child.evaluate(sum.node());
  taken();

  parent.forget(right);
  expect(child.evaluate(sum.node())).toBe(5);
  parent.clear();
  expect(child.evaluate(sum.node())).toBe(5);
  expect(cachedOf(child, { left, right, double, sum })).toEqual(["left", "right", "double", "sum"]);
  expect(taken()).toEqual([]);
});

/** A child with so many own entries, under a parent that has as many. */
function childOf(size: number): { readonly parent: Context; readonly child: Context } {
  const filler = memoize((n: number): number => n);
  const parent = new Context();
  const child = parent.fork();
  parent.run(() => {
    for (let n = 0; n < size; n++) filler(n);
  });
  child.run(() => {
    for (let n = size; n < 2 * size; n++) filler(n);
  });
  child.snapshot(); // so that what it wrote lies in its maps
  return { parent, child };
}

test("[S9] re-entering under an unchanged parent costs nothing in proportion to the cache", () => {
  const { child } = childOf(1000);

  expect(effort(() => child.run(() => undefined))).toEqual({ visits: 0, writes: 0 });
});

test("[S9] taking over costs what the parent evaluated, not what is cached", () => {
  const costs = [10, 1000].map((size) => {
    const { sum } = graph();
    const { parent, child } = childOf(size);
    parent.evaluate(sum.node());
    return effort(() => child.run(() => undefined));
  });

  expect(costs[1]).toEqual(costs[0]);
  expect(costs[0]?.writes).toBeGreaterThan(0);
});

test("[S9] with a changed parent it costs in proportion to the cone and the own entries, not to the parent's cache", () => {
  const costs = [10, 1000].map((size) => {
    const { left, sum } = graph();
    const { parent } = childOf(size);
    const child = parent.fork();
    child.evaluate(sum.node());
    parent.tweak(left.node(), 10);
    return effort(() => child.run(() => undefined));
  });

  expect(costs[1]).toEqual(costs[0]);
});

test("[S9] [S21] an evaluation that opened a context is taken over only with what it read there of the parent's own", () => {
  const rate = memoize(() => ({ percent: 2 })); // an object of its own for each run
  const model = memoize(() => rate().percent * 3);
  const other = memoize(() => 0);
  const delta = memoize(() => new Context().tweak(other.node(), 1).run(() => model()));
  const parent = new Context();
  const child = parent.fork();
  child.evaluate(rate.node());
  parent.evaluate(model.node());
  parent.evaluate(delta.node());
  child.run(() => undefined);
  expect(cachedOf(child, { rate, model, delta })).toEqual(["rate"]); // the child's rate is not the parent's

  child.tweak(rate.node(), { percent: 100 });
  expect(child.evaluate(delta.node())).toBe(300);
});

test("[S1, S9, S21] nor without what of the parent's own it read there before it tweaked, and read again", () => {
  const rate = memoize(() => ({ percent: 2 })); // an object of its own for each run
  const way = memoize((): number => 0);
  const model = memoize(() => (way() === 0 ? rate().percent * 3 : 0));
  const delta = memoize(() =>
    new Context().run(() => {
      const before = model();
      Context.current.tweak(way.node(), 1);
      return model() - before;
    }),
  );
  const parent = new Context();
  const child = parent.fork();
  child.evaluate(rate.node());
  parent.evaluate(model.node());
  expect(parent.evaluate(delta.node())).toBe(-6);
  child.run(() => undefined);
  expect(cachedOf(child, { rate, model, delta })).toEqual(["rate"]); // the child's rate is not the parent's

  child.tweak(rate.node(), { percent: 100 });
  expect(child.evaluate(delta.node())).toBe(-300);
});

/** `first` and `second` read one another, `second` reads `source` before; `reader` catches what the ring throws. */
function ring() {
  const { memo, taken } = executions();
  const source = memo("source", () => 1);
  const first: Memoised<() => number> = memo("first", (): number => second());
  const second: Memoised<() => number> = memo("second", (): number => source() + first());
  const reader = memo("reader", () => {
    try {
      return first();
    } catch {
      return -1;
    }
  });
  return { source, first, second, reader, taken };
}

test("[S9, S20] a ring that the parent came upon meanwhile is taken over whole, and so is who read it", () => {
  const { taken, ...functions } = ring();
  const parent = new Context();
  const child = parent.fork();
  child.run(() => undefined);
  parent.evaluate(functions.reader.node());
  taken();

  expect(child.evaluate(functions.reader.node())).toBe(-1);
  expect(cachedOf(child, functions)).toEqual(["source", "first", "second", "reader"]);
  expect(maskedOf(child, functions)).toEqual([]);
  expect(taken()).toEqual([]);

  child.tweak(functions.first.node(), 5);
  expect(child.evaluate(functions.second.node())).toBe(6);
});

test("[S13, S20] a ring that reads a masked node is masked whole, and nothing of it taken over", () => {
  const { taken, ...functions } = ring();
  const parent = new Context();
  const child = parent.fork().tweak(functions.source.node(), 2);
  child.run(() => undefined);
  parent.evaluate(functions.reader.node());
  taken();

  expect(cachedOf(child, functions)).toEqual(["source"]);
  expect(maskedOf(child, functions)).toEqual(["source", "first", "second", "reader"]);
});

test("[S15, S9] who was cached before what it reads now is masked with it, and not taken over", () => {
  const way = memoize((): number => 0);
  const spot = memoize((): number => 1);
  const doubled = memoize((): number => spot() * 2);
  const price = memoize((): number => (way() === 0 ? 10 : doubled()));
  const base = new Context("base");
  const child = base.fork("child").tweak(spot.node(), 5);
  expect(child.evaluate(price.node())).toBe(10); // reads `way` alone
  base.tweak(way.node(), 1);
  expect(child.evaluate(price.node())).toBe(10); // and now `doubled`, which is evaluated after it was begun
  expect([doubled, price].map((each) => child.masked.has(each.node()))).toEqual([true, true]);

  expect(base.evaluate(price.node())).toBe(2);
  expect(child.evaluate(price.node())).toBe(10);
});
