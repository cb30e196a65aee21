import { add, Context } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";
import { cachedOf, executions, maskedOf } from "./executions.ts";

interface Chain {
  readonly a: Memoised<() => number>;
  readonly b: Memoised<() => number>;
  readonly c: Memoised<() => number>;
  readonly other: Memoised<() => number>;
  readonly taken: () => string[];
}

/** `c` reads `b` reads `a`, and `other`: 111, 11, 1 and 0. */
function chain(): Chain {
  const { memo, taken } = executions();
  const a = memo("a", () => 1);
  const b = memo("b", () => a() + 10);
  const other = memo("other", () => 0);
  const c = memo("c", () => b() + 100 + other());
  return { a, b, c, other, taken };
}

test("[S12b] untweak removes this context's own tweak: the function's value is back", () => {
  for (const context of [new Context(), new Context().fork()]) {
    const { a, c } = chain();
    context.tweak(a.node(), 5);
    expect(context.evaluate(c.node())).toBe(115);

    expect(context.untweak(a.node())).toBe(context);

    expect(context.evaluate(a.node())).toBe(1);
    expect(context.evaluate(c.node())).toBe(111);
    expect(context.tweaks.isEmpty).toBe(true);
  }
});

test("[S12b] an inherited one shows again", () => {
  const { a, c } = chain();
  const root = new Context().tweak(a.node(), 5);
  const child = root.fork().tweak(a.node(), 7);
  const grandchild = child.fork().tweak(a.node(), 9);
  expect(grandchild.evaluate(c.node())).toBe(119);

  grandchild.untweak(a.node());
  expect(grandchild.evaluate(c.node())).toBe(117);
  child.untweak(a.node());
  expect(grandchild.evaluate(c.node())).toBe(115);
});

test("[S12b] an inherited shift shows again, applied once", () => {
  const { b, c } = chain();
  const parent = new Context().fork().tweak(b.node(), add(1));
  const child = parent.fork().tweak(b.node(), add(1000));
  expect(child.evaluate(c.node())).toBe(1112);

  child.untweak(b.node());

  expect(child.evaluate(c.node())).toBe(112);
});

test("[S12b] only this context's own: an inherited tweak cannot be taken back from below", () => {
  const { a, c } = chain();
  const parent = new Context().tweak(a.node(), 5);
  const child = parent.fork();

  child.untweak(a.node());

  expect(child.evaluate(c.node())).toBe(115);
  expect(parent.evaluate(c.node())).toBe(115);
});

test("[S12b] of a node that is not tweaked nothing is dropped and nothing runs", () => {
  const { a, b, c, other, taken } = chain();
  for (const context of [new Context(), new Context().fork().tweak(other.node(), 1)]) {
    context.evaluate(c.node());
    taken();
    const before = cachedOf(context, { a, b, c, other });

    context.untweak(a.node());

    expect(cachedOf(context, { a, b, c, other })).toEqual(before);
    context.evaluate(c.node());
    expect(taken()).toEqual([]);
  }
});

test("[S12b] what the parent has shows again, and nothing runs", () => {
  const { a, b, c, other, taken } = chain();
  const parent = new Context();
  parent.evaluate(c.node());
  const child = parent.fork().tweak(a.node(), 5);
  child.evaluate(c.node());
  taken();

  child.untweak(a.node());

  expect(cachedOf(child, { a, b, c, other })).toEqual(["a", "b", "c", "other"]);
  expect(child.evaluate(c.node())).toBe(111);
  expect(taken()).toEqual([]);
});

test("[S12b] masks are those of a re-entry with the remaining tweaks", () => {
  const { a, b, c, other } = chain();
  const all = { a, b, c, other };
  const parent = new Context();
  parent.evaluate(c.node());
  const child = parent.fork().tweak(a.node(), 5).tweak(other.node(), 7);
  child.evaluate(c.node());
  expect(maskedOf(child, all)).toEqual(["a", "b", "c", "other"]);

  child.untweak(a.node());
  expect(maskedOf(child, all)).toEqual(["c", "other"]);
  child.untweak(other.node());
  expect(maskedOf(child, all)).toEqual([]);
});

test("[S12b] values are those of a fresh fork with the remaining tweaks", () => {
  const { a, b, c, other } = chain();
  const parent = new Context();
  const tweaks: [Memoised<() => number>, (context: Context) => Context][] = [
    [a, (context) => context.tweak(a.node(), 5)],
    [b, (context) => context.tweak(b.node(), add(7))],
    [other, (context) => context.tweak(other.node(), 9)],
  ];
  for (const [removed] of tweaks) {
    const child = parent.fork();
    const fresh = parent.fork();
    for (const [fn, tweak] of tweaks) {
      tweak(child);
      if (fn !== removed) tweak(fresh);
      child.evaluate(c.node());
    }

    child.untweak(removed.node());

    for (const fn of [a, b, c, other])
      expect(child.evaluate(fn.node())).toBe(fresh.evaluate(fn.node()));
    expect(child.tweaks.equals(fresh.tweaks)).toBe(true);
  }
});

test("[S12b] in a root the tweaked node's known dependants are dropped, and nothing else", () => {
  const { a, b, c, other } = chain();
  const root = new Context().tweak(a.node(), 5);
  root.evaluate(c.node());
  expect(cachedOf(root, { b, c, other })).toEqual(["b", "c", "other"]);

  root.untweak(a.node());

  expect(cachedOf(root, { b, c, other })).toEqual(["other"]);
  expect(maskedOf(root, { a, b, c, other })).toEqual([]);
});

test("[S12b] while the context is entered it is seen at the next call", () => {
  const { a, c } = chain();
  const context = new Context().fork().tweak(a.node(), 5);

  context.run(() => {
    expect(c()).toBe(115);
    context.untweak(a.node());
    expect(c()).toBe(111);
    context.tweak(a.node(), 6);
    expect(c()).toBe(116);
  });
});

test("[S12b] before the first entry: a tweak that was taken back never was", () => {
  const { a, b, c, other } = chain();
  const child = new Context().fork().tweak(a.node(), 5).untweak(a.node());

  expect(maskedOf(child, { a, b, c, other })).toEqual([]);
  expect(child.evaluate(c.node())).toBe(111);
});

test("[S12b] in a root what does not read the untweaked node stays, another shift included", () => {
  const { a, b, c, other, taken } = chain();
  const root = new Context().tweak(a.node(), add(1)).tweak(other.node(), add(2));
  root.evaluate(c.node());
  root.evaluate(other.node());
  taken();

  root.untweak(a.node());

  expect(cachedOf(root, { b, c, other })).toEqual(["other"]);
  expect(root.evaluate(other.node())).toBe(2);
  expect(taken()).toEqual([]);
});

test("[S16] the evaluation from before a shift is known for as long as the shift stands, read or not", () => {
  for (const isWhole of [false, true]) {
    const { memo, taken } = executions();
    const source = memo("source", () => 1);
    const root = new Context();
    root.evaluate(source.node());
    if (isWhole) root.tweakAll(source, (base) => base() + 1);
    else root.tweak(source.node(), add(1));
    expect(root.evaluate(source.node())).toBe(2);
    taken();

    root.untweak(source.node()).untweakAll(source);

    expect(root.evaluate(source.node())).toBe(1);
    expect(taken()).toEqual([]);
  }
});
