import { CallInShiftError, Context, memoize } from "@dug/core";
import { expect, test } from "vitest";

const spot = memoize((ticker: string): number => ticker.length * 100);
const price = memoize((ticker: string, strike: number): number => spot(ticker) + strike);

test("[S12a] a memoised call in the callback throws CallInShiftError", () => {
  const context = new Context().tweakAll(price, (base, ticker) => base() + spot(ticker));

  expect(() => context.evaluate(price.node("A", 1))).toThrow(CallInShiftError);
  expect(context.has(price.node("A", 1))).toBe(false);
});

test("[S12a] a memoised call in the filter throws CallInShiftError", () => {
  const context = new Context();
  context.evaluate(price.node("A", 1));
  const caught: unknown[] = [];
  context.tweakAll(price, 0, {
    where: (ticker) => {
      try {
        return spot(ticker) > 0;
      } catch (error) {
        caught.push(error);
        throw error;
      }
    },
  });

  expect(() => context.evaluate(price.node("A", 1))).toThrow(CallInShiftError);
  expect(caught.length).toBeGreaterThan(0);
  for (const error of caught) expect(error).toBeInstanceOf(CallInShiftError);
});

test("[S12a] base() throws the base value's error", () => {
  const mistake = new Error("no base");
  const failing = memoize((): number => {
    throw mistake;
  });
  const context = new Context().fork().tweakAll(failing, (base) => base() + 1);

  expect(() => context.evaluate(failing.node())).toThrow(mistake);
  expect(context.peek(failing.node())).toEqual({ kind: "error", error: mistake });
});

test("[S12a] base() throws the base value's error, which the callback may catch", () => {
  const mistake = new Error("no base");
  const failing = memoize((): number => {
    throw mistake;
  });
  const caught: unknown[] = [];
  const context = new Context().fork().tweakAll(failing, (base) => {
    try {
      return base();
    } catch (error) {
      caught.push(error);
      return -1;
    }
  });

  expect(context.evaluate(failing.node())).toBe(-1);
  expect(caught).toEqual([mistake]);
  expect(caught[0]).toBe(mistake);
});

test("[S12a] a callback that does not ask for the base value is not reached by its error", () => {
  const failing = memoize((): number => {
    throw new Error("no base");
  });

  expect(new Context().tweakAll(failing, () => 7).evaluate(failing.node())).toBe(7);
});

/** A tweak of all of `price` to 0, whose filter throws while it is out of order. */
function filtered() {
  const mistake = new Error("no filter");
  const filter = { isBroken: true };
  const where = (): boolean => {
    if (filter.isBroken) throw mistake;
    return true;
  };
  const context = new Context().tweakAll(price, 0, { where });
  expect(() => context.evaluate(price.node("A", 1))).toThrow(mistake);
  expect(context.has(price.node("A", 1))).toBe(true);
  return { context, filter };
}

test("[S26] clear and forget unload what a filter threw, for it is no fixed value", () => {
  for (const unload of ["clear", "forget"] as const) {
    const { context, filter } = filtered();
    if (unload === "clear") context.clear();
    else context.forget(price.node("A", 1));
    expect(context.has(price.node("A", 1))).toBe(false);

    filter.isBroken = false;
    expect(context.evaluate(price.node("A", 1))).toBe(0);
  }
});

test("[S16a] after an invalidation a filter that threw is asked again", () => {
  const { context, filter } = filtered();
  context.invalidate(price.node("A", 1));
  filter.isBroken = false;

  expect(context.evaluate(price.node("A", 1))).toBe(0);
});
