// The functions that the examples in docstrings speak of, so that each need not define them anew:
// every spot is 100, and the book holds two shares.
import { Context, memoize } from "@dug/core";

export const spot = memoize("spot", (_ticker = "IBM"): number => 100);
export const vol = memoize("vol", (_ticker = "IBM"): number => 0.2);
export const option = memoize(
  "option",
  (ticker: string, strike: number): number => Math.max(spot(ticker) - strike, 0) + 10 * vol(ticker),
);
export const book = memoize("book", (): number => spot() * 2);
export const base = new Context("base");
export const crash = base.fork("crash").tweak(spot.node("IBM"), 80);
