import { add, Context, memoize } from "@dug/core";
import { Reference } from "@dug/testing";
import { expect, test } from "vitest";
import { ranIn, restorerOf } from "./findings.ts";

// Programs on which the engine and the model once differed because of a restore, or of what a read-out does not retain.

test.for([true, false])(
  "[S9, S11] what is evaluated above a parent that was never entered is seen after a restore, retain: %s",
  (retain) => {
    const value = memoize((): number => 0);
    const base = new Context("base", { parent: null });
    const child = base.fork("parent", { retain }).fork("child");
    child.restore(child.snapshot());
    base.evaluate(value.node());
    const model = new Reference().root("base");
    const same = model.fork("parent", { retain }).fork("child");
    same.restore(same.snapshot());
    model.evaluate(value.node());

    expect([child.has(value.node()), same.has(value.node())]).toEqual([true, true]);
  },
);

test("[S9, S11] what a child was restored to under a parent that was never entered it keeps while nothing is changed", () => {
  const value = memoize((): number => 0);
  for (const base of [new Context("base", { parent: null }), new Reference().root("base")]) {
    base.evaluate(value.node());
    const parent = base.fork("parent");
    const child = parent.fork("child");
    restorerOf(child)();
    base.forget(value);
    expect([parent, child].map((each) => each.has(value.node()))).toEqual([false, true]);
    parent.run(() => undefined);
    expect([parent, child].map((each) => each.has(value.node()))).toEqual([false, true]);
    base.invalidate(value);

    expect(child.has(value.node())).toBe(false);
  }
});

test("[S9, S11] what is evaluated above it is seen even where the parent is entered twice in between", () => {
  const [first, second] = [memoize((): number => 0), memoize((): number => 0)];
  for (const base of [new Context("base", { parent: null }), new Reference().root("base")]) {
    const parent = base.fork("parent");
    const child = parent.fork("child");
    restorerOf(child)();
    base.evaluate(first.node());
    parent.run(() => undefined);
    base.evaluate(second.node());
    parent.run(() => undefined);

    expect([first, second].map((each) => child.has(each.node()))).toEqual([true, true]);
  }
});

test("[S9, S11] nor does a read-out change the parent, which has yet to be put on what its own has changed to", () => {
  const [first, second] = [memoize((): number => 0), memoize((): number => 0)];
  const source = memoize((): number => 1);
  for (const base of [new Context("base", { parent: null }), new Reference().root("base")]) {
    const parent = base.fork("parent");
    parent.run(() => undefined);
    const child = parent.fork("child");
    base.tweak(source.node(), 0);
    base.evaluate(first.node());
    restorerOf(child)();
    base.evaluate(second.node());
    base.forget(first);

    expect([first, second].map((each) => parent.has(each.node()))).toEqual([false, true]);
    expect([first, second].map((each) => child.has(each.node()))).toEqual([true, true]);
  }
});

test("[S8, S11] a child that was restored under a context which stands nowhere sees what that is told", () => {
  const value = memoize((): number => 0);
  const reference = new Reference();
  for (const dynamic of [new Context("dynamic"), reference.dynamic("dynamic")]) {
    const child = dynamic.fork("child");
    restorerOf(child)();
    expect(child.has(value.node())).toBe(false);
    dynamic.tweak(value.node(), 5);

    expect([child.get(value.node()), child.evaluate(value.node())]).toEqual([5, 5]);
  }
});

test("[S6, S8] and where it is once that was entered", () => {
  const value = memoize((): number => 0);
  const reference = new Reference();
  for (const [base, dynamic] of [
    [new Context("base", { parent: null }), new Context("dynamic")] as const,
    [reference.root("base"), reference.dynamic("dynamic")] as const,
  ]) {
    base.tweak(value.node(), 5);
    const child = dynamic.fork("child");
    restorerOf(child)();
    expect(child.has(value.node())).toBe(false);
    base.run(() => dynamic.run(() => undefined));

    expect(child.get(value.node())).toBe(5);
  }
});

test("[S11, S16a] beneath a root's shift, too, an invalidation that a restore undoes counts no more, and again if it is restored", () => {
  const value = memoize("findings/beneath", (): number => 1);
  const reference = new Reference();
  for (const base of [new Context("base", { parent: null }), reference.root("base")]) {
    base.tweak(value.node(), add(10));
    const back = restorerOf(base);
    const run = (): unknown => ranIn(base, reference, () => base.evaluate(value.node()));
    expect(run()).toEqual(["findings/beneath()"]);
    base.invalidate(value);
    const forth = restorerOf(base);
    back();
    expect(run()).toEqual([]);
    forth();
    expect(run()).toEqual(["findings/beneath()"]);
  }
});
