import { Context, memoize } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";

interface Chain {
  readonly ran: string[];
  readonly step: Memoised<() => number>;
  readonly less: Memoised<(x: number) => number>;
  readonly twice: Memoised<(x: number) => number>;
}

/** `twice` reads `less` reads `step`; every run is written down. */
function chain(): Chain {
  const ran: string[] = [];
  const step = memoize((): number => {
    ran.push("step");
    return 1;
  });
  const less = memoize((x: number): number => {
    ran.push(`less ${x}`);
    return x - step();
  });
  const twice = memoize((x: number): number => {
    ran.push(`twice ${x}`);
    return 2 * less(x);
  });
  return { ran, step, less, twice };
}

test("[S1] a value is computed once, traced, and found again", () => {
  const { ran, twice } = chain();
  const context = new Context();

  context.run(() => {
    expect(twice(4)).toBe(6);
    expect(context.get(twice.node(4))).toBe(6);
    expect(twice(4)).toBe(6);
  });

  expect(ran).toEqual(["twice 4", "less 4", "step"]);
});

test("[S13] a tweak drops the dependants of its node, transitively, and the next read recomputes", () => {
  const { ran, step, less, twice } = chain();
  const context = new Context();

  context.run(() => {
    twice(4);
    ran.length = 0;

    context.tweak(step.node(), 4);

    expect(context.get(step.node())).toBe(4);
    expect(context.has(less.node(4))).toBe(false);
    expect(context.has(twice.node(4))).toBe(false);
    expect(ran).toEqual([]);

    expect(twice(4)).toBe(0);
    expect(ran.toSorted()).toEqual(["less 4", "twice 4"]);
  });
});

test("[S13] an argument that the tweak does not reach keeps its value", () => {
  const { ran, less, twice } = chain();
  const context = new Context();

  context.run(() => {
    twice(4);
    twice(5);
    ran.length = 0;

    context.tweak(less.node(4), 10);

    expect(context.has(twice.node(5))).toBe(true);
    expect(twice(4)).toBe(20);
    expect(twice(5)).toBe(8);
    expect(ran).toEqual(["twice 4"]);
  });
});

test("[S16a] an invalidated node runs again, and its dependants are cut off when its value is the same", () => {
  const { ran, step, twice } = chain();
  const context = new Context();

  context.run(() => {
    twice(4);
    ran.length = 0;

    context.invalidate(step.node());

    expect(context.has(step.node())).toBe(false);
    expect(context.has(twice.node(4))).toBe(false);
    expect(twice(4)).toBe(6);
    expect(ran).toEqual(["step"]);
  });
});

test("[S16] tweaking back to the old value runs nothing (Python: everything above runs)", () => {
  const { ran, step, twice } = chain();
  const context = new Context();

  context.run(() => {
    twice(4);
    ran.length = 0;

    context.tweak(step.node(), 1);

    expect(context.has(twice.node(4))).toBe(true);
    expect(twice(4)).toBe(6);
    expect(ran).toEqual([]);
  });
});

test("[S12b] an untweaked node is computed again (Python: no untweak)", () => {
  const { step, twice } = chain();
  const context = new Context();

  context.run(() => {
    context.tweak(step.node(), 4);
    expect(twice(4)).toBe(0);

    context.untweak(step.node());

    expect(twice(4)).toBe(6);
  });
});
