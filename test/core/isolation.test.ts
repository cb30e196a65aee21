import { add, Context } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";
import { cachedOf, executions, maskedOf } from "./executions.ts";

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

const changes: readonly { what: string; change: (parent: Context, graph: Chain) => unknown }[] = [
  { what: "a tweak", change: (parent, { a }) => parent.tweak(a.node(), 5) },
  { what: "a shift", change: (parent, { a }) => parent.tweak(a.node(), add(5)) },
  { what: "a tweak of a whole function", change: (parent, { a }) => parent.tweakAll(a, 5) },
  { what: "an invalidation", change: (parent, { a }) => parent.invalidate(a.node()) },
  { what: "forgetting", change: (parent, { a }) => parent.forget(a) },
  { what: "clearing", change: (parent) => parent.clear() },
];

test.for(changes)(
  "[S8] an entered context sees the parent as it was on entry: $what",
  ({ change }) => {
    const graph = chain();
    const { a, b, c, taken } = graph;
    const parent = new Context();
    parent.evaluate(b.node());
    const child = parent.fork();

    child.run(() => {
      taken();
      change(parent, graph);

      expect(c()).toBe(111);
      expect(taken()).toEqual(["c"]);
      expect(cachedOf(child, { a, b, c })).toEqual(["a", "b", "c"]);
      expect(maskedOf(child, { a, b, c })).toEqual([]);
    });
  },
);

test("[S8] it sees the parent's tweaks as they were on entry: an untweak and a restore meanwhile", () => {
  const { a, c } = chain();
  const parent = new Context();
  const before = parent.snapshot();
  parent.tweak(a.node(), 5);
  const child = parent.fork();

  child.run(() => {
    parent.untweak(a.node());
    expect(c()).toBe(115);
    parent.restore(before);
    expect(a()).toBe(5);
  });
  expect(child.evaluate(c.node())).toBe(111);
});

test("[S8] what the parent evaluates meanwhile is not seen before the next entry", () => {
  const { a, taken } = chain();
  const parent = new Context();
  const child = parent.fork();

  child.run(() => {
    parent.run(() => a());
    expect(child.has(a.node())).toBe(false);
    expect(taken()).toEqual(["a"]);
    a();
    expect(taken()).toEqual(["a"]);
  });
});

test("[S8] it sees its grandparent as it was on entry, too", () => {
  const { a, c } = chain();
  const root = new Context();
  const grandchild = root.fork().fork();

  grandchild.run(() => {
    root.tweak(a.node(), 5);
    expect(c()).toBe(111);
  });
  expect(grandchild.evaluate(c.node())).toBe(115);
});

test("[S8] the outermost entry pins: an inner one does not see a changed parent either", () => {
  const { a, c } = chain();
  const parent = new Context();
  const child = parent.fork();

  child.run(() => {
    parent.tweak(a.node(), 5);
    child.run(() => expect(c()).toBe(111));
    parent.run(() => child.run(() => expect(c()).toBe(111)));
    expect(parent.run(() => c())).toBe(115);
  });
});

test("[S8] a context's own tweaks are live: every entry sees them at its next call", () => {
  const { a, c } = chain();
  const context = new Context().fork();

  context.run(() => {
    expect(c()).toBe(111);
    context.run(() => {
      context.tweak(a.node(), 2);
      expect(c()).toBe(112);
    });
    expect(c()).toBe(112);
    context.tweak(a.node(), 3);
    expect(c()).toBe(113);
    context.untweak(a.node());
    expect(c()).toBe(111);
  });
});

test("[S8] a context's own invalidations are live, too", () => {
  const { a, taken } = chain();
  const context = new Context();

  context.run(() => {
    a();
    context.run(() => context.invalidate(a.node()));
    a();
  });

  expect(taken()).toEqual(["a", "a"]);
});

/** What a context answers, in values, masks, and what is cached. */
function answers(context: Context, { a, b, c }: Chain): unknown {
  const fns = { a, b, c };
  return {
    cached: cachedOf(context, fns),
    masked: maskedOf(context, fns),
    values: [a, b, c].map((fn) => context.get(fn.node())),
    edges: [a, b, c].map((fn) => [...context.dependants(fn.node())].length),
    tweaks: context.tweaks,
  };
}

const deeds: readonly { what: string; deed: (child: Context, graph: Chain) => unknown }[] = [
  { what: "a tweak", deed: (child, { a }) => child.tweak(a.node(), 5) },
  { what: "a shift", deed: (child, { b }) => child.tweak(b.node(), add(5)) },
  { what: "a tweak of a whole function", deed: (child, { b }) => child.tweakAll(b, 5) },
  { what: "an evaluation", deed: (child, { c }) => child.evaluate(c.node()) },
  { what: "an invalidation", deed: (child, { a }) => child.invalidate(a.node()) },
  { what: "an invalidation of a function", deed: (child, { a }) => child.invalidate(a) },
  { what: "forgetting", deed: (child, { a }) => child.forget(a) },
  { what: "clearing", deed: (child) => child.clear() },
];

test.for(deeds.flatMap((deed) => [true, false].map((isEntered) => ({ ...deed, isEntered }))))(
  "[S8] nothing done in a child is visible in its parent or its siblings: $what (entered: $isEntered)",
  ({ deed, isEntered }) => {
    const graph = chain();
    const { b, c, taken } = graph;
    const root = new Context("root");
    const parent = root.fork("parent");
    parent.evaluate(b.node());
    const sibling = parent.fork("sibling");
    sibling.evaluate(b.node());
    const child = parent.fork("child");
    const others = [root, parent, sibling];
    const before = others.map((other) => answers(other, graph));

    if (isEntered) child.run(() => deed(child, graph));
    else deed(child, graph);
    child.evaluate(c.node());
    taken();

    expect(others.map((other) => answers(other, graph))).toEqual(before);
    expect(parent.evaluate(b.node())).toBe(11);
    expect(sibling.evaluate(b.node())).toBe(11);
    expect(taken()).toEqual([]);
  },
);

test("[S8] a failure in a child is not visible in its parent or its siblings", () => {
  const { memo, taken } = executions();
  const divisor = memo("divisor", () => 1);
  const quotient = memo("quotient", () => {
    if (divisor() === 0) throw new Error("division by zero");
    return 1;
  });
  const parent = new Context();
  const sibling = parent.fork();
  parent.evaluate(quotient.node());
  const child = parent.fork().tweak(divisor.node(), 0);
  expect(() => child.evaluate(quotient.node())).toThrow("division by zero");
  taken();

  expect(parent.peek(quotient.node())).toEqual({ kind: "value", value: 1 });
  expect(sibling.evaluate(quotient.node())).toBe(1);
  expect(taken()).toEqual([]);
});

test("[S8] a run that throws midway in a child leaves the parent as it was", () => {
  const graph = chain();
  const parent = new Context();
  const child = parent.fork();
  const before = answers(parent, graph);

  expect(() =>
    child.run(() => {
      child.tweak(graph.a.node(), 7);
      graph.c();
      throw new Error("midway");
    }),
  ).toThrow("midway");

  expect(answers(parent, graph)).toEqual(before);
  expect(child.get(graph.c.node())).toBe(117);
});

test("[S8] read-outs, snapshot and fork answer for the entry of the calling flow: the pinned parent", () => {
  const { a, b, c } = chain();
  const parent = new Context();
  parent.evaluate(b.node());
  const child = parent.fork();

  child.run(() => {
    parent.tweak(a.node(), 5);

    expect(child.get(a.node())).toBe(1);
    expect(child.get(b.node())).toBe(11);
    expect([...child.dependencies(b.node())]).toEqual([a.node()]);
    expect(child.snapshot().get(b.node())).toBe(11);
    expect(child.fork().evaluate(c.node())).toBe(111);
    expect(parent.get(a.node())).toBe(5);
    expect(parent.fork().evaluate(c.node())).toBe(115);
  });

  expect(child.get(a.node())).toBe(5);
  expect(child.has(b.node())).toBe(false);
});

test("[S8] what is retained is the state of the entry that exits last", () => {
  const { a, b, taken } = chain();
  const context = new Context().fork();

  context.run(() => {
    context.run(() => a());
    b();
  });
  taken();

  expect(context.get(a.node())).toBe(1);
  expect(context.get(b.node())).toBe(11);
  context.evaluate(b.node());
  expect(taken()).toEqual([]);
});

test("[S8] while not entered it answers as if it were entered now: what the parent knows", () => {
  const { a, b, c, taken } = chain();
  const parent = new Context();
  const child = parent.fork().tweak(b.node(), 50);
  expect(cachedOf(child, { a, b, c })).toEqual(["b"]);
  parent.evaluate(c.node());
  taken();

  expect(cachedOf(child, { a, b, c })).toEqual(["a", "b"]);
  expect(maskedOf(child, { a, b, c })).toEqual(["b", "c"]);
  expect(child.get(b.node())).toBe(50);
  expect(child.peek(a.node())).toEqual({ kind: "value", value: 1 });
  expect(taken()).toEqual([]);
});

test("[S8] while not entered it answers as if it were entered now: a changed parent", () => {
  const { a, b, c, taken } = chain();
  const parent = new Context();
  const child = parent.fork();
  child.evaluate(c.node());
  taken();

  parent.tweak(a.node(), 5);

  expect(cachedOf(child, { a, b, c })).toEqual(["a"]);
  expect(child.get(a.node())).toBe(5);
  expect(child.get(c.node())).toBeUndefined();
  expect(child.peek(c.node())).toBeUndefined();
  expect(taken()).toEqual([]);
});

test("[S8] while not entered it answers as if it were entered now: a changed grandparent", () => {
  const { a, c } = chain();
  const root = new Context();
  const grandchild = root.fork().fork();
  grandchild.evaluate(c.node());

  root.tweak(a.node(), 5);

  expect(grandchild.get(a.node())).toBe(5);
  expect(grandchild.has(c.node())).toBe(false);
});

test("[S8] asking a context that is not entered enters it for nobody", () => {
  const { a } = chain();
  const child = new Context().fork();
  const heard: string[] = [];
  child.observe(({ kind }) => heard.push(kind));

  child.has(a.node());
  void child.masked;

  expect(heard).toEqual([]);
});
