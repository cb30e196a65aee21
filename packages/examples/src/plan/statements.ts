// Income, cash and debt lead from one to another through the years, so they stand in one file: a year's interest is
// paid on the debt that the year before left, which its cash flow left, which its net profit made.
import { memoize } from "@dug/core";
import * as given from "./assumptions.ts";
import * as business from "./operations.ts";
import { CLOSED } from "./years.ts";

/**
 * Interest of a year: on the debt at its start. On the average of the year it would depend on the year's cash
 * flow, which depends on it: a cycle.
 */
export const interest = memoize("interest", (year: number): number => {
  const rate = given.marketRate(year) + given.bankMargin();
  return rate * (loan(year - 1) + revolver(year - 1));
});

/** Profit before tax. */
export const profitBeforeTax = memoize(
  "profitBeforeTax",
  (year: number): number => business.ebit(year) - interest(year),
);

/** Losses of the past that no profit has used up, at a year's end: they are taken off later profits. */
export const lossesCarried = memoize("lossesCarried", (year: number): number =>
  year === CLOSED ? 0 : Math.max(0, lossesCarried(year - 1) - profitBeforeTax(year)),
);

/** Tax of a year, paid in it. */
export const tax = memoize("tax", (year: number): number => {
  const taxable = Math.max(0, profitBeforeTax(year) - lossesCarried(year - 1));
  return given.taxRate(year) * taxable;
});

/** What a year leaves to the owners: the income statement's last line. */
export const netProfit = memoize("netProfit", (year: number): number =>
  year === CLOSED ? given.closing("netProfit") : profitBeforeTax(year) - tax(year),
);

/** What the owners are paid in a year: a part of the profit of the year before. */
export const dividends = memoize(
  "dividends",
  (year: number): number => given.payout(year) * Math.max(0, netProfit(year - 1)),
);

/** Cash that the business brings in. */
export const operatingCashFlow = memoize("operatingCashFlow", (year: number): number => {
  const bound = business.workingCapital(year) - business.workingCapital(year - 1);
  return netProfit(year) + business.depreciation(year) - bound;
});

/** Cash that goes into fixed assets; so it is negative. */
export const investingCashFlow = memoize(
  "investingCashFlow",
  (year: number): number => -business.capex(year),
);

/** Cash at a year's end if the revolver were left as it is. */
export const cashBeforeRevolver = memoize("cashBeforeRevolver", (year: number): number => {
  const earned = operatingCashFlow(year) + investingCashFlow(year);
  return cash(year - 1) + earned - given.repayment(year) - dividends(year);
});

/** What is drawn on the revolver to have the minimum of cash; negative where cash above it repays what was drawn. */
export const revolverDrawn = memoize("revolverDrawn", (year: number): number =>
  Math.max(given.minimumCash() - cashBeforeRevolver(year), -revolver(year - 1)),
);

/** What is owed on the revolver at a year's end. */
export const revolver = memoize("revolver", (year: number): number =>
  year === CLOSED ? 0 : revolver(year - 1) + revolverDrawn(year),
);

/** What is left of the loan at a year's end. */
export const loan = memoize("loan", (year: number): number =>
  year === CLOSED ? given.closing("loan") : loan(year - 1) - given.repayment(year),
);

/** Cash that banks and owners bring in, less what they are paid. */
export const financingCashFlow = memoize(
  "financingCashFlow",
  (year: number): number => revolverDrawn(year) - given.repayment(year) - dividends(year),
);

/** Cash at a year's end: the cash flow statement's last line. */
export const cash = memoize("cash", (year: number): number =>
  year === CLOSED
    ? given.closing("cash")
    : cash(year - 1) + operatingCashFlow(year) + investingCashFlow(year) + financingCashFlow(year),
);

/** All that the company has at a year's end. */
export const assets = memoize(
  "assets",
  (year: number) =>
    cash(year) + business.receivables(year) + business.inventory(year) + business.fixedAssets(year),
);

/** All that it owes to others at a year's end. */
export const liabilities = memoize(
  "liabilities",
  (year: number) => business.payables(year) + loan(year) + revolver(year),
);

/** What is the owners' at a year's end, by what they left in the company; in the closed year what the debts leave. */
export const equity = memoize("equity", (year: number): number =>
  year === CLOSED
    ? assets(CLOSED) - liabilities(CLOSED)
    : equity(year - 1) + netProfit(year) - dividends(year),
);

/** By how much the balance sheet does not balance: nothing, but for the last digits. */
export const imbalance = memoize(
  "imbalance",
  (year: number) => assets(year) - liabilities(year) - equity(year),
);
