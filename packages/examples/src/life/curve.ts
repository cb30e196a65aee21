import { memoize } from "@dug/core";

const ASSUMED: ReadonlyMap<number, number> = new Map([
  [1, 0.021],
  [2, 0.022],
  [5, 0.024],
  [10, 0.027],
  [15, 0.028],
  [20, 0.0285],
  [30, 0.029],
  [50, 0.03],
]);

const MATURITIES = [...ASSUMED.keys()];

/** Interest a year of money that is lent for so many years without risk, compounded yearly: an assumption. */
export const zeroRate = memoize("zeroRate", (years: number) => {
  const rate = ASSUMED.get(years);
  if (rate === undefined) throw new RangeError(`the curve has no point at ${years} years`);
  return rate;
});

/** The same for any time, in months: on a straight line between the points of the curve, level before the first. */
export const interestRate = memoize("interestRate", (month: number) => {
  const years = month / 12;
  const after = MATURITIES.find((each) => each >= years) ?? Infinity;
  const before = MATURITIES.findLast((each) => each <= years) ?? after;
  if (before === after) return zeroRate(after);
  const part = (years - before) / (after - before);
  return (1 - part) * zeroRate(before) + part * zeroRate(after);
});

/** What one euro in so many months is worth today. */
export const discount = memoize(
  "discount",
  (month: number) => (1 + interestRate(month)) ** (-month / 12),
);
