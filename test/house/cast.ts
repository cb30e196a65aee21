// The functions that the examples in docstrings speak of, so that each need not define them anew.
import { Context, memoize } from "@dug/core";

export const spot = memoize("spot", (ticker = "IBM"): number => ticker.length * 25);
export const vol = memoize("vol", (ticker = "IBM"): number => ticker.length / 10);
export const option = memoize(
  "option",
  (ticker: string, strike: number): number => Math.max(spot(ticker) - strike, 0) + vol(ticker),
);
export const book = memoize("book", (): number => option("IBM", 80) + spot());
export const base = new Context("base");
export const crash = base.fork("crash").tweak(spot.node("IBM"), 80);
