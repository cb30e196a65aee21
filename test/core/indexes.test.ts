import { Context, dropIndexes, inspect, memoize, type Node, scale } from "@dug/core";
import { expect, test } from "vitest";

/** A diamond over a switch, an evaluation that opens a context, and one that fails. */
function graph() {
  const ran: string[] = [];
  const source = memoize((n: number): number => {
    ran.push(`source ${n}`);
    return n;
  });
  const isFirst = memoize((): boolean => true);
  const chosen = memoize((): number => {
    ran.push("chosen");
    return isFirst() ? source(1) : source(2);
  });
  const bumped = memoize((): number => {
    ran.push("bumped");
    return new Context().tweak(source.node(1), 50).run(() => chosen() + source(3));
  });
  const failing = memoize((): number => {
    ran.push("failing");
    throw new Error(`failed on ${chosen()}`);
  });
  const top = memoize((): string => {
    ran.push("top");
    try {
      failing();
      return "none";
    } catch (error) {
      return `${chosen()} ${bumped()} ${String(error)}`;
    }
  });
  const nodes: Node[] = [
    ...[1, 2, 3].map((n) => source.node(n)),
    isFirst.node(),
    chosen.node(),
    bumped.node(),
    failing.node(),
    top.node(),
  ];
  return { ran, source, isFirst, chosen, top, nodes };
}

/** Goes through many changes, with `between` after each, and tells everything that can be seen. */
function story(between: (context: Context) => void): unknown[] {
  const { ran, source, isFirst, chosen, top, nodes } = graph();
  const base = new Context("base");
  const child = base.fork("child");
  const seen: unknown[] = [];
  const look = (): void => {
    between(base);
    between(child);
    for (const context of [base, child]) {
      seen.push(
        nodes.map((node) => [
          context.has(node),
          context.get(node),
          context.masked.has(node),
          [...context.dependencies(node)].map((other) => nodes.findIndex((n) => n.equals(other))),
          [...context.dependants(node)]
            .map((other) => nodes.findIndex((n) => n.equals(other)))
            .toSorted((a, b) => a - b),
        ]),
      );
    }
    seen.push(ran.splice(0));
    between(base);
  };
  const steps: (() => unknown)[] = [
    () => base.evaluate(top.node()),
    () => child.tweak(source.node(1), 7),
    () => child.evaluate(top.node()),
    () => base.tweak(isFirst.node(), false),
    () => child.evaluate(top.node()),
    () => base.evaluate(top.node()),
    () => child.tweak(source.node(2), scale(3)),
    () =>
      child.run(() => {
        between(child);
        child.tweak(isFirst.node(), true);
        between(child);
        return top();
      }),
    () => base.invalidate(source),
    () => base.evaluate(chosen.node()),
    () => child.evaluate(top.node()),
    () => child.forget(source.node(3)),
    () => child.untweak(isFirst.node()).evaluate(top.node()),
    () => child.snapshot().fork().tweak(source.node(3), 0).evaluate(top.node()),
    () => base.clear().evaluate(top.node()),
  ];
  for (const step of steps) {
    step();
    look();
  }
  return seen;
}

test("what is kept beside the maps can be dropped at any moment: every answer and every run is the same", () => {
  expect(story(dropIndexes)).toEqual(story(() => undefined));
});

test("and compacting is the same [S26]", () => {
  expect(story((context) => context.compact())).toEqual(story(() => undefined));
});

test("the premise: the story has runs, masks and errors in it", () => {
  const told = JSON.stringify(story(() => undefined));

  for (const word of ["top", "bumped", "failing", "failed on 7"]) expect(told).toContain(word);
  expect(told.match(/true,.*?false/)).not.toBe(null);
});

test("dropped while a function runs, too", () => {
  const source = memoize((): number => 1);
  const base = new Context();
  const stop = base.observe(["evaluated"], () => dropIndexes(base));
  const reader = memoize((): number => source() + 1);
  const top = memoize((): number => reader() + source());
  expect(base.evaluate(top.node())).toBe(3);
  stop();
  base.tweak(source.node(), 5);

  expect([base.has(reader.node()), base.has(top.node())]).toEqual([false, false]);
  expect(base.evaluate(top.node())).toBe(11);
});

test("`inspect` tells all that the state holds", () => {
  const source = memoize((): number => 1);
  const reader = memoize((): number => source() + 1);
  const base = new Context();
  base.evaluate(reader.node());
  const child = base.fork().tweak(source.node(), 5);
  child.evaluate(reader.node());
  const { entries, masked, parent, edges } = inspect(child);

  expect(entries).toHaveLength(2);
  const [first, second] = entries.toSorted((a) => (a.tweak ? -1 : 1));
  expect(first).toMatchObject({
    node: source.node(),
    outcome: { kind: "value", value: 5 },
    dependencies: [],
    inner: undefined,
    tweak: true,
    masked: true,
  });
  expect(second).toMatchObject({
    node: reader.node(),
    outcome: { kind: "value", value: 6 },
    dependencies: [{ node: source.node(), outcome: { kind: "value", value: 5 } }],
    tweak: false,
    masked: true,
  });
  expect(masked).toHaveLength(2);
  expect(edges).toEqual([[source.node(), reader.node()]]);
  expect(parent?.entries).toHaveLength(2);
  expect(parent?.parent).toBe(undefined);
});

function identityIn(context: Context, node: Node): object | undefined {
  return inspect(context).entries.find((entry) => entry.node.equals(node))?.identity;
}

test("what a child has of its parent is the very entry; what it computed is its own", () => {
  const source = memoize((): number => 1);
  const reader = memoize((): number => source() + 1);
  const base = new Context();
  base.run(() => reader());
  const child = base.fork().tweak(source.node(), 5);
  child.evaluate(reader.node());

  expect(identityIn(base.fork(), reader.node())).toBe(identityIn(base, reader.node()));
  expect(identityIn(child, reader.node())).not.toBe(identityIn(base, reader.node()));
});

test("[S21] neither is for the inside of an evaluation", () => {
  const base = new Context();
  const inspecting = memoize((): number => inspect(base).entries.length);

  expect(() => base.evaluate(inspecting.node())).toThrow(
    expect.objectContaining({ code: "READ_DURING_EVALUATION" }),
  );
});
