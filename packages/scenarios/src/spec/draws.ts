import { InvalidArgumentError, type Tweaks } from "@dug/core";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { changeEach, type Numeric, numeric, type TargetsOf } from "./change.ts";
import { lazily } from "./combine.ts";
import { type Distribution, drawer } from "./distribution.ts";
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
  /** What comes before the number in each name. Default `draw`. */
  readonly name?: string;
}

/**
 * Scenarios of numbers drawn at random, independently: `draw 1`, `draw 2`, …, made as they are iterated.
 * The same seed gives the same draws, in every process and each time that they are iterated. The variables
 * have streams of their own, in the order given: more draws, or a further variable, leave those before as
 * they were. The generator is xoroshiro128+ of the seed, one jump (2⁶⁴ numbers) further for each variable;
 * 53 bits a number.
 *
 * @throws {InvalidArgumentError} when the seed, the count or a distribution is no such
 */
export function draws({ seed, count, variables, name = "draw" }: Draws): Iterable<LayeredScenario> {
  if (!Number.isInteger(seed) || Math.abs(seed) >= 2 ** 32)
    throw new InvalidArgumentError("draws", `the seed is a whole number of 32 bits, not ${seed}`);
  if (!Number.isInteger(count) || count < 0)
    throw new InvalidArgumentError("draws", `the count is a whole number from 0, not ${count}`);
  const start = (): readonly Stream[] => streams(seed, variables);
  start(); // so that a mistake shows here
  return lazily(function* () {
    const all = start();
    for (let i = 1; i <= count; i++) yield drawn(`${name} ${i}`, all);
  });
}

/** A variable and the numbers drawn for it. */
interface Stream extends Variable {
  readonly axis: string;
  readonly next: () => number;
}

function streams(seed: number, variables: Draws["variables"]): readonly Stream[] {
  const generator = xoroshiro128plus(seed);
  return Object.entries(variables).map(([axis, variable]) => {
    const own = generator.clone();
    generator.jump();
    return { ...variable, axis, next: drawer(variable.by, () => uniformFloat64(own)) };
  });
}

function drawn(name: string, all: readonly Stream[]): LayeredScenario {
  const numbers = all.map(({ axis, next }) => [axis, next()] as const);
  const tweaks = all.map((stream, i) => tweaksOf(stream, numbers[i]?.[1] ?? NaN));
  return { name, axes: Object.fromEntries(numbers), layers: stackAll(tweaks) };
}

function tweaksOf({ target, change }: Variable, by: number): Tweaks {
  const to = change === "set" ? by : numeric[change](by);
  return changeEach("draws", target as Targets, to, (one) => one);
}
