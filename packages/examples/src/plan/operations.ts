import { memoize } from "@dug/core";
import * as given from "./assumptions.ts";
import { CLOSED, YEARS } from "./years.ts";

/** Sales of a year, in thousands of euros, as all amounts here. */
export const sales = memoize("sales", (year: number): number =>
  year === CLOSED ? given.closing("sales") : sales(year - 1) * (1 + given.growth(year)),
);

/** What the goods sold have cost. */
export const costOfSales = memoize(
  "costOfSales",
  (year: number) => sales(year) * given.costShare(year),
);

/** What the company costs whatever it sells. */
export const overheads = memoize("overheads", (year: number): number =>
  year === CLOSED ? given.closing("overheads") : overheads(year - 1) * (1 + given.inflation(year)),
);

/** Earnings before interest, tax, depreciation and amortisation. */
export const ebitda = memoize(
  "ebitda",
  (year: number) => sales(year) - costOfSales(year) - overheads(year),
);

/** What is spent on fixed assets. */
export const capex = memoize(
  "capex",
  (year: number) => sales(year) * given.maintenanceShare(year) + given.expansion(year),
);

/** What is written off in `year` of what was bought in the year `bought`: equal parts, from the year after. */
export const writtenOff = memoize("writtenOff", (bought: number, year: number) => {
  const age = year - bought;
  return age >= 1 && age <= given.usefulLife() ? capex(bought) / given.usefulLife() : 0;
});

/** What is written off in a year: the schedule's column. */
export const depreciation = memoize("depreciation", (year: number) => {
  const isOld = year - CLOSED > given.remainingLife();
  const old = isOld ? 0 : given.closing("fixedAssets") / given.remainingLife();
  const bought = YEARS.filter((each) => each < year);
  return bought.reduce((sum, each) => sum + writtenOff(each, year), old);
});

/** Earnings before interest and tax. */
export const ebit = memoize("ebit", (year: number) => ebitda(year) - depreciation(year));

/** Fixed assets at a year's end. */
export const fixedAssets = memoize("fixedAssets", (year: number): number =>
  year === CLOSED
    ? given.closing("fixedAssets")
    : fixedAssets(year - 1) + capex(year) - depreciation(year),
);

/** What customers owe at a year's end. */
export const receivables = memoize("receivables", (year: number) =>
  year === CLOSED ? given.closing("receivables") : (sales(year) * given.receivableDays(year)) / 365,
);

/** What lies in store at a year's end. */
export const inventory = memoize("inventory", (year: number) =>
  year === CLOSED
    ? given.closing("inventory")
    : (costOfSales(year) * given.inventoryDays(year)) / 365,
);

/** What is owed to suppliers at a year's end. */
export const payables = memoize("payables", (year: number) =>
  year === CLOSED ? given.closing("payables") : (costOfSales(year) * given.payableDays(year)) / 365,
);

/** What the business binds at a year's end, beside fixed assets. */
export const workingCapital = memoize(
  "workingCapital",
  (year: number) => receivables(year) + inventory(year) - payables(year),
);
