import { isDeepStrictEqual } from "node:util";
import { memoize } from "@dug/core";
import { monthBefore, readPrices } from "./prices.ts";

/** The file of prices: read again after `refresh()`; if its content is the same, all else stands. */
export const prices = memoize("prices", () => readPrices(), {
  input: true,
  equals: isDeepStrictEqual,
});

/** The tickers, in the file's order. */
export const tickers = memoize("tickers", () => [...prices().keys()]);

/** A share's monthly prices: month to dollars, oldest first. */
export const history = memoize("history", (ticker: string) => {
  const found = prices().get(ticker);
  if (found === undefined) throw new RangeError(`there are no prices of ${ticker}`);
  return found;
});

/** Today's price of a share, in dollars: the last of its history. */
export const spot = memoize(
  "spot",
  (ticker: string) => [...history(ticker).values()].at(-1) ?? NaN,
);

/** All months but the first, oldest first: those that can have a return. */
export const months = memoize("months", () =>
  [...new Set(tickers().flatMap((ticker) => [...history(ticker).keys()]))].toSorted().slice(1),
);

/** What a share gained in a month, as a fraction of its price the month before; `null` if one of the two lacks. */
export const monthlyReturn = memoize("monthlyReturn", (ticker: string, month: string) => {
  const after = history(ticker).get(month);
  const before = history(ticker).get(monthBefore(month));
  return after === undefined || before === undefined ? null : after / before - 1;
});

/**
 * A share's volatility a year: the sample standard deviation of its logarithmic returns over the last
 * twelve months, times √12 (J. Hull, "Options, Futures, and Other Derivatives", "Estimating volatility
 * from historical data").
 */
export const volatility = memoize("volatility", (ticker: string) => {
  const returns = months()
    .slice(-12)
    .map((month) => Math.log1p(monthlyReturn(ticker, month) ?? NaN));
  const mean = sum(returns) / returns.length;
  const squares = sum(returns.map((each) => (each - mean) ** 2));
  return Math.sqrt((squares / (returns.length - 1)) * 12);
});

/**
 * Interest rate a year, continuously compounded, for every expiry: an assumption, the upper end of the
 * Federal Reserve's target range in March 2010.
 */
export const rate = memoize("rate", () => 0.0025);

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
