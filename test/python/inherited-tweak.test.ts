import { add, Context, memoize } from "@dug/core";
import { expect, test } from "vitest";

test("[S1] an inherited tweak survives a tweak upstream of it", () => {
  const a = memoize((): number => 1);
  const b = memoize((): number => a() + 10);
  const c = memoize((): number => b() + 100);

  new Context().run(() => {
    expect(c()).toBe(111);
    Context.current.tweak(b.node(), 50);

    new Context().run(() => {
      Context.current.tweak(a.node(), 2);

      expect(b()).toBe(50);
      expect(c()).toBe(150);
    });
  });
});

test("[S1] so does an inherited shift: the tweak upstream does not reach its base value", () => {
  const a = memoize((): number => 1);
  const b = memoize((): number => a() + 10);
  const parent = new Context().tweak(b.node(), add(1000));
  expect(parent.evaluate(b.node())).toBe(1011);

  const child = parent.fork().tweak(a.node(), 2);

  expect(child.evaluate(b.node())).toBe(1011);
});

test("[S12b] when the inherited tweak goes, the tweak upstream shows", () => {
  const a = memoize((): number => 1);
  const b = memoize((): number => a() + 10);
  const parent = new Context().tweak(b.node(), 50);
  const child = parent.fork().tweak(a.node(), 2);
  expect(child.evaluate(b.node())).toBe(50);

  parent.untweak(b.node());

  expect(child.evaluate(b.node())).toBe(12);
});
