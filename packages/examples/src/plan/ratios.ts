import { memoize } from "@dug/core";
import { revolverLimit } from "./assumptions.ts";
import { ebitda } from "./operations.ts";
import { cash, loan, revolver } from "./statements.ts";
import { YEARS } from "./years.ts";

/** Debt less cash at a year's end, in thousands of euros. */
export const netDebt = memoize(
  "netDebt",
  (year: number) => loan(year) + revolver(year) - cash(year),
);

/** How many years' EBITDA would pay the net debt; nothing would where it is not positive. */
export const leverage = memoize("leverage", (year: number) =>
  ebitda(year) > 0 ? netDebt(year) / ebitda(year) : Infinity,
);

/** The highest of the plan: what the banks look at. */
export const highestLeverage = memoize("highestLeverage", () =>
  Math.max(...YEARS.map((year) => leverage(year))),
);

/** What the banks would still lend in the worst year, in thousands of euros; negative if the plan does not work. */
export const leastHeadroom = memoize("leastHeadroom", () =>
  Math.min(...YEARS.map((year) => revolverLimit() - revolver(year))),
);
