import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";

// A context that was seen to be up to date is entered and read out without asking those above it. Each of these is a way
// in which something above it could change unseen.

const input = memoize((): number => 1);
const double = memoize((): number => 2 * input());
const other = memoize((): number => 1);

test.for(["get", "evaluate"] as const)(
  "[S8] [S11] `%s` in a child that was restored sees a tweak in its parent, which stood nowhere until then",
  (method) => {
    const parent = new Context("root", { parent: null }).fork("parent");
    const child = parent.fork("child");
    child.restore(child.snapshot());
    expect(child.has(input.node())).toBe(false);
    parent.tweak(input.node(), 5);

    expect(child[method](input.node())).toBe(5);
    expect(child.evaluate(double.node())).toBe(10);
  },
);

test("[S8] entering a child that was restored retains its parent's state, too", () => {
  const root = new Context("root", { parent: null });
  const parent = root.fork("parent").invalidate(input.node());
  const child = parent.fork("child");
  child.restore(child.snapshot());
  expect(child.has(input.node())).toBe(false);
  child.run(() => undefined);
  root.evaluate(input.node());

  expect(parent.masked.has(input.node())).toBe(true); // the invalidation acted before the root had evaluated
});

test("[S8] what a listener changes above a context, told of what entering that masked, is seen by its next entry", () => {
  const base = new Context("base", { parent: null });
  base.evaluate(double.node());
  const child = base.fork("child").tweak(input.node(), 2);
  const stop = base.observe(["masked"], ({ context }) => {
    if (context !== child) return;
    stop();
    base.tweak(other.node(), 5);
  });
  child.evaluate(double.node());

  expect(base.evaluate(other.node())).toBe(5);
  expect(child.evaluate(other.node())).toBe(5);
  expect(child.get(other.node())).toBe(5);
});

const counts = [0, 1, 2, 3, 4, 5, 6, 7];

test.for(counts.flatMap((before) => counts.map((after) => [before, after] as const)))(
  "[S6] [S8] a child of one that changed families sees what changes above it: after %i changes in the one, %i in the other",
  ([before, after]) => {
    const left = new Context("left", { parent: null });
    const right = new Context("right", { parent: null });
    const dynamic = new Context("dynamic");
    const child = dynamic.fork("child");
    left.run(() => dynamic.run(() => undefined));
    for (let i = 0; i < before; i++) left.tweak(input.node(), i);
    child.evaluate(input.node());
    child.evaluate(input.node());
    right.run(() => dynamic.run(() => child.run(() => undefined)));
    for (let i = 0; i <= after; i++) right.tweak(input.node(), 10 + i);

    expect(child.evaluate(input.node())).toBe(10 + after);
  },
);
