import { add, Context, ForeignSnapshotError, memoize, shift } from "@dug/core";
import type { Memoised, Snapshot } from "@dug/core";
import { expect, test } from "vitest";
import { effort } from "./effort.ts";
import { cachedOf, executions, maskedOf } from "./executions.ts";

interface Graph {
  readonly input: Memoised<() => number>;
  readonly other: Memoised<() => number>;
  readonly double: Memoised<() => number>;
  readonly failing: Memoised<() => number>;
  readonly sum: Memoised<() => number>;
  readonly taken: () => string[];
}

const mistake = new Error("mistake");

/** `double` reads `input`, `failing` reads `other` and throws, `sum` reads `double` and `other`: 1, 2, 2, 4. */
function graph(): Graph {
  const { memo, taken } = executions();
  const input = memo("input", () => 1);
  const other = memo("other", () => 2);
  const double = memo("double", () => 2 * input());
  const failing = memo("failing", (): number => {
    other();
    throw mistake;
  });
  const sum = memo("sum", () => double() + other());
  return { input, other, double, failing, sum, taken };
}

/** All that a context or a snapshot answers: values, errors, tweaks, masks, edges. */
function answers(of: Context | Snapshot, { input, other, double, failing, sum }: Graph): unknown {
  const fns = { input, other, double, failing, sum };
  const nodes = Object.values(fns).map((fn) => fn.node());
  return {
    cached: cachedOf(of, fns),
    masked: maskedOf(of, fns),
    outcomes: nodes.map((node) => of.peek(node)),
    dependencies: nodes.map((node) => [...of.dependencies(node)]),
    dependants: nodes.map((node) => [...of.dependants(node)].map(String).toSorted()),
    tweaks: of.tweaks,
  };
}

/** A context with a tweak, a shift, a mask, values and an error. */
function prepared(context: Context, { input, other, failing, sum }: Graph): Context {
  context.tweak(input.node(), 10).tweak(other.node(), add(5)).evaluate(sum.node());
  context.run(() => expect(() => failing()).toThrow(mistake));
  return context;
}

const changes: readonly { what: string; change: (context: Context, graph: Graph) => unknown }[] = [
  { what: "nothing", change: () => undefined },
  { what: "a tweak", change: (context, { double }) => context.tweak(double.node(), 7) },
  { what: "another tweak", change: (context, { input }) => context.tweak(input.node(), 7) },
  { what: "an untweak", change: (context, { input }) => context.untweak(input.node()) },
  { what: "a tweak of a whole function", change: (context, { sum }) => context.tweakAll(sum, 7) },
  { what: "an invalidation", change: (context, { failing }) => context.invalidate(failing.node()) },
  { what: "an invalidation of a function", change: (context, { sum }) => context.invalidate(sum) },
  { what: "forgetting", change: (context, { double }) => context.forget(double) },
  { what: "clearing", change: (context) => context.clear() },
  {
    what: "an evaluation",
    change: (context, { failing, sum }) => {
      context.invalidate(sum.node()).invalidate(failing.node());
      context.evaluate(sum.node());
    },
  },
];

test.for(changes.flatMap((one) => [true, false].map((isRoot) => ({ ...one, isRoot }))))(
  "[S11] restore puts a context back to the state of the snapshot after $what (a root: $isRoot)",
  ({ change, isRoot }) => {
    const all = graph();
    const context = prepared(isRoot ? new Context("root") : new Context().fork("child"), all);
    const before = answers(context, all);
    const snapshot = context.snapshot();
    change(context, all);
    all.taken();

    context.restore(snapshot);

    expect(answers(context, all)).toEqual(before);
    expect(context.evaluate(all.sum.node())).toBe(27);
    context.run(() => expect(() => all.failing()).toThrow(mistake));
    expect(all.taken()).toEqual([]);
  },
);

test("[S11] restore returns the context, and goes forwards as well as back", () => {
  const all = graph();
  const { input, sum } = all;
  const context = new Context().fork();
  const first = context.snapshot();
  context.tweak(input.node(), 10).evaluate(sum.node());
  const second = context.snapshot();

  expect(context.restore(first)).toBe(context);
  expect(context.evaluate(sum.node())).toBe(4);
  expect(context.restore(second).get(sum.node())).toBe(22);
  expect(context.restore(first).has(sum.node())).toBe(false);
});

test("[S11] invalidations made since are undone: nothing runs again", () => {
  const { other, sum, taken } = graph();
  const parent = new Context();
  parent.evaluate(other.node());
  const context = parent.fork();
  context.evaluate(sum.node());
  const snapshot = context.snapshot();
  taken();
  context.invalidate(other);
  expect(context.has(other.node())).toBe(false);

  context.restore(snapshot);

  expect(context.masked.has(other.node())).toBe(false);
  expect(context.evaluate(sum.node())).toBe(4);
  expect(context.evaluate(other.node())).toBe(2);
  expect(taken()).toEqual([]);
});

test("[S11] invalidations made before the snapshot hold after it", () => {
  const { other, taken } = graph();
  const parent = new Context();
  parent.evaluate(other.node());
  const context = parent.fork().invalidate(other.node());
  const snapshot = context.snapshot();
  taken();
  context.tweak(other.node(), 7);

  context.restore(snapshot);

  expect(context.has(other.node())).toBe(false);
  expect(context.evaluate(other.node())).toBe(2);
  expect(taken()).toEqual(["other"]);
});

test("[S11] a shift is not applied again after restore", () => {
  const { input, sum } = graph();
  const calls: number[] = [];
  const context = new Context().fork().tweak(
    input.node(),
    shift((base: number) => {
      calls.push(base);
      return base + 1;
    }),
  );
  context.evaluate(sum.node());
  const snapshot = context.snapshot();
  context.tweak(input.node(), 7).evaluate(sum.node());

  expect(context.restore(snapshot).evaluate(sum.node())).toBe(6);
  expect(calls).toEqual([1]);
});

test("[S11] taking a snapshot and restoring it touch no entry: O(1) with the parent's state", () => {
  const filler = memoize((n: number): number => n);
  const parent = new Context();
  const context = parent.fork().tweak(filler.node(0), 7);
  parent.run(() => {
    for (let n = 0; n < 500; n++) filler(n);
  });
  context.run(() => {
    for (let n = 500; n < 1000; n++) filler(n);
  });
  const snapshot = context.snapshot();
  context.clear();

  const cost = effort(() => {
    context.restore(snapshot);
    context.snapshot();
  });

  expect(cost).toEqual({ visits: 0, writes: 0 });
  expect(context.has(filler.node(999))).toBe(true);
});

test("[S11] while not entered and with a parent changed since, S9 applies at the next entry", () => {
  const { input, other, double, sum, taken } = graph();
  const parent = new Context();
  const context = parent.fork();
  context.evaluate(sum.node());
  const snapshot = context.snapshot();
  parent.tweak(input.node(), 10);
  taken();

  context.restore(snapshot);

  expect(cachedOf(context, { input, other, double, sum })).toEqual(["input", "other"]);
  expect(context.evaluate(sum.node())).toBe(22);
  expect(taken()).toEqual(["double", "sum"]);
});

test("[S11] while it is entered, S9 applies at once in the entry that pinned another state of the parent", () => {
  const { input, other, double, sum, taken } = graph();
  const parent = new Context();
  const context = parent.fork();
  context.evaluate(sum.node());
  const snapshot = context.snapshot();
  parent.tweak(input.node(), 10);
  taken();

  context.run(() => {
    context.restore(snapshot);
    expect(cachedOf(context, { input, other, double, sum })).toEqual(["input", "other"]);
    expect(sum()).toBe(22);
  });
  expect(taken()).toEqual(["double", "sum"]);
});

test("[S11] while it is entered under the parent's state of the snapshot, it is that state at once", () => {
  const all = graph();
  const { input, sum, taken } = all;
  const context = new Context().fork();

  context.run(() => {
    sum();
    const snapshot = context.snapshot();
    const before = answers(context, all);
    context.run(() => context.tweak(input.node(), 10));
    expect(sum()).toBe(22);
    taken();

    context.run(() => context.restore(snapshot));

    expect(answers(context, all)).toEqual(before);
    expect(sum()).toBe(4);
    expect(taken()).toEqual([]);
  });
});

test("[S11] the entry keeps the parent that it pinned, whatever the parent is now", () => {
  const { input, sum } = graph();
  const parent = new Context();
  const context = parent.fork();

  context.run(() => {
    const snapshot = context.snapshot();
    parent.tweak(input.node(), 10);
    context.tweak(input.node(), 100).restore(snapshot);
    expect(sum()).toBe(4);
  });
  expect(context.evaluate(sum.node())).toBe(22);
});

test("[S11] a restore in the parent is a change for its children (S9)", () => {
  const { input, sum } = graph();
  const parent = new Context();
  const snapshot = parent.snapshot();
  const context = parent.fork();
  parent.tweak(input.node(), 10);
  expect(context.evaluate(sum.node())).toBe(22);

  parent.restore(snapshot);

  expect(context.evaluate(sum.node())).toBe(4);
});

test("[S11] the exact state, parent included, is had by forking the snapshot", () => {
  const all = graph();
  const { input, other, sum, failing, taken } = all;
  const parent = new Context();
  const context = prepared(parent.fork("child"), all);
  const snapshot = context.snapshot();
  parent.tweak(other.node(), 1000);
  context.untweak(input.node()).clear();
  taken();

  const fork = snapshot.fork("from here");

  expect(fork.evaluate(sum.node())).toBe(27);
  fork.run(() => expect(() => failing()).toThrow(mistake));
  expect(taken()).toEqual([]);
  expect(fork.tweak(input.node(), 1).evaluate(sum.node())).toBe(9);
  expect(snapshot.get(sum.node())).toBe(27);
});

test("[S11] new Context(name, { parent: snapshot }) forks it as well", () => {
  const { input, sum } = graph();
  const parent = new Context().tweak(input.node(), 10);
  const snapshot = parent.snapshot();
  parent.untweak(input.node());

  expect(new Context("there", { parent: snapshot }).evaluate(sum.node())).toBe(22);
});

test("[S11] only a context's own snapshots, else ForeignSnapshotError", () => {
  const all = graph();
  const { sum } = all;
  const parent = new Context("parent");
  const context = prepared(parent.fork("child"), all);
  const own = context.snapshot();
  const before = answers(context, all);
  const foreign = [
    parent.snapshot(),
    parent.fork("sibling").snapshot(),
    context.fork("grandchild").snapshot(),
    own.fork("of the snapshot").snapshot(),
    new Context("elsewhere").snapshot(),
  ];

  for (const snapshot of foreign)
    expect(() => context.restore(snapshot)).toThrow(ForeignSnapshotError);
  expect(() => parent.restore(own)).toThrow(ForeignSnapshotError);
  expect(() => own.fork().restore(own)).toThrow(ForeignSnapshotError);
  expect(answers(context, all)).toEqual(before);
  expect(context.evaluate(sum.node())).toBe(27);
});

test("[S11] the error names the context, in a stable code", () => {
  const caught = ((): unknown => {
    try {
      return new Context("here").restore(new Context("there").snapshot());
    } catch (error) {
      return error;
    }
  })();

  expect(caught).toMatchObject({ code: "FOREIGN_SNAPSHOT", name: "ForeignSnapshotError" });
  expect(String(caught)).toContain('"here"');
});

test.for([
  ...changes,
  {
    what: "a restore",
    change: (context: Context, { input }: Graph): unknown => {
      const snapshot = context.snapshot();
      return context.tweak(input.node(), 3).restore(snapshot);
    },
  },
])(
  "[S11] a snapshot stays valid and unchanged whatever happens to its context: $what",
  ({ change }) => {
    const all = graph();
    const parent = new Context("parent");
    const context = prepared(parent.fork("child"), all);
    const snapshot = context.snapshot();
    const before = answers(snapshot, all);
    expect(before).toEqual(answers(context, all));

    change(context, all);
    context.run(() => all.sum());

    expect(answers(snapshot, all)).toEqual(before);
  },
);

test("[S11] a snapshot stays unchanged whatever happens to the parent and to other snapshots", () => {
  const all = graph();
  const { input, other } = all;
  const parent = new Context("parent");
  const context = prepared(parent.fork("child"), all);
  const snapshot = context.snapshot();
  const before = answers(snapshot, all);

  parent.tweak(other.node(), 1000).invalidate(input.node()).clear();
  context.run(() => undefined);
  snapshot.fork().tweak(input.node(), 3).evaluate(all.sum.node());

  expect(answers(snapshot, all)).toEqual(before);
});

test("[S11] a snapshot does not see what its context evaluates afterwards", () => {
  const { sum, double } = graph();
  const context = new Context();
  context.evaluate(double.node());
  const snapshot = context.snapshot();

  context.evaluate(sum.node());

  expect(snapshot.has(double.node())).toBe(true);
  expect(snapshot.has(sum.node())).toBe(false);
});

test("[S11] a snapshot of a context that is not entered is of its state as if it were entered now (S8)", () => {
  const { input, double } = graph();
  const parent = new Context();
  const context = parent.fork();
  parent.tweak(input.node(), 10).evaluate(double.node());

  expect(context.snapshot().get(double.node())).toBe(20);
});
