import { Context, memoize } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";

interface Chain {
  readonly a: Memoised<() => number>;
  readonly b: Memoised<() => number>;
  readonly c: Memoised<() => number>;
}

/** `c` reads `b` reads `a`. */
function chain(): Chain {
  const a = memoize((): number => 1);
  const b = memoize((): number => a() + 10);
  const c = memoize((): number => b() + 100);
  return { a, b, c };
}

test("[S2] tweaking b and then its dependency a keeps b's tweak", () => {
  const { a, b, c } = chain();
  const context = new Context();

  context.run(() => {
    expect(c()).toBe(111);
    context.tweak(b.node(), 50);
    context.tweak(a.node(), 2);

    expect(b()).toBe(50);
    expect(c()).toBe(150);
  });
});

test("[S2] in the other order the values are the same", () => {
  const { a, b, c } = chain();
  const context = new Context();

  context.run(() => {
    expect(c()).toBe(111);
    context.tweak(a.node(), 2);
    context.tweak(b.node(), 50);

    expect(b()).toBe(50);
    expect(c()).toBe(150);
  });
});

test("[S2] in a child as in a root", () => {
  const { a, b, c } = chain();
  const parent = new Context();
  parent.evaluate(c.node());

  const child = parent.fork().tweak(b.node(), 50).tweak(a.node(), 2);

  expect(child.evaluate(b.node())).toBe(50);
  expect(child.evaluate(c.node())).toBe(150);
  expect(parent.evaluate(c.node())).toBe(111);
});

test("[S2] a tweaked node has no dependencies, so a change beneath it drops nothing above", () => {
  const { a, b, c } = chain();
  const context = new Context().tweak(b.node(), 50);
  context.evaluate(c.node());

  context.tweak(a.node(), 2);

  expect([...context.dependencies(b.node())]).toEqual([]);
  expect(context.has(c.node())).toBe(true);
});

test("[S13] the walk goes past a node that is masked and cached: tweak a, read c, tweak a again", () => {
  const { a, c } = chain();
  const parent = new Context();
  parent.evaluate(c.node());
  const child = parent.fork().tweak(a.node(), 2);
  expect(child.evaluate(c.node())).toBe(112);
  expect(child.masked.has(c.node())).toBe(true);

  child.tweak(a.node(), 3);

  expect(child.evaluate(c.node())).toBe(113);
});
