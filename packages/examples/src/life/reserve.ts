import { memoize } from "@dug/core";
import { discount } from "./curve.ts";
import { claims, expenses, premiums } from "./projection.ts";
import { TERM } from "./term.ts";

/**
 * What must be kept at the start of a month for all that is still to come, in euros: the month's costs less its
 * premiums, and what its claims and the next month's reserve are worth at its start (Thiele's recursion, backwards).
 */
export const reserve = memoize("reserve", (month: number): number => {
  if (month === TERM) return 0;
  const back = discount(month + 1) / discount(month);
  return expenses(month) - premiums(month) + back * (claims(month) + reserve(month + 1));
});

/**
 * The reserve today, in euros: the best estimate of what the block will cost; negative if it will earn. It asks
 * for the months in such an order that each finds the one that it builds on known, the policies forwards, the
 * reserve backwards: no call goes deeper than a month, and any stack will do (S23).
 */
export const bestEstimate = memoize("bestEstimate", (): number => {
  for (let month = 0; month < TERM; month++) claims(month);
  for (let month = TERM; month > 0; month--) reserve(month);
  return reserve(0);
});

/** What all claims are worth today, in euros. */
export const claimsValue = memoize("claimsValue", () =>
  total((month) => claims(month) * discount(month + 1)),
);

/** What all costs are worth today, in euros. */
export const expensesValue = memoize("expensesValue", () =>
  total((month) => expenses(month) * discount(month)),
);

/** What all premiums are worth today, in euros. */
export const premiumsValue = memoize("premiumsValue", () =>
  total((month) => premiums(month) * discount(month)),
);

function total(amount: (month: number) => number): number {
  let sum = 0;
  for (let month = 0; month < TERM; month++) sum += amount(month);
  return sum;
}
