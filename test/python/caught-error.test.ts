import { Context, memoize } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";

interface Guarded {
  readonly ran: string[];
  readonly failure: Error;
  readonly quote: Memoised<() => number>;
  readonly price: Memoised<() => number>;
}

/** `price` catches the error of `quote`. */
function guarded(): Guarded {
  const ran: string[] = [];
  const failure = new Error("no quote");
  const quote = memoize((): number => {
    ran.push("quote");
    throw failure;
  });
  const price = memoize((): number => {
    ran.push("price");
    try {
      return quote();
    } catch {
      return -1;
    }
  });
  return { ran, failure, quote, price };
}

test("[S19] a function that catches a dependency's error has a value, and it is cached", () => {
  const { ran, price } = guarded();
  const context = new Context();

  context.run(() => {
    expect(price()).toBe(-1);
    expect(price()).toBe(-1);
  });

  expect(ran).toEqual(["price", "quote"]);
});

test("[S19] it depends on the error that it caught", () => {
  const { ran, quote, price } = guarded();
  const context = new Context();

  context.run(() => {
    expect(price()).toBe(-1);
    ran.length = 0;

    context.tweak(quote.node(), 80);

    expect(context.has(price.node())).toBe(false);
    expect(price()).toBe(80);
    expect(ran).toEqual(["price"]);
  });
});

test("[S19] the error is cached and rethrown, the same object (Python: the function runs each time)", () => {
  const { ran, failure, quote } = guarded();
  const context = new Context();

  context.run(() => {
    expect(() => quote()).toThrow(failure);
    expect(() => quote()).toThrow(failure);
  });

  expect(ran).toEqual(["quote"]);
  expect(context.peek(quote.node())).toMatchObject({ kind: "error", error: failure });
});
