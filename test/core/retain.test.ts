import { Context } from "@dug/core";
import { expect, test } from "vitest";
import { executions } from "./executions.ts";

test("[S9] with retain: false the cache is dropped on every outermost exit", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const two = memo("two", () => one() + 1);
  const context = new Context("forgetful", { retain: false });

  context.run(() => {
    two();
    two();
  });
  expect(taken()).toEqual(["two", "one"]);
  expect(context.has(two.node())).toBe(false);
  context.run(() => two());

  expect(taken()).toEqual(["two", "one"]);
});

test("[S9] not on an inner exit", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const context = new Context("forgetful", { retain: false });

  context.run(() => {
    context.run(() => one());
    one();
  });

  expect(taken()).toEqual(["one"]);
});

test("[S9] also when it is left by an exception", () => {
  const { memo } = executions();
  const one = memo("one", () => 1);
  const context = new Context("forgetful", { retain: false });

  expect(() =>
    context.run(() => {
      one();
      throw new Error("midway");
    }),
  ).toThrow("midway");

  expect(context.has(one.node())).toBe(false);
});

test("[S9] with retain: false tweaks stay, those made inside included", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const two = memo("two", () => one() + 1);
  const context = new Context().fork("forgetful", { retain: false });

  context.run(() => {
    context.tweak(one.node(), 5);
    expect(two()).toBe(6);
  });

  expect(context.run(() => two())).toBe(6);
  expect(context.tweaks.nodes.size).toBe(1);
  expect(taken()).toEqual(["two", "two"]);
});

test("[S9] with retain: false invalidations stay: the parent's evaluation from before is not used", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const parent = new Context();
  parent.evaluate(one.node());
  const context = parent.fork("forgetful", { retain: false });
  context.run(() => one());
  expect(taken()).toEqual(["one"]);

  context.run(() => {
    context.invalidate(one.node());
    one();
  });
  context.run(() => one());

  expect(taken()).toEqual(["one", "one"]);
});

test("[S9] what the parent has is there at each entry", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const parent = new Context();
  parent.evaluate(one.node());
  const context = parent.fork("forgetful", { retain: false });

  context.run(() => one());
  context.run(() => one());

  expect(taken()).toEqual(["one"]);
});
