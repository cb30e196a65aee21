import { Context, DugError, memoize, OutsideContextError } from "@dug/core";
import { expect, test } from "vitest";
import { executions } from "./executions.ts";

test("[S5] calling a memoised function outside every context throws OutsideContextError, and runs nothing", () => {
  const { memo, taken } = executions();
  const double = memo("double", (n: number) => 2 * n);

  expect(() => double(4)).toThrow(OutsideContextError);
  expect(taken()).toEqual([]);
});

test("[S5] the error says which call it was, in a stable code, a field and a sentence", () => {
  const double = memoize("outside-context/double", (n: number): number => 2 * n);
  const caught = ((): unknown => {
    try {
      return double(4);
    } catch (error) {
      return error;
    }
  })();

  expect(caught).toBeInstanceOf(DugError);
  expect(caught).toMatchObject({
    code: "OUTSIDE_CONTEXT",
    name: "OutsideContextError",
    call: "outside-context/double(4)",
  });
  expect(String(caught)).toContain("outside-context/double(4)");
});

test("[S5] a context that exists and is not entered does not count, nor one that was left", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const context = new Context();
  context.run(() => one());
  taken();

  expect(() => one()).toThrow(OutsideContextError);
  expect(taken()).toEqual([]);
});

test("[S5] Context.current is the current one", () => {
  const outer = new Context("outer");
  const inner = outer.fork("inner");

  outer.run(() => {
    expect(Context.current).toBe(outer);
    expect(inner.run(() => Context.current)).toBe(inner);
    expect(Context.current).toBe(outer);
  });
});

test("[S5] Context.current throws OutsideContextError outside every context", () => {
  expect(() => Context.current).toThrow(OutsideContextError);
  new Context().run(() => undefined);
  expect(() => Context.current).toThrow(OutsideContextError);
});

test("[S5] the current context is had inside a memoised function, too", () => {
  const seen = memoize((): Context => Context.current);
  const context = new Context();

  expect(context.run(() => seen())).toBe(context);
});

test("[S5] making a node and tweaking need no current context", () => {
  const double = memoize((n: number): number => 2 * n);

  expect(new Context().tweak(double.node(4), 9).has(double.node(4))).toBe(true);
});
