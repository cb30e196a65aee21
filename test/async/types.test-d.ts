import { Context, flow, memoize, type Node, shift } from "@dug/core";
import { expectTypeOf, test } from "vitest";

const quote = memoize(async (ticker: string): Promise<number> => ticker.length);
const fetched = memoize((ticker: string): Promise<number> => Promise.resolve(ticker.length), {
  async: true,
});
const flowing = memoize(
  flow(function* (ticker: string) {
    const value: number = yield quote(ticker);
    return value;
  }),
);
const base = new Context();

test("[S22] a call of an asynchronous function gives a promise, however it is written", () => {
  expectTypeOf(quote("IBM")).toEqualTypeOf<Promise<number>>();
  expectTypeOf(fetched("IBM")).toEqualTypeOf<Promise<number>>();
  expectTypeOf(flowing("IBM")).toEqualTypeOf<Promise<number>>();
  expectTypeOf(quote.node("IBM")).toEqualTypeOf<Node<Promise<number>>>();
  expectTypeOf(base.evaluate(quote.node("IBM"))).toEqualTypeOf<Promise<number>>();
  // @ts-expect-error -- the arguments are checked
  void quote(1);
  // @ts-expect-error -- those of a flow, too
  void flowing(1);
});

test("[S22b] a tweak of an asynchronous node is what it settles to", () => {
  expectTypeOf(base.tweak(quote.node("IBM"), 80)).toEqualTypeOf<Context>();
  base.tweak(
    quote.node("IBM"),
    shift((value: number) => value + 1),
  );
  base.tweakAll(quote, (value, ticker) => value() + ticker.length);
  base.tweak(flowing.node("IBM"), 80);
  // @ts-expect-error -- a promise is no value of it
  base.tweak(quote.node("IBM"), Promise.resolve(80));
  // @ts-expect-error -- nor is a text
  base.tweak(quote.node("IBM"), "80");
});

test("[S22] `run` of an async function, and of a flow, gives a promise", () => {
  expectTypeOf(base.run(async () => 1)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(
    base.run(
      flow(function* () {
        yield Promise.resolve();
        return "x";
      }),
    ),
  ).toEqualTypeOf<Promise<string>>();
  expectTypeOf(base.run(() => 1)).toEqualTypeOf<number>();
});

test("[S22f] `run` and `evaluate` take a signal", () => {
  const { signal } = new AbortController();
  expectTypeOf(base.run(async () => 1, { signal })).toEqualTypeOf<Promise<number>>();
  expectTypeOf(base.evaluate(quote.node("IBM"), { signal })).toEqualTypeOf<Promise<number>>();
});
