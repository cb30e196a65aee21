import { memoize } from "@dug/core";
import { dyingWithin } from "./mortality.ts";

/** How many policies are in the block; all begin now. It is made up, as is what else stands here without a source. */
export const policies = memoize("policies", () => 10_000);

/** Age of the insured now, in years. */
export const entryAge = memoize("entryAge", () => 35);

/** What is paid at a death, in euros. */
export const sumAssured = memoize("sumAssured", () => 100_000);

/** What each policy pays at the start of a month, in euros. */
export const premium = memoize("premium", () => 33);

/** What a policy costs a month, in euros of today. */
export const monthlyCost = memoize("monthlyCost", () => 3);

/** By what fraction costs grow in a year. */
export const costInflation = memoize("costInflation", () => 0.02);

/** The fraction of policies that are given up in a year of the contract, the first being 1. */
export const annualLapse = memoize("annualLapse", (year: number) =>
  Math.max(0.02, 0.07 - year / 100),
);

/** The fraction of policies that are given up at once, today. */
export const massLapse = memoize("massLapse", () => 0);

/** How likely an insured dies within a month, the first being 0: {@link dyingWithin} of a twelfth of a year. */
export const deathRate = memoize("deathRate", (month: number) =>
  dyingWithin(1 / 12, entryAge() + month / 12),
);
