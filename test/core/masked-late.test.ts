import { add, Context } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";
import { executions, maskedOf } from "./executions.ts";

interface Graph {
  readonly a: Memoised<() => number>;
  readonly b: Memoised<() => number>;
  readonly c: Memoised<() => number>;
  readonly free: Memoised<() => number>;
  readonly mixed: Memoised<() => number>;
  readonly taken: () => string[];
}

/** `c` reads `b` reads `a`; `mixed` reads `free` and `c`: 111, 11, 1; 5 and 116. */
function graph(): Graph {
  const { memo, taken } = executions();
  const a = memo("a", () => 1);
  const b = memo("b", () => a() + 10);
  const c = memo("c", () => b() + 100);
  const free = memo("free", () => 5);
  const mixed = memo("mixed", () => free() + c());
  return { a, b, c, free, mixed, taken };
}

test("[S15] a node whose dependencies first become known in the child is masked there if any of them is", () => {
  const { a, b, c, free, mixed } = graph();
  const child = new Context().fork().tweak(a.node(), 2);
  expect(maskedOf(child, { a, b, c, free, mixed })).toEqual(["a"]); // nothing is known yet

  expect(child.evaluate(mixed.node())).toBe(117);

  expect(maskedOf(child, { a, b, c, free, mixed })).toEqual(["a", "b", "c", "mixed"]);
});

test("[S15] if none of them is, it is not masked", () => {
  const { a, b, c, free, mixed } = graph();
  const child = new Context().fork().tweak(free.node(), 6);

  child.evaluate(c.node());

  expect(maskedOf(child, { a, b, c, free, mixed })).toEqual(["free"]);
});

test("[S15] also where the masked dependency was masked by a shift, or by a tweak of a whole function", () => {
  for (const tweak of ["shift", "whole"]) {
    const { a, b, c, free, mixed } = graph();
    const child = new Context().fork();
    if (tweak === "shift") child.tweak(b.node(), add(1));
    else child.tweakAll(b, (base) => base() + 1);

    expect(child.evaluate(mixed.node())).toBe(117);

    expect(maskedOf(child, { a, b, c, free, mixed })).toEqual(["b", "c", "mixed"]);
  }
});

test("[S15] also where it was masked by an invalidation", () => {
  const { a, b, c, free, mixed } = graph();
  const parent = new Context();
  parent.evaluate(b.node());
  const child = parent.fork().invalidate(a.node());

  child.evaluate(mixed.node());

  expect(maskedOf(child, { a, b, c, free, mixed })).toEqual(["a", "b", "c", "mixed"]);
});

test("[S15] so the parent's evaluation of it, made later, is not used", () => {
  const { a, mixed } = graph();
  const parent = new Context();
  const child = parent.fork().tweak(a.node(), 2);
  expect(child.evaluate(mixed.node())).toBe(117);

  expect(parent.evaluate(mixed.node())).toBe(116);

  expect(child.evaluate(mixed.node())).toBe(117);
  expect(child.masked.has(mixed.node())).toBe(true);
});

test("[S15] so a later tweak of its dependency drops it", () => {
  const { a, mixed, taken } = graph();
  const child = new Context().fork().tweak(a.node(), 2);
  child.evaluate(mixed.node());
  taken();

  child.tweak(a.node(), 3);

  expect(child.has(mixed.node())).toBe(false);
  expect(child.evaluate(mixed.node())).toBe(118);
  expect(taken()).toEqual(["b", "c", "mixed"]);
});

test("[S15] a dependency that the parent has cached, and the child masks, counts", () => {
  const { a, b, c, free, mixed } = graph();
  const parent = new Context();
  parent.evaluate(b.node());
  const child = parent.fork().tweak(a.node(), 2);

  child.evaluate(c.node()); // c first becomes known here

  expect(maskedOf(child, { a, b, c, free, mixed })).toEqual(["a", "b", "c"]);
});

test("[S15] a child that evaluates a node whose dependency is cached in the parent only is not masked, and is traced", () => {
  const { a, b, c, free, mixed } = graph();
  const parent = new Context();
  parent.evaluate(b.node());
  const child = parent.fork();

  child.evaluate(c.node());

  expect(maskedOf(child, { a, b, c, free, mixed })).toEqual([]);
  expect([...child.dependencies(c.node())]).toEqual([b.node()]);
  expect(child.tweak(a.node(), 2).evaluate(c.node())).toBe(112);
});

test("[S15] nothing of it is masked in the parent", () => {
  const { a, b, c, free, mixed } = graph();
  const parent = new Context();
  parent.fork().tweak(a.node(), 2).evaluate(mixed.node());

  expect(maskedOf(parent, { a, b, c, free, mixed })).toEqual([]);
});
