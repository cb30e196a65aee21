import { Context, type Difference, memoize, type Node, scale } from "@dug/core";
import { expect, test } from "vitest";

const source = memoize((): number => 1);
const sign = memoize((): number => Math.sign(source()));
const shown = memoize((): string => `${source()}`);
const beside = memoize((n: number): number => n);
const names = new Map<unknown, string>(
  Object.entries({ source, sign, shown, beside }).map(([name, fn]) => [fn, name]),
);

function named(nodes: Iterable<Node>): string[] {
  return [...nodes].map((node) => `${names.get(node.function)}(${node.args.join()})`).toSorted();
}

function summary({ added, removed, changed, tweaked }: Difference) {
  return {
    added: named(added),
    removed: named(removed),
    changed: changed
      .map(({ node, before, after }) => `${named([node])[0]}: ${text(before)} -> ${text(after)}`)
      .toSorted(),
    tweaked: named(tweaked),
  };
}

function text(peek: Difference["changed"][number]["before"]): string {
  return peek.kind === "error" ? `error ${String(peek.error)}` : String(peek.value);
}

const none = { added: [], removed: [], changed: [], tweaked: [] };

function evaluated(): Context {
  const base = new Context();
  base.run(() => [sign(), shown(), beside(1)]);
  return base;
}

test("a snapshot differs in nothing from itself, and from one taken at once after it", () => {
  const base = evaluated();
  const before = base.snapshot();

  expect(summary(before.diff(before))).toEqual(none);
  expect(summary(before.diff(base.snapshot()))).toEqual(none);
  expect(summary(new Context().snapshot().diff(new Context().snapshot()))).toEqual(none);
  expect(summary(before.diff(evaluated().snapshot()))).toEqual(none);
});

test("added: what only the other has cached; removed: what only this one has", () => {
  const base = evaluated();
  const before = base.snapshot();
  base.evaluate(beside.node(2));
  base.forget(beside.node(1));
  const after = base.snapshot();

  expect(summary(before.diff(after))).toEqual({
    ...none,
    added: ["beside(2)"],
    removed: ["beside(1)"],
  });
  expect(summary(after.diff(before))).toEqual({
    ...none,
    added: ["beside(1)"],
    removed: ["beside(2)"],
  });
});

test("changed: other outcomes, with both", () => {
  const base = evaluated();
  const before = base.snapshot();
  base.tweak(source.node(), 5);
  base.run(() => [sign(), shown()]);

  expect(summary(before.diff(base.snapshot()))).toEqual({
    ...none,
    changed: ["shown(): 1 -> 5", "source(): 1 -> 5"],
    tweaked: ["source()"],
  });
});

test("equal outcomes are no change, though they were computed anew [S16]", () => {
  const base = evaluated();
  const before = base.snapshot();
  base.tweak(source.node(), 5);
  base.evaluate(sign.node());
  const { changed } = before.diff(base.snapshot());

  expect(named(changed.map(({ node }) => node))).toEqual(["source()"]);
});

test("an error is an outcome: from a value to an error and back", () => {
  const base = evaluated();
  const before = base.snapshot();
  base.tweakAll(shown, () => {
    throw new Error("down");
  });
  expect(() => base.evaluate(shown.node())).toThrow("down");
  const after = base.snapshot();

  expect(summary(before.diff(after)).changed).toEqual(["shown(): 1 -> error Error: down"]);
  expect(summary(after.diff(before)).changed).toEqual(["shown(): error Error: down -> 1"]);
});

test("tweaked: in one of them and not, or otherwise, in the other", () => {
  const base = evaluated().tweak(beside.node(1), 1);
  const before = base.snapshot();
  base.tweak(source.node(), 1).tweak(beside.node(7), scale(2));
  const middle = base.snapshot();
  base.tweak(source.node(), 2).untweak(beside.node(7));
  const after = base.snapshot();

  expect(summary(before.diff(middle)).tweaked).toEqual(["beside(7)", "source()"]);
  expect(summary(middle.diff(after)).tweaked).toEqual(["beside(7)", "source()"]);
  expect(summary(before.diff(after)).tweaked).toEqual(["source()"]);
  expect(summary(after.diff(before)).tweaked).toEqual(["source()"]);
});

test("the same tweak made again is no other tweak", () => {
  const base = evaluated().tweak(source.node(), 5);
  const before = base.snapshot();
  base.tweak(source.node(), 5);
  const siblings = [1, 2].map(() => base.fork().tweak(beside.node(1), 3).snapshot());

  expect(summary(before.diff(base.snapshot())).tweaked).toEqual([]);
  expect(
    siblings.map(
      (sibling) => summary(base.fork().tweak(beside.node(1), 3).snapshot().diff(sibling)).tweaked,
    ),
  ).toEqual([[], []]);
});

test("a fork against what it was forked from, either way", () => {
  const base = evaluated();
  const child = base.fork().tweak(source.node(), 5);
  child.run(() => [shown(), beside(9)]);
  const [parents, childs] = [base.snapshot(), child.snapshot()];

  expect(summary(parents.diff(childs))).toEqual({
    added: ["beside(9)"],
    removed: ["sign()"],
    changed: ["shown(): 1 -> 5", "source(): 1 -> 5"],
    tweaked: ["source()"],
  });
  expect(summary(childs.diff(parents))).toEqual({
    added: ["sign()"],
    removed: ["beside(9)"],
    changed: ["shown(): 5 -> 1", "source(): 5 -> 1"],
    tweaked: ["source()"],
  });
});

test("a fork that unloaded, restored or took over is compared as it is", () => {
  const base = evaluated();
  const child = base.fork().tweak(source.node(), 5);
  child.run(() => [shown(), sign(), beside(9)]);
  const start = child.snapshot();
  child.clear();

  expect(summary(base.snapshot().diff(child.snapshot()))).toEqual({
    added: [],
    removed: ["shown()", "sign()"],
    changed: ["source(): 1 -> 5"],
    tweaked: ["source()"],
  });
  base.evaluate(beside.node(3));
  child.restore(start);
  child.run(() => undefined);
  expect(summary(base.snapshot().diff(child.snapshot()))).toEqual({
    added: ["beside(9)"],
    removed: [],
    changed: ["shown(): 1 -> 5", "source(): 1 -> 5"],
    tweaked: ["source()"],
  });
});

test("siblings, cousins, and a grandchild against the root", () => {
  const base = evaluated();
  const left = base.fork().tweak(source.node(), 5);
  const right = base.fork().tweak(source.node(), 6);
  const grandchild = left.fork().tweak(beside.node(1), 0);
  for (const context of [left, right, grandchild]) context.evaluate(shown.node());

  expect(summary(left.snapshot().diff(right.snapshot()))).toEqual({
    ...none,
    changed: ["shown(): 5 -> 6", "source(): 5 -> 6"],
    tweaked: ["source()"],
  });
  expect(summary(base.snapshot().diff(grandchild.snapshot()))).toEqual({
    ...none,
    removed: ["sign()"],
    changed: ["beside(1): 1 -> 0", "shown(): 1 -> 5", "source(): 1 -> 5"],
    tweaked: ["beside(1)", "source()"],
  });
});

test("[S12a] whole functions: the known nodes that they tweak", () => {
  const base = evaluated();
  const before = base.snapshot();
  base.tweakAll(beside, 100);
  base.evaluate(beside.node(4));

  expect(summary(before.diff(base.snapshot()))).toEqual({
    added: ["beside(4)"],
    removed: [],
    changed: ["beside(1): 1 -> 100"],
    tweaked: ["beside(1)", "beside(4)"],
  });
});

test("[S11] it goes by the moments of the snapshots, not by the present", () => {
  const base = evaluated();
  const before = base.snapshot();
  base.tweak(source.node(), 5);
  const after = base.snapshot();
  base.clear().untweak(source.node());

  expect(summary(before.diff(after))).toEqual({
    ...none,
    removed: ["shown()", "sign()"],
    changed: ["source(): 1 -> 5"],
    tweaked: ["source()"],
  });
});

test("a shift on top of an equal shift of the parent is another tweak", () => {
  const base = evaluated().tweak(source.node(), scale(2));
  const child = base.fork().tweak(source.node(), scale(2));
  for (const context of [base, child]) context.run(() => [sign(), shown()]);

  expect(summary(base.snapshot().diff(child.snapshot()))).toEqual({
    ...none,
    changed: ["shown(): 2 -> 4", "source(): 2 -> 4"],
    tweaked: ["source()"],
  });
});

test("snapshots of two families", () => {
  const base = evaluated();
  const other = new Context().tweak(source.node(), 5);
  other.run(() => [shown(), beside(2)]);

  expect(summary(base.snapshot().diff(other.snapshot()))).toEqual({
    added: ["beside(2)"],
    removed: ["beside(1)", "sign()"],
    changed: ["shown(): 1 -> 5", "source(): 1 -> 5"],
    tweaked: ["source()"],
  });
  expect(summary(other.snapshot().diff(base.snapshot())).added).toEqual(["beside(1)", "sign()"]);
});

test("what is no snapshot is refused", () => {
  const before = evaluated().snapshot();
  expect(() => before.diff(evaluated() as never)).toThrow(
    expect.objectContaining({ code: "INVALID_ARGUMENT" }),
  );
});
