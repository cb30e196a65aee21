import { InvalidArgumentError, type Tweaks } from "@dug/core";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { changeEach, type Numeric, numeric, type TargetsOf } from "./change.ts";
import { lazily } from "./combine.ts";
import { correlated, type Correlation, factored } from "./correlation.ts";
import {
  type Distribution,
  drawer,
  requireSound,
  spreadOf,
  standardDrawer,
} from "./distribution.ts";
import type { LayeredScenario } from "../scenario.ts";
import type { Targets } from "./selection.ts";
import { stackAll } from "./stack.ts";

/** One drawn number, and what it does to which targets: to all of them the same. */
export interface Variable {
  readonly target: TargetsOf<number>;
  readonly change: Numeric | "set";
  readonly by: Distribution;
}

/** What is drawn, and how often. */
export interface Draws {
  /** A whole number of 32 bits: it alone decides what is drawn. */
  readonly seed: number;
  readonly count: number;
  /** By the names of the axes on which the scenarios lie. */
  readonly variables: Readonly<Record<string, Variable>>;
  /**
   * How the variables move together: a line and a column for each, in their order. Of normal variables these
   * are their correlations, of lognormal ones those of the logarithms; of any the correlations of the normal
   * numbers that they are made of, of which each takes as large a share of its own distribution as of those
   * (a Gaussian copula). Left out, they are independent.
   */
  readonly correlation?: Correlation | undefined;
  /** What comes before the number in each name. Default `draw`. */
  readonly name?: string;
}

/**
 * Scenarios of numbers drawn at random: `draw 1`, `draw 2`, …, made as they are iterated. The same seed gives
 * the same draws, in every process and each time that they are iterated. The variables have streams of their
 * own, in the order given: more draws, or a further variable, leave those before as they were, correlated or
 * not. The generator is xoroshiro128+ of the seed, one jump (2⁶⁴ numbers) further for each variable; 53 bits
 * a number.
 *
 * @throws {InvalidArgumentError} when the seed, the count, a distribution or the correlations are no such
 */
export function draws(given: Draws): Iterable<LayeredScenario> {
  const { seed, count, variables, name = "draw" } = given;
  if (!Number.isInteger(seed) || Math.abs(seed) >= 2 ** 32)
    throw new InvalidArgumentError("draws", `the seed is a whole number of 32 bits, not ${seed}`);
  if (!Number.isInteger(count) || count < 0)
    throw new InvalidArgumentError("draws", `the count is a whole number from 0, not ${count}`);
  Object.values(variables).forEach(({ by }) => requireSound(by));
  const lines = triangleOf(given);
  const all = Object.entries(variables);
  return lazily(function* () {
    const next = numbersOf(
      all.map(([, { by }]) => by),
      seed,
      lines,
    );
    for (let i = 1; i <= count; i++) yield drawn(`${name} ${i}`, all, next());
  });
}

/** The triangle of the correlations, if there are any. @throws {InvalidArgumentError} */
function triangleOf({ variables, correlation }: Draws): Correlation | undefined {
  if (correlation === undefined) return undefined;
  const found = factored(correlation, Object.keys(variables));
  if (found.kind === "fault") throw new InvalidArgumentError("draws", found.problem);
  return found.lines;
}

/** A function that draws a number of each distribution, time after time. @param lines of the triangle, if they are correlated */
function numbersOf(
  spreads: readonly Distribution[],
  seed: number,
  lines: Correlation | undefined,
): () => readonly number[] {
  const generator = xoroshiro128plus(seed);
  const streams = spreads.map((spread) => {
    const own = generator.clone();
    generator.jump();
    const source = (): number => uniformFloat64(own);
    return lines === undefined ? drawer(spread, source) : standardDrawer(source);
  });
  return () => {
    const numbers = streams.map((next) => next());
    if (lines === undefined) return numbers;
    return correlated(lines, numbers).map((each, i) => spreadOf(spreads[i] as Distribution, each));
  };
}

function drawn(
  name: string,
  variables: readonly (readonly [string, Variable])[],
  numbers: readonly number[],
): LayeredScenario {
  const tweaks = variables.map(([, variable], i) => tweaksOf(variable, numbers[i] ?? NaN));
  const axes = Object.fromEntries(variables.map(([axis], i) => [axis, numbers[i]]));
  return { name, axes, layers: stackAll(tweaks) };
}

function tweaksOf({ target, change }: Variable, by: number): Tweaks {
  const to = change === "set" ? by : numeric[change](by);
  return changeEach("draws", target as Targets, to, (one) => one);
}
