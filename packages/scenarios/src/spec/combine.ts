import { CombinationError } from "./errors.ts";
import { stackAll } from "./stack.ts";
import { type AnyScenario, type Axes, layersOf, type LayeredScenario } from "../scenario.ts";

/** Scenarios along an axis: points, or any scenarios, which lie on it by their names. */
export type Along = Iterable<AnyScenario & { readonly at?: number | string }>;

/** Lists of scenarios, by the names of the axes that they become. */
export type AxesOf = Readonly<Record<string, Along>>;

/** A scenario, and the axis on which it lies. */
interface Placed {
  readonly axis: string;
  readonly scenario: AnyScenario & { readonly at?: number | string };
}

/**
 * Functions from lists of scenarios to lists of scenarios. The lists are made as they are iterated, anew each
 * time; those that go in are read when that begins.
 */
export const combine: {
  /**
   * Every combination, the first axis changing slowest. Where two axes tweak a node in common, the later
   * axis shifts what the earlier makes of it; else all shift the base.
   * @throws {CombinationError} when there is no axis
   */
  readonly product: (axes: AxesOf) => Iterable<LayeredScenario>;
  /** The first points of all axes together, then the second, and so on. @throws {CombinationError} when the axes differ in length; when that is seen */
  readonly zip: (axes: AxesOf) => Iterable<LayeredScenario>;
  /** Each point by itself, one axis after the other. */
  readonly oneAtATime: (axes: AxesOf) => Iterable<LayeredScenario>;
  /**
   * Each scenario of a list on each of the list before it, in contexts within contexts: shifts see what the
   * outer scenario makes of their base, and the outer scenario is computed once for all that are on it.
   */
  readonly nested: (...lists: readonly Iterable<AnyScenario>[]) => Iterable<LayeredScenario>;
} = { product, zip, oneAtATime, nested };

function product(axes: AxesOf): Iterable<LayeredScenario> {
  const names = namesOf("combine.product", axes);
  return lazily(function* () {
    const lists = names.map((axis) => placed(axis, axes));
    for (const points of combinations(lists)) yield together(points);
  });
}

function zip(axes: AxesOf): Iterable<LayeredScenario> {
  const names = namesOf("combine.zip", axes);
  return lazily(function* () {
    const lists = names.map((axis) => placed(axis, axes));
    const [first = [], ...rest] = lists;
    const other = rest.findIndex((list) => list.length !== first.length);
    if (other >= 0)
      throw new CombinationError(
        "combine.zip",
        `the axes ${names[0]} and ${names[other + 1]} have ${first.length} and ${rest[other]?.length} points; they are walked together`,
      );
    for (let i = 0; i < first.length; i++) yield together(lists.flatMap((list) => list[i] ?? []));
  });
}

function oneAtATime(axes: AxesOf): Iterable<LayeredScenario> {
  const names = namesOf("combine.oneAtATime", axes);
  return lazily(function* () {
    for (const axis of names) for (const point of placed(axis, axes)) yield together([point]);
  });
}

function nested(...lists: readonly Iterable<AnyScenario>[]): Iterable<LayeredScenario> {
  if (lists.length === 0)
    throw new CombinationError("combine.nested", "there is no list of scenarios");
  return lazily(function* () {
    for (const scenarios of combinations(lists.map((list) => [...list])))
      yield onOneAnother(scenarios);
  });
}

function namesOf(method: string, axes: AxesOf): readonly string[] {
  const names = Object.keys(axes);
  if (names.length === 0) throw new CombinationError(method, "there is no axis");
  return names;
}

function placed(axis: string, axes: AxesOf): readonly Placed[] {
  return [...(axes[axis] ?? [])].map((scenario) => ({ axis, scenario }));
}

/** Every way to take one of each list, the last list's changing fastest. */
function* combinations<T>(lists: readonly (readonly T[])[]): Generator<readonly T[]> {
  if (lists.some((list) => list.length === 0)) return;
  const digits = lists.map(() => 0);
  for (;;) {
    yield lists.map((list, i) => list[digits[i] ?? 0] as T);
    let turn = lists.length - 1;
    while (turn >= 0 && digits[turn] === (lists[turn]?.length ?? 0) - 1) digits[turn--] = 0;
    if (turn < 0) return;
    digits[turn] = (digits[turn] ?? 0) + 1;
  }
}

function together(points: readonly Placed[]): LayeredScenario {
  const own = points.map(({ axis, scenario }): Axes => ({ [axis]: scenario.at ?? scenario.name }));
  return {
    name: points.map(({ axis, scenario }) => `${axis} ${scenario.name}`).join(", "),
    axes: united([...points.map(({ scenario }) => scenario.axes ?? {}), ...own]),
    layers: stackAll(points.map(({ scenario }) => layersOf(scenario))),
    ...noted(points.map(({ scenario }) => scenario)),
  };
}

function onOneAnother(scenarios: readonly AnyScenario[]): LayeredScenario {
  return {
    name: scenarios.map(({ name }) => name).join(" / "),
    axes: united(scenarios.map(({ axes }) => axes ?? {})),
    layers: scenarios.flatMap(layersOf),
    ...noted(scenarios),
  };
}

/** @throws {CombinationError} when two would be one column of the table. */
function united(parts: readonly Axes[]): Axes {
  const names = parts.flatMap((part) => Object.keys(part));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
  throw new CombinationError(
    "combine",
    `two of the combined scenarios lie on an axis ${JSON.stringify(twice)}; name one otherwise`,
  );
}

function noted(scenarios: readonly AnyScenario[]): { readonly note?: string } {
  const notes = scenarios.flatMap(({ note }) => note ?? []);
  return notes.length === 0 ? {} : { note: notes.join("; ") };
}

/** What a generator gives, as often as it is asked for. */
export function lazily<T>(make: () => Iterator<T>): Iterable<T> {
  return { [Symbol.iterator]: make };
}
