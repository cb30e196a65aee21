import { add, Context, memoize, scale, shift } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";
import { effort } from "./effort.ts";
import { executions } from "./executions.ts";

interface Graph {
  readonly input: Memoised<() => number>;
  readonly base: Memoised<() => number>;
  readonly left: Memoised<() => number>;
  readonly right: Memoised<() => number>;
  readonly taken: () => string[];
}

/** `left` and `right` read `base` reads `input`. */
function graph(): Graph {
  const { memo, taken } = executions();
  const input = memo("input", () => 1);
  const base = memo("base", () => input() + 10);
  const left = memo("left", () => base() + 100);
  const right = memo("right", () => base() + 200);
  return { input, base, left, right, taken };
}

test("[S3] a base value is evaluated lazily: making the shift and entering run nothing", () => {
  const { input, base, taken } = graph();
  const calls: number[] = [];
  const child = new Context().fork().tweak(
    base.node(),
    shift((value: number) => {
      calls.push(value);
      return value;
    }),
  );

  child.run(() => undefined);
  child.evaluate(input.node());

  expect(taken()).toEqual(["input"]);
  expect(calls).toEqual([]);
});

test("[S3] a live shift of a cached node runs nothing until the node is read", () => {
  const { base, left, taken } = graph();
  const root = new Context();
  const child = root.fork();
  child.evaluate(left.node());
  taken();
  const calls: number[] = [];

  child.tweak(
    base.node(),
    shift((value: number) => {
      calls.push(value);
      return value + 1;
    }),
  );

  expect(calls).toEqual([]);
  expect(taken()).toEqual([]);
});

test("[S3] at most once per reading context: two readers of one shift", () => {
  const { base, left, right, taken } = graph();
  const calls: number[] = [];
  const child = new Context().fork().tweak(
    base.node(),
    shift((value: number) => {
      calls.push(value);
      return value + 1;
    }),
  );

  expect(child.evaluate(left.node())).toBe(112);
  expect(child.evaluate(right.node())).toBe(212);
  expect(child.evaluate(base.node())).toBe(12);
  expect(taken()).toEqual(["left", "base", "input", "right"]);
  expect(calls).toEqual([11]);
});

test("[S3] at most once per reading context: a second shift of the node does not evaluate its base again", () => {
  const { base, taken } = graph();
  const child = new Context().fork().tweak(base.node(), add(1));
  expect(child.evaluate(base.node())).toBe(12);
  expect(taken()).toEqual(["base", "input"]);

  child.tweak(base.node(), scale(2));

  expect(child.evaluate(base.node())).toBe(22);
  expect(taken()).toEqual([]);
});

test("[S3] at most once per reading context: nor in a root", () => {
  const { base, taken } = graph();
  const root = new Context().tweak(base.node(), add(1));
  expect(root.evaluate(base.node())).toBe(12);
  expect(taken()).toEqual(["base", "input"]);

  root.tweak(base.node(), scale(2));

  expect(root.evaluate(base.node())).toBe(22);
  expect(taken()).toEqual([]);
});

test("[S3] at most once per reading context: leaving and re-entering changes nothing", () => {
  const { base, taken } = graph();
  const child = new Context().fork().tweak(base.node(), add(1));
  child.evaluate(base.node());
  taken();

  expect(child.evaluate(base.node())).toBe(12);
  child.run(() => child.run(() => base()));
  expect(taken()).toEqual([]);
});

test("[S3] what the parent has cached is the base value, and nothing runs", () => {
  const { base, taken } = graph();
  const parent = new Context();
  parent.evaluate(base.node());
  taken();

  expect(parent.fork().tweak(base.node(), add(1)).evaluate(base.node())).toBe(12);
  expect(taken()).toEqual([]);
});

test("[S3] evaluated again, once, when the parent was changed in what it reads (S9)", () => {
  const { input, base, left, right, taken } = graph();
  const parent = new Context();
  const child = parent.fork().tweak(base.node(), add(1));
  child.evaluate(left.node());
  taken();

  parent.tweak(input.node(), 2);

  expect(child.evaluate(left.node())).toBe(113);
  expect(child.evaluate(right.node())).toBe(213);
  expect(taken()).toEqual(["base", "left", "right"]);
});

test("[S3] an inherited shift is evaluated at most once per reading context", () => {
  const { base, left, right, taken } = graph();
  const parent = new Context().fork().tweak(base.node(), add(1));
  const grandchild = parent.fork();

  expect(grandchild.evaluate(left.node())).toBe(112);
  expect(grandchild.evaluate(right.node())).toBe(212);
  expect(taken()).toEqual(["left", "base", "input", "right"]);
});

test("[S3] an inherited shift that its context has evaluated is found there", () => {
  const { base, taken } = graph();
  const parent = new Context().fork().tweak(base.node(), add(1));
  parent.evaluate(base.node());
  taken();

  expect(parent.fork().evaluate(base.node())).toBe(12);
  expect(taken()).toEqual([]);
});

test("[S3] the base value evaluated for a child does not appear in the parent (S8)", () => {
  const { input, base } = graph();
  const parent = new Context();
  const child = parent.fork().tweak(base.node(), add(1));

  child.evaluate(base.node());

  expect(parent.has(base.node())).toBe(false);
  expect(parent.has(input.node())).toBe(false);
});

test("[S3] nor what it read in the child itself, where other tweaks may hold", () => {
  const { input, base } = graph();
  const child = new Context().fork().tweak(base.node(), add(1));

  child.evaluate(base.node());

  expect(child.has(input.node())).toBe(false);
});

test("[S3] in a root it is the node's untweaked value", () => {
  const { input, base, taken } = graph();
  const root = new Context().tweak(base.node(), scale(10));

  expect(root.evaluate(base.node())).toBe(110);
  expect(taken()).toEqual(["base", "input"]);
  expect(root.tweak(input.node(), 7).evaluate(base.node())).toBe(110);
});

test("[S3] in a root the base value of a node that was cached before is taken, and nothing runs", () => {
  const { base, left, taken } = graph();
  const root = new Context();
  root.evaluate(left.node());
  taken();

  root.tweak(base.node(), add(1));

  expect(root.evaluate(base.node())).toBe(12);
  expect(taken()).toEqual([]);
});

test("[S3] [S16a] nor is an evaluation taken for a base value that the child had invalidated", () => {
  let world = 1;
  const quote = memoize(() => world, { input: true });
  const parent = new Context();
  const child = parent.fork();
  child.evaluate(quote.node());
  child.invalidate(quote.node());
  parent.tweak(quote.node(), scale(10));

  world = 2;
  expect(child.evaluate(quote.node())).toBe(20);
});

test("[S3] [S16a] in a root what was invalidated is looked through once, not for each base value", () => {
  const quote = memoize((n: number) => n, { input: true });
  const root = new Context().tweakAll(quote, (base) => base() + 1);
  const size = 200;
  const readAll = () =>
    root.run(() => {
      for (let n = 0; n < size; n++) quote(n);
    });
  readAll();
  for (let n = 0; n < size; n++) root.invalidate(quote.node(n));

  expect(effort(readAll).visits).toBeLessThan(10 * size);
});

test("[S16a] in a base value no evaluation stands in that was invalidated where it was made", () => {
  const world = { value: 1 };
  const input = memoize(() => world.value, { input: true });
  const doubled = memoize(() => input() * 2);
  const root = new Context().tweak(doubled.node(), add(100));
  const child = root.fork();
  child.evaluate(input.node());
  world.value = 2;
  child.refresh();

  expect(child.evaluate(doubled.node())).toBe(104);
});
