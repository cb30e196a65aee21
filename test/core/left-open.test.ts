import { Context, ContextOrderError, memoize, OutsideContextError } from "@dug/core";
import { expect, test } from "vitest";
import { executions } from "./executions.ts";

test("[S10] a context still entered at the end of the run around it makes the run fail", () => {
  const outer = new Context("outer");
  const inner = outer.fork("inner");

  expect(() =>
    outer.run(() => {
      inner.enter();
      return 1;
    }),
  ).toThrow(ContextOrderError);
  expect(() => Context.current).toThrow(OutsideContextError);
});

test("[S10] the run around it is the innermost one: the outer run goes on", () => {
  const outer = new Context("outer");
  const inner = outer.fork("inner");

  outer.run(() => {
    expect(() => inner.run(() => void inner.fork("open").enter())).toThrow(ContextOrderError);
    expect(Context.current).toBe(outer);
  });
});

test("[S10] it makes the enclosing evaluation fail, which is not cached (S19)", () => {
  const { memo, taken } = executions();
  let isOpen = true;
  const careless = memo("careless", () => {
    const opened = new Context("opened").enter();
    if (!isOpen) opened[Symbol.dispose]();
    return 1;
  });
  const context = new Context("context");

  context.run(() => {
    expect(() => careless()).toThrow(ContextOrderError);
    expect(Context.current).toBe(context);
  });
  expect(context.has(careless.node())).toBe(false);
  isOpen = false;
  expect(context.evaluate(careless.node())).toBe(1);
  expect(taken()).toEqual(["careless", "careless"]);
});

test("[S10] several left open are all left", () => {
  const outer = new Context("outer");

  expect(() =>
    outer.run(() => {
      outer.fork("first").enter();
      outer.fork("second").enter();
    }),
  ).toThrow(ContextOrderError);
  expect(() => Context.current).toThrow(OutsideContextError);
});

test("[S10] left open by an exception: the stack is restored all the same", () => {
  const outer = new Context("outer");

  outer.run(() => {
    expect(() =>
      outer.run(() => {
        outer.fork("open").enter();
        throw new Error("midway");
      }),
    ).toThrow(/midway|not left/);
    expect(Context.current).toBe(outer);
  });
});

test("[S10] with nothing enclosing that can fail, the engine closes it at the next microtask checkpoint", async () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const context = new Context("open");
  const entrance = context.enter();
  expect(one()).toBe(1);
  expect(Context.current).toBe(context);

  await Promise.resolve();

  expect(() => one()).toThrow(OutsideContextError);
  expect(() => Context.current).toThrow(OutsideContextError);
  expect(() => entrance[Symbol.dispose]()).toThrow(ContextOrderError);
  expect(taken()).toEqual(["one"]);
});

test("[S10] several open ones are closed together, and can be entered anew", async () => {
  const one = memoize((): number => 1);
  const outer = new Context("outer");
  const inner = outer.fork("inner");
  const entrances = [outer.enter(), inner.enter()];

  await Promise.resolve();

  expect(() => Context.current).toThrow(OutsideContextError);
  for (const entrance of entrances)
    expect(() => entrance[Symbol.dispose]()).toThrow(ContextOrderError);
  expect(inner.run(() => one())).toBe(1);
});

test("[S10] a context that was disposed in time is not closed again", async () => {
  const context = new Context("closed");
  const entrance = context.enter();
  entrance[Symbol.dispose]();

  await Promise.resolve();

  const again = context.enter();
  expect(Context.current).toBe(context);
  again[Symbol.dispose]();
});

test("[S10] its cache outlives it: what was evaluated before it was closed is kept", async () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const context = new Context("open");
  context.enter();
  one();

  await Promise.resolve();

  expect(context.evaluate(one.node())).toBe(1);
  expect(taken()).toEqual(["one"]);
});
