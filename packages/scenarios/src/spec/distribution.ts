import { randomLogNormal, randomNormal, randomUniform } from "d3-random";
import { InvalidArgumentError } from "@dug/core";
import { cumulativeNormal } from "./normal.ts";

/** How drawn numbers are spread. */
export type Distribution =
  | { readonly kind: "normal"; readonly mean: number; readonly deviation: number }
  /** Of which the natural logarithm is normal with this mean and deviation. */
  | { readonly kind: "lognormal"; readonly mean: number; readonly deviation: number }
  /** From `from`, included, to `to`, not included. */
  | { readonly kind: "uniform"; readonly from: number; readonly to: number };

/** Distributions to draw from. */
export const distribution: {
  readonly normal: (parts: { readonly mean: number; readonly deviation: number }) => Distribution;
  readonly lognormal: (parts: {
    readonly mean: number;
    readonly deviation: number;
  }) => Distribution;
  readonly uniform: (parts: { readonly from: number; readonly to: number }) => Distribution;
} = {
  normal: ({ mean, deviation }) => ({ kind: "normal", mean, deviation }),
  lognormal: ({ mean, deviation }) => ({ kind: "lognormal", mean, deviation }),
  uniform: ({ from, to }) => ({ kind: "uniform", from, to }),
};

/** @throws {InvalidArgumentError} when a parameter is no finite number, or a deviation is negative */
export function requireSound({ kind, ...parameters }: Distribution): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (!Number.isFinite(value) || (name === "deviation" && value < 0))
      throw new InvalidArgumentError(
        "draws",
        `${name} of the ${kind} distribution is ${String(value)}`,
      );
  }
}

/**
 * A function that draws one number after another.
 * @param source numbers from 0 to 1, uniformly
 */
export function drawer(spread: Distribution, source: () => number): () => number {
  if (spread.kind === "uniform") return randomUniform.source(source)(spread.from, spread.to);
  const random = spread.kind === "normal" ? randomNormal : randomLogNormal;
  return random.source(source)(spread.mean, spread.deviation);
}

/** The same, of standard normal numbers: what those are made of that are correlated. */
export function standardDrawer(source: () => number): () => number {
  return randomNormal.source(source)(0, 1);
}

/** The number of a distribution that has as many beneath it as a standard normal number has. */
export function spreadOf(spread: Distribution, standard: number): number {
  if (spread.kind === "uniform") {
    const share = Math.min(cumulativeNormal(standard), 1 - Number.EPSILON);
    return spread.from + share * (spread.to - spread.from);
  }
  const number = spread.mean + spread.deviation * standard;
  return spread.kind === "normal" ? number : Math.exp(number);
}
