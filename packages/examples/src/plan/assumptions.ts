import { memoize } from "@dug/core";
import { YEARS } from "./years.ts";

const CLOSING = {
  sales: 40_000,
  overheads: 9_000,
  netProfit: 2_400,
  cash: 2_500,
  receivables: 5_500,
  inventory: 4_100,
  fixedAssets: 24_000,
  payables: 2_900,
  loan: 15_000,
} as const;

/** A figure of the closed year, in thousands of euros. The company is made up. */
export const closing = memoize("closing", (item: keyof typeof CLOSING): number => CLOSING[item]);

/** By what fraction sales grow in a year; the new plant opens in 2028. */
export const growth = memoize("growth", (year: number): number => (year === 2028 ? 0.08 : 0.04));

/** Cost of sales, as a fraction of sales. */
export const costShare = memoize("costShare", (_year: number): number => 0.58);

/** By what fraction overheads grow in a year. */
export const inflation = memoize("inflation", (_year: number): number => 0.025);

/** Spending that keeps the plants going, as a fraction of sales. */
export const maintenanceShare = memoize("maintenanceShare", (_year: number): number => 0.06);

/** Spending on the new plant, in thousands of euros. */
export const expansion = memoize("expansion", (year: number): number =>
  year === 2027 ? 7_000 : 0,
);

/** Over how many years what is bought is written off. */
export const usefulLife = memoize("usefulLife", () => 10);

/** Over how many years the fixed assets of the closed year are written off. */
export const remainingLife = memoize("remainingLife", () => 8);

/** Days of sales that customers owe. */
export const receivableDays = memoize("receivableDays", (_year: number): number => 50);

/** Days of cost of sales that lie in store. */
export const inventoryDays = memoize("inventoryDays", (_year: number): number => 64);

/** Days of cost of sales that are owed to suppliers. */
export const payableDays = memoize("payableDays", (_year: number): number => 45);

/** Market rate a year. */
export const marketRate = memoize("marketRate", (_year: number): number => 0.025);

/** What the banks add to it. */
export const bankMargin = memoize("bankMargin", () => 0.02);

/** Repayment of the loan in a year, in thousands of euros: in equal parts over the plan. */
export const repayment = memoize("repayment", (_year: number): number => {
  return closing("loan") / YEARS.length;
});

/** What the banks lend at most beside the loan, in thousands of euros. */
export const revolverLimit = memoize("revolverLimit", () => 8_000);

/** Cash that the business needs to run, in thousands of euros. */
export const minimumCash = memoize("minimumCash", () => 1_500);

/** Tax, as a fraction of profit. */
export const taxRate = memoize("taxRate", (_year: number): number => 0.25);

/** The part of a year's net profit that is paid out in the year after. */
export const payout = memoize("payout", (_year: number): number => 0.4);
