import { Context, memoize, shift } from "@dug/core";
import { Reference } from "@dug/testing";
import { expect, test } from "vitest";

// Programs on which the engine and the model once differed, as random ones found them and shrinking left them.

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

test("[S21] what a root's shift was made of, read in a context that was opened on the root, is a dependency", () => {
  const deepest = memoize((): number => 0);
  const shifted = memoize((): number => new Context().run(() => deepest()));
  const reader = memoize((): number => new Context().run(() => new Context().run(() => shifted())));
  const increase = shift((base: number) => base + 7);
  const base = new Context("base", { parent: null }).tweak(shifted.node(), increase);
  const model = new Reference().root("base").tweak(shifted.node(), increase);

  for (const context of [base, model]) {
    expect(context.evaluate(reader.node())).toBe(7);
    expect(context.has(reader.node())).toBe(true);
    context.tweak(deepest.node(), 5);
    expect(context.has(reader.node())).toBe(false);
    expect(context.evaluate(reader.node())).toBe(7);
  }
});

test("[S19, S20] a node on a ring that a comparison came upon first runs once", () => {
  const ran: string[] = [];
  const first: () => number = memoize((): number => (ran.push("first"), second()));
  const second = memoize((): number => (ran.push("second"), third()));
  const third = memoize((): number => (ran.push("third"), first()));
  const base = new Context("base", { parent: null }).tweak(third.node(), 0);
  base.run(() => first());
  ran.length = 0;
  base.untweak(third.node());

  expect(base.run(() => [third, second, first].map((fn) => codeOf(fn)))).toEqual(
    Array(3).fill("CYCLE"),
  );
  expect(ran.toSorted()).toEqual(["first", "second", "third"]);
});

function codeOf(body: () => number): unknown {
  try {
    return body();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}
