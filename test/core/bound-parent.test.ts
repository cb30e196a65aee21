import { Context, InvalidArgumentError, memoize } from "@dug/core";
import { expect, test } from "vitest";

test("[S6] new Context(name, { parent }) fixes the parent for life: entered elsewhere, it keeps it", () => {
  const one = memoize((): number => 1);
  const root = new Context("root");
  const parent = root.fork("parent").tweak(one.node(), 10);
  const other = root.fork("other").tweak(one.node(), 20);
  const bound = new Context("bound", { parent });

  expect(bound.run(() => one())).toBe(10);
  expect(other.run(() => bound.run(() => one()))).toBe(10);
  expect(other.run(() => one())).toBe(20);
});

test("[S6] { parent: null } is a root for life, entered within another or not", () => {
  const one = memoize((): number => 1);
  const other = new Context("other").tweak(one.node(), 20);
  const bound = new Context("bound", { parent: null });

  expect(other.run(() => bound.run(() => one()))).toBe(1);
  expect(bound.run(() => one())).toBe(1);
});

test("[S6] fork does the same as { parent }", () => {
  const one = memoize((): number => 1);
  const parent = new Context("parent").tweak(one.node(), 10);
  const other = new Context("other").tweak(one.node(), 20);
  const fork = parent.fork("fork");

  expect(fork.run(() => one())).toBe(10);
  expect(other.run(() => fork.run(() => one()))).toBe(10);
});

test("[S6] a bound context entered within another goes back to that one when it is left", () => {
  const one = memoize((): number => 1);
  const parent = new Context("parent").tweak(one.node(), 10);
  const other = new Context("other").tweak(one.node(), 20);

  other.run(() => {
    parent.fork().run(() => expect(one()).toBe(10));
    expect(one()).toBe(20);
  });
});

test("[S6] a dynamic context entered within a bound one has that as parent", () => {
  const one = memoize((): number => 1);
  const bound = new Context("bound", { parent: null }).tweak(one.node(), 10);

  expect(new Context("other").run(() => bound.run(() => new Context().run(() => one())))).toBe(10);
});

test("[S6] several contexts with one parent, entered in one another, stay siblings", () => {
  const one = memoize((): number => 1);
  const parent = new Context("parent");
  const left = new Context("left", { parent }).tweak(one.node(), 10);
  const right = new Context("right", { parent });

  expect(left.run(() => right.run(() => one()))).toBe(1);
});

test("[S6] a parent that is neither context, snapshot nor null is refused", () => {
  expect(() => new Context("wrong", { parent: "parent" as never })).toThrow(InvalidArgumentError);
});
