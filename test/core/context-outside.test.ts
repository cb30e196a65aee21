import { Context, memoize, OutsideContextError } from "@dug/core";
import { expect, test } from "vitest";

test("[S6] Context.outside runs code with no context", () => {
  const one = memoize((): number => 1);
  const context = new Context();

  context.run(() => {
    expect(() => Context.outside(() => one())).toThrow(OutsideContextError);
    expect(() => Context.outside(() => Context.current)).toThrow(OutsideContextError);
  });
});

test("[S6] Context.outside hands back what the code returns, and the context is current again", () => {
  const context = new Context();

  context.run(() => {
    expect(Context.outside(() => 7)).toBe(7);
    expect(Context.current).toBe(context);
  });
});

test("[S6] the context is current again also when the code threw", () => {
  const mistake = new Error("outside");
  const context = new Context();

  context.run(() => {
    expect(() =>
      Context.outside(() => {
        throw mistake;
      }),
    ).toThrow(mistake);
    expect(Context.current).toBe(context);
  });
});

test("[S6] a dynamic context entered in Context.outside is a root", () => {
  const one = memoize((): number => 1);
  const context = new Context().tweak(one.node(), 10);

  context.run(() => {
    expect(new Context().run(() => one())).toBe(10);
    expect(Context.outside(() => new Context().run(() => one()))).toBe(1);
  });
});

test("[S6] Context.outside works where there is no context anyway", () => {
  expect(Context.outside(() => 7)).toBe(7);
});
