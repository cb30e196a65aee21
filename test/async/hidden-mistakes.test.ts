import { Context, ContextOrderError, flow, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { rejection, turn } from "../support/deferred.ts";

test("[S22b] a synchronous function that catches the refusal is not cached either", async () => {
  const quote = memoize(async (): Promise<number> => 1);
  const hiding = memoize((): string => {
    try {
      void quote();
      return "called";
    } catch {
      return "refused";
    }
  });
  const reader = memoize((): string => `${hiding()}, it says`);
  const base = new Context();

  expect(base.evaluate(reader.node())).toBe("refused, it says");
  expect([hiding, reader].map((fn) => base.has(fn.node()))).toEqual([false, false]);
});

test("[S10] a flow that leaves a context open at a yield fails, before its first one and after it", async () => {
  for (const isAfter of [false, true]) {
    const careless = memoize(
      flow(function* (): Generator<Promise<unknown>, number, never> {
        if (isAfter) yield turn();
        new Context("own").enter();
        yield turn();
        return 1;
      }),
    );
    const base = new Context();

    expect(await rejection(base.evaluate(careless.node()))).toBeInstanceOf(ContextOrderError);
    expect(base.has(careless.node())).toBe(false);
  }
});
