import { add, Context } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";
import { cachedOf, executions, maskedOf } from "./executions.ts";

interface Diamond {
  readonly a: Memoised<() => number>;
  readonly b: Memoised<() => number>;
  readonly c: Memoised<() => number>;
  readonly d: Memoised<() => number>;
  readonly e: Memoised<() => number>;
  readonly taken: () => string[];
}

/** `b` reads `a`; `d` reads `b`, `c` and `a`; `e` reads `c`: 1, 11, 2, 14 and 102. */
function diamond(): Diamond {
  const { memo, taken } = executions();
  const a = memo("a", () => 1);
  const b = memo("b", () => a() + 10);
  const c = memo("c", () => 2);
  const d = memo("d", () => b() + c() + a());
  const e = memo("e", () => c() + 100);
  return { a, b, c, d, e, taken };
}

/** A context with everything evaluated. */
function evaluated({ d, e, taken }: Diamond): Context {
  const context = new Context("evaluated");
  context.evaluate(d.node());
  context.evaluate(e.node());
  taken();
  return context;
}

test("[S13] a tweaked node is masked, known or not", () => {
  const graph = diamond();
  const { a, b, c, d, e } = graph;

  expect(maskedOf(evaluated(graph).fork().tweak(e.node(), 7), { a, b, c, d, e })).toEqual(["e"]);
  expect(maskedOf(new Context().fork().tweak(a.node(), 7), { a, b, c, d, e })).toEqual(["a"]);
  expect(maskedOf(new Context().fork().tweak(a.node(), add(7)), { a, b, c, d, e })).toEqual(["a"]);
});

test("[S13] a node with a masked dependency is masked, transitively, and no other", () => {
  const graph = diamond();
  const { a, b, c, d, e } = graph;
  const child = evaluated(graph).fork().tweak(a.node(), 7);

  expect(maskedOf(child, { a, b, c, d, e })).toEqual(["a", "b", "d"]);
  expect(cachedOf(child, { a, b, c, d, e })).toEqual(["a", "c", "e"]);
});

test("[S13] unless S16 spared it: a tweak to the value that the node has masks the node alone", () => {
  const graph = diamond();
  const { a, b, c, d, e, taken } = graph;
  const parent = evaluated(graph);

  for (const child of [parent.fork(), new Context("", { parent })]) {
    child.run(() => child.tweak(a.node(), 1));
    expect(maskedOf(child, { a, b, c, d, e })).toEqual(["a"]);
    expect(child.evaluate(d.node())).toBe(14);
  }
  expect(taken()).toEqual([]);
});

test("[S13] re-entry applies the same test", () => {
  const graph = diamond();
  const { a, b, c, d, e, taken } = graph;
  const parent = evaluated(graph);
  const child = parent.fork().tweak(a.node(), 7);
  expect(maskedOf(child, { a, b, c, d, e })).toEqual(["a", "b", "d"]);

  parent.tweak(a.node(), 7);
  parent.evaluate(d.node());
  taken();

  expect(maskedOf(child, { a, b, c, d, e })).toEqual(["a"]);
  expect(child.evaluate(d.node())).toBe(26);
  expect(taken()).toEqual([]);
});

test("[S13] a tweak drops and masks the node's known dependants, transitively, while the context is entered", () => {
  const graph = diamond();
  const { a, b, c, d, e } = graph;
  const child = evaluated(graph).fork();

  child.run(() => {
    expect(cachedOf(child, { a, b, c, d, e })).toEqual(["a", "b", "c", "d", "e"]);
    child.tweak(c.node(), 3);
    expect(cachedOf(child, { a, b, c, d, e })).toEqual(["a", "b", "c"]);
    expect(maskedOf(child, { a, b, c, d, e })).toEqual(["c", "d", "e"]);
  });
});

test("[S13] the parent's masks and entries are not touched", () => {
  const graph = diamond();
  const { a, b, c, d, e } = graph;
  const parent = evaluated(graph);
  const child = parent.fork().tweak(a.node(), 7);
  child.evaluate(d.node());

  expect(maskedOf(parent, { a, b, c, d, e })).toEqual([]);
  expect(cachedOf(parent, { a, b, c, d, e })).toEqual(["a", "b", "c", "d", "e"]);
});

test("[S13] an invalidation drops and masks the node's known dependants, transitively", () => {
  const graph = diamond();
  const { a, b, c, d, e } = graph;
  const child = evaluated(graph).fork();
  child.run(() => undefined);

  child.invalidate(a.node());

  expect(maskedOf(child, { a, b, c, d, e })).toEqual(["a", "b", "d"]);
  expect(cachedOf(child, { a, b, c, d, e })).toEqual(["c", "e"]);
});

test("[S13] an untweak drops the known dependants", () => {
  const graph = diamond();
  const { a, b, c, d, e, taken } = graph;
  const child = new Context().fork().tweak(a.node(), 7);
  child.evaluate(d.node());
  child.evaluate(e.node());
  taken();

  child.untweak(a.node());

  expect(cachedOf(child, { b, c, d, e })).toEqual(["c", "e"]);
  expect(child.evaluate(d.node())).toBe(14);
});

test("[S13] the walk goes past a node that is masked and cached: tweak a, read d, tweak a again", () => {
  const graph = diamond();
  const { a, b, c, d, e } = graph;
  const child = evaluated(graph).fork().tweak(a.node(), 7);
  expect(child.evaluate(d.node())).toBe(26);
  expect(maskedOf(child, { a, b, c, d, e })).toEqual(["a", "b", "d"]);
  expect(child.has(d.node())).toBe(true); // masked and cached: here Python's walk stops

  child.tweak(a.node(), 8);

  expect(cachedOf(child, { a, b, c, d, e })).toEqual(["a", "c", "e"]);
  expect(child.evaluate(d.node())).toBe(28);
});

test("[S13] the walk goes past a masked and cached node at depth three, too", () => {
  const graph = diamond();
  const { a, d } = graph;
  const grandchild = evaluated(graph).fork().tweak(a.node(), 7).fork().tweak(a.node(), 8);
  expect(grandchild.evaluate(d.node())).toBe(28);

  expect(grandchild.tweak(a.node(), 9).evaluate(d.node())).toBe(30);
});

test("[S13] the walk stops at a node that has no entry here: tweaking twice without reading", () => {
  const graph = diamond();
  const { a, b, c, d, e } = graph;
  const child = evaluated(graph).fork().tweak(a.node(), 7).tweak(a.node(), 8);

  expect(maskedOf(child, { a, b, c, d, e })).toEqual(["a", "b", "d"]);
  expect(child.evaluate(d.node())).toBe(28);
});

test("[S13] a node that is a dependant of one without entry is not masked before it is known", () => {
  const graph = diamond();
  const { a, b, c, d, e } = graph;
  const parent = new Context();
  parent.evaluate(b.node());

  const child = parent.fork().tweak(a.node(), 7);

  expect(maskedOf(child, { a, b, c, d, e })).toEqual(["a", "b"]);
});

test("[S13] tweaked nodes are leaves for the walk: what reads only a tweaked node stays", () => {
  const graph = diamond();
  const { a, b, c, d, e, taken } = graph;
  const { memo } = executions();
  const reader = memo("reader", () => b() + 1000);
  const child = evaluated(graph).fork().tweak(b.node(), 50);
  child.evaluate(reader.node());
  taken();

  child.tweak(a.node(), 7);

  expect(child.has(reader.node())).toBe(true);
  expect(maskedOf(child, { a, b, c, d, e })).toEqual(["a", "b", "d"]);
  expect(child.evaluate(b.node())).toBe(50);
});

test("[S13] in a root masked holds exactly the tweaked nodes", () => {
  const graph = diamond();
  const { a, b, c, d, e } = graph;
  const root = evaluated(graph);
  expect([...root.masked]).toEqual([]);

  root.tweak(a.node(), 7);
  expect(maskedOf(root, { a, b, c, d, e })).toEqual(["a"]);
  expect([...root.masked]).toEqual([a.node()]);
  expect(cachedOf(root, { a, b, c, d, e })).toEqual(["a", "c", "e"]);

  root.evaluate(d.node());
  root.tweak(e.node(), add(1));
  root.evaluate(e.node());
  root.invalidate(c.node());
  expect(maskedOf(root, { a, b, c, d, e })).toEqual(["a", "e"]);
  expect(new Set(root.masked)).toHaveLength(2);

  root.untweak(a.node()).untweak(e.node());
  expect([...root.masked]).toEqual([]);
});

test("[S13] in a root masked holds the nodes of a whole-function tweak, too, and no dependant", () => {
  const graph = diamond();
  const { a, b, c, d, e } = graph;
  const root = evaluated(graph).tweakAll(c, 5);

  expect(maskedOf(root, { a, b, c, d, e })).toEqual(["c"]);
  root.evaluate(d.node());
  expect(maskedOf(root, { a, b, c, d, e })).toEqual(["c"]);
});

test("[S13] a node that is not masked has the parent's value, whatever the order of the tweaks", () => {
  const graph = diamond();
  const { a, b, c, d, e } = graph;
  const fns = { a, b, c, d, e };
  const parent = evaluated(graph);
  const orders: ((child: Context) => unknown)[] = [
    (child) => child.tweak(a.node(), 1).tweak(b.node(), 50).tweak(a.node(), 7),
    (child) => child.tweak(a.node(), 7).tweak(b.node(), 50),
    (child) => child.tweak(b.node(), 50).tweak(a.node(), 7),
    (child) => child.tweak(b.node(), 11).tweak(a.node(), 7),
  ];

  for (const order of orders) {
    const child = parent.fork();
    child.run(() => order(child));
    const masked = maskedOf(child, fns);
    const unmasked = Object.entries(fns).filter(([name]) => !masked.includes(name));
    for (const [, fn] of unmasked)
      expect(child.evaluate(fn.node())).toBe(parent.evaluate(fn.node()));
    expect(masked).toEqual(expect.arrayContaining(["a", "b"]));
  }
});

test("[S13] a mask of the child is not one of the grandchild, which shares what the child has", () => {
  const graph = diamond();
  const { a, b, c, d, e, taken } = graph;
  const child = evaluated(graph).fork().tweak(a.node(), 7);
  child.evaluate(d.node());
  taken();
  const grandchild = child.fork();

  expect(maskedOf(grandchild, { a, b, c, d, e })).toEqual([]);
  expect(grandchild.evaluate(d.node())).toBe(26);
  expect(taken()).toEqual([]);
});
