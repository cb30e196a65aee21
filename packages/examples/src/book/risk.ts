import { Context, memoize, relative } from "@dug/core";
import { quantile } from "@dug/scenarios";
import { monthlyReturn, months, spot, tickers } from "./market.ts";
import { tickerValue } from "./valuation.ts";

/**
 * Value of all positions in a share, in dollars, if its price today changed as it did in each month of
 * history. The function opens a context of its own for each month, bumps the price there, and revalues
 * (S21). In a month without a return the share keeps today's price.
 */
export const replayedValues = memoize("replayedValues", (ticker: string): readonly number[] =>
  months().map((month) => {
    const change = monthlyReturn(ticker, month);
    if (change === null) return tickerValue(ticker);
    return new Context().tweak(spot.node(ticker), relative(change)).run(() => tickerValue(ticker));
  }),
);

/** What the book gains if every price today changed as it did in that month, in dollars. */
export const replayedGain = memoize("replayedGain", (month: string) => {
  const at = months().indexOf(month);
  return tickers().reduce(
    (sum, ticker) => sum + (replayedValues(ticker)[at] ?? NaN) - tickerValue(ticker),
    0,
  );
});

/**
 * The loss that history exceeded in one month of twenty, in dollars: value at risk at 95 % over a month,
 * by historical simulation (J. Hull, "Options, Futures, and Other Derivatives", chapter "Value at risk").
 */
export const valueAtRisk = memoize("valueAtRisk", () => {
  const gains = months().map((month) => replayedGain(month));
  return -quantile(gains, 0.05);
});
