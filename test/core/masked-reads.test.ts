import { Context, memoize } from "@dug/core";
import type { Memoised } from "@dug/core";
import { Map } from "immutable";
import { afterEach, expect, test, vi } from "vitest";
import { cachedOf, executions, maskedOf } from "./executions.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

interface Chain {
  readonly a: Memoised<() => number>;
  readonly b: Memoised<() => number>;
  readonly c: Memoised<() => number>;
  readonly taken: () => string[];
}

/** `c` reads `b` reads `a`: 111, 11 and 1. */
function chain(): Chain {
  const { memo, taken } = executions();
  const a = memo("a", () => 1);
  const b = memo("b", () => a() + 10);
  const c = memo("c", () => b() + 100);
  return { a, b, c, taken };
}

test("[S14] a masked node is never fetched from the parent", () => {
  const { a, b, c, taken } = chain();
  const parent = new Context();
  parent.evaluate(c.node());
  const child = parent.fork().tweak(a.node(), 2);
  taken();
  expect(parent.has(c.node())).toBe(true); // it could be fetched

  expect(child.has(c.node())).toBe(false);
  expect(child.get(c.node())).toBeUndefined();
  expect(child.evaluate(c.node())).toBe(112);
  expect(child.evaluate(b.node())).toBe(12);
  expect(taken()).toEqual(["b", "c"]);
});

test("[S14] not after the parent evaluated it anew either", () => {
  const { a, c } = chain();
  const parent = new Context();
  const child = parent.fork().tweak(a.node(), 2);
  child.run(() => undefined);

  parent.evaluate(c.node());

  expect(child.has(c.node())).toBe(false);
  expect(child.evaluate(c.node())).toBe(112);
});

test("[S14] its result, when computed, goes to the current context's cache", () => {
  const { a, c } = chain();
  const parent = new Context();
  parent.evaluate(c.node());
  const child = parent.fork().tweak(a.node(), 2);

  child.evaluate(c.node());

  expect(child.get(c.node())).toBe(112);
  expect(parent.get(c.node())).toBe(111);
});

test("[S14] to that of the current context, not to the one that masks it", () => {
  const { a, b, c, taken } = chain();
  const root = new Context();
  root.evaluate(c.node());
  const child = root.fork().tweak(a.node(), 2);
  const grandchild = child.fork();
  taken();

  expect(grandchild.evaluate(c.node())).toBe(112);

  expect(cachedOf(grandchild, { a, b, c })).toEqual(["a", "b", "c"]);
  expect(cachedOf(child, { a, b, c })).toEqual(["a"]);
  expect(root.get(c.node())).toBe(111);
  expect(taken()).toEqual(["b", "c"]);
});

test("[S14] a node can be masked and not cached, or masked and cached", () => {
  const { a, b, c } = chain();
  const parent = new Context();
  parent.evaluate(c.node());
  const child = parent.fork().tweak(a.node(), 2);
  expect(maskedOf(child, { a, b, c })).toEqual(["a", "b", "c"]);
  expect(cachedOf(child, { a, b, c })).toEqual(["a"]);

  child.evaluate(b.node());

  expect(maskedOf(child, { a, b, c })).toEqual(["a", "b", "c"]);
  expect(cachedOf(child, { a, b, c })).toEqual(["a", "b"]);
});

test("[S14] a masked node that is cached is a hit", () => {
  const { a, c, taken } = chain();
  const child = new Context().fork().tweak(a.node(), 2);
  child.evaluate(c.node());
  taken();
  const events: string[] = [];
  child.observe(({ kind }) => events.push(kind));

  child.run(() => c());

  expect(events).toEqual(["entered", "hit", "left"]);
  expect(taken()).toEqual([]);
});

/** How many look-ups in immutable maps the first hit of a node in a context takes. */
function lookUps(context: Context, node: () => unknown): number {
  return context.run(() => {
    const get = vi.spyOn(Map.prototype, "get");
    node();
    const made = get.mock.calls.length;
    vi.restoreAllMocks();
    return made;
  });
}

test("[S14] a node that is not masked is found, at any depth of nesting, at the cost of one look-up", () => {
  for (const depth of [1, 10, 100]) {
    const { a, taken } = chain();
    let context = new Context();
    context.evaluate(a.node());
    taken();
    for (let level = 0; level < depth; level++) context = context.fork();

    expect(lookUps(context, a)).toBeLessThanOrEqual(1);
    expect(taken()).toEqual([]);
  }
});

test("[S14] one look-up also where every level tweaks something else", () => {
  const { a, taken } = chain();
  const other = memoize((n: number): number => n);
  let context = new Context();
  context.evaluate(a.node());
  taken();
  for (let level = 0; level < 20; level++) context = context.fork().tweak(other.node(level), level);

  expect(lookUps(context, a)).toBeLessThanOrEqual(1);
  expect(taken()).toEqual([]);
});

test("[S14] nor do nodes of the same function that are tweaked somewhere, or its other arguments, cost more", () => {
  const { memo, taken } = executions();
  const square = memo("square", (n: number) => n * n);
  let context = new Context();
  context.evaluate(square.node(3));
  taken();
  for (let level = 10; level < 20; level++)
    context = context.fork().tweak(square.node(level), level);

  expect(lookUps(context, () => square(3))).toBeLessThanOrEqual(1);
  expect(taken()).toEqual([]);
});
