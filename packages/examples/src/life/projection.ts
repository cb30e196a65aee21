import { memoize } from "@dug/core";
import * as given from "./assumptions.ts";

/** Policies in force at the start of a month: those of the month before that neither died nor lapsed in it. */
export const lives = memoize("lives", (month: number): number =>
  month === 0
    ? given.policies() * (1 - given.massLapse())
    : lives(month - 1) - deaths(month - 1) - lapses(month - 1),
);

/** How many of the insured die in a month. */
export const deaths = memoize(
  "deaths",
  (month: number): number => lives(month) * given.deathRate(month),
);

/** The fraction of policies given up in a month: as many a year as in {@link given.annualLapse}, alike each month. */
export const lapseRate = memoize(
  "lapseRate",
  (month: number) => 1 - (1 - given.annualLapse(Math.floor(month / 12) + 1)) ** (1 / 12),
);

/** How many policies are given up at the end of a month, by those who are alive. */
export const lapses = memoize(
  "lapses",
  (month: number): number => (lives(month) - deaths(month)) * lapseRate(month),
);

/** Premiums paid at the start of a month, in euros. */
export const premiums = memoize("premiums", (month: number) => lives(month) * given.premium());

/** What a policy costs in a month, in euros of then. */
export const unitCost = memoize("unitCost", (month: number): number =>
  month === 0 ? given.monthlyCost() : unitCost(month - 1) * (1 + given.costInflation()) ** (1 / 12),
);

/** What the block costs at the start of a month, in euros. */
export const expenses = memoize("expenses", (month: number) => lives(month) * unitCost(month));

/** What is paid for the deaths of a month, at its end, in euros. */
export const claims = memoize("claims", (month: number) => deaths(month) * given.sumAssured());
