import { Context, type Memoised, memoize, Tweaks } from "@dug/core";
import { type LayeredScenario, type Outputs, runScenarios, streamScenarios } from "@dug/scenarios";
import fc from "fast-check";
import { expect, test } from "vitest";
import { settings } from "../engine/settings.ts";
import { pick } from "../engine/worlds.ts";

/** A function: which of the drivers and of the functions before it it reads, and how many values it can have. */
interface Part {
  readonly reads: readonly number[];
  readonly values: number;
  /** How many turns of the queue it waits for, in all, where it is asynchronous. */
  readonly hops: number;
}

/** Drivers by number, functions after them; scenarios give some of the drivers other values, or the same. */
interface Case {
  readonly drivers: number;
  readonly parts: readonly Part[];
  readonly scenarios: readonly (readonly (number | undefined)[])[];
}

const small = fc.nat({ max: 3 });
const cases: fc.Arbitrary<Case> = fc.integer({ min: 1, max: 4 }).chain((drivers) =>
  fc.record({
    drivers: fc.constant(drivers),
    parts: fc.array(
      fc.record({
        reads: fc.array(fc.nat({ max: 20 }), { maxLength: 4 }),
        values: fc.constantFrom(2, 3, 1_000_003),
        hops: small,
      }),
      { minLength: 1, maxLength: 6 },
    ),
    scenarios: fc.array(
      fc.array(fc.option(small, { nil: undefined }), { minLength: drivers, maxLength: drivers }),
      { minLength: 1, maxLength: 30, size: "max" },
    ),
  }),
);

/** What a part makes of what it reads: different of different things, but for its number of values. */
function result(part: Part, at: number, read: readonly number[]): number {
  return read.reduce((sum, each) => (sum * 31 + each + 1) % part.values, at % part.values);
}

/** The places that a part reads: a driver, or a function before it. */
function places({ drivers, parts }: Case, at: number): readonly number[] {
  return (parts[at]?.reads ?? []).map((each) => each % (drivers + at));
}

/** Values of all places under a scenario, from scratch. */
function plain(given: Case, scenario: readonly (number | undefined)[]): readonly number[] {
  const values = Array.from({ length: given.drivers }, (_, i) => scenario[i] ?? 0);
  given.parts.forEach((part, at) => {
    const read = places(given, at).map((place) => values[place] ?? NaN);
    values.push(result(part, at, read));
  });
  return values;
}

/** How many different lists of values reach a part. */
function combinations(given: Case, all: readonly (readonly number[])[], at: number): number {
  return new Set(
    all.map((values) =>
      places(given, at)
        .map((place) => values[place])
        .join(),
    ),
  ).size;
}

let made = 0;

/** The model, and a count of what ran. */
function build(given: Case, isAsync: boolean) {
  const prefix = `separable/${++made}`;
  const runs = given.parts.map(() => 0);
  const count = (at: number): void => {
    runs[at] = pick(runs, at) + 1;
  };
  const drivers = Array.from({ length: given.drivers }, (_, i) =>
    memoize(`${prefix}/driver ${i}`, (): number => 0),
  );
  const all: Memoised<() => number | Promise<number>>[] = [...drivers];
  given.parts.forEach((part, at) => {
    const reads = places(given, at);
    const name = `${prefix}/part ${at}`;
    if (isAsync) {
      const body = async (): Promise<number> => {
        count(at);
        const read: number[] = [];
        for (const place of reads) read.push(await pick(all, place)());
        for (let hop = 0; hop < part.hops; hop++) await Promise.resolve();
        return result(part, at, read);
      };
      all.push(memoize(name, body));
    } else {
      const body = (): number => {
        count(at);
        return result(
          part,
          at,
          reads.map((place) => Number(pick(all, place)())),
        );
      };
      all.push(memoize(name, body));
    }
  });
  const outputs: Outputs = Object.fromEntries(
    all.slice(given.drivers).map((fn, at) => [`part ${at}`, fn.node()]),
  );
  const scenarios = given.scenarios.map((values, i): LayeredScenario => {
    const tweaks = values.reduce<Tweaks>(
      (set, value, driver) =>
        value === undefined ? set : set.tweak(pick(drivers, driver).node(), value),
      Tweaks.empty,
    );
    return { name: `s${i}`, layers: [tweaks] };
  });
  return { outputs, scenarios, runs };
}

/** The rows that the plain functions give, the base's first. */
function wanted(given: Case): readonly (readonly number[])[] {
  return [[], ...given.scenarios].map((scenario) => plain(given, scenario));
}

const valuesOf = ({
  outputs,
}: {
  readonly outputs: Readonly<Record<string, unknown>>;
}): unknown[] => Object.values(outputs);

test("[S17] each function runs exactly once for each distinct list of values that reaches it, synchronous or not", async () => {
  let repeats = 0;
  await fc.assert(
    fc.asyncProperty(cases, fc.boolean(), async (given, isAsync) => {
      const { outputs, scenarios, runs } = build(given, isAsync);
      const table = await runScenarios(new Context("base"), { outputs, scenarios });
      const all = wanted(given);
      expect(table.rows.map(valuesOf)).toEqual(all.map((values) => values.slice(given.drivers)));
      expect(runs).toEqual(given.parts.map((_, at) => combinations(given, all, at)));
      repeats += all.length * runs.length - runs.reduce((a, b) => a + b);
    }),
    settings(),
  );
  expect(repeats).toBeGreaterThan(1000); // else nothing was shared
});

test("[S17] whatever is under way at the same time, the rows are the same, and a function runs at least once a list and at most once a row, mostly once a list since who needs what is pending waits for it", async () => {
  let [once, more] = [0, 0];
  await fc.assert(
    fc.asyncProperty(cases, fc.integer({ min: 2, max: 8 }), async (given, concurrency) => {
      const { outputs, scenarios, runs } = build(given, true);
      const all = wanted(given);
      const table = await runScenarios(new Context("base"), { outputs, scenarios, concurrency });
      expect(table.rows.map(({ name }) => name)).toEqual([
        "base",
        ...scenarios.map(({ name }) => name),
      ]);
      expect(table.rows.map(valuesOf)).toEqual(all.map((values) => values.slice(given.drivers)));
      runs.forEach((count, at) => {
        const least = combinations(given, all, at);
        expect(count).toBeGreaterThanOrEqual(least);
        expect(count).toBeLessThanOrEqual(all.length);
        once += least;
        more += count - least;
      });
      const ran = runs.reduce((a, b) => a + b);
      const drivers = table.base.nodes.executed - given.parts.length; // those that something reads
      expect(table.effort.executed + table.base.nodes.executed - drivers).toBe(ran);
      const streamed: unknown[] = [];
      for await (const row of streamScenarios(new Context("base"), {
        outputs,
        scenarios,
        concurrency,
      }))
        streamed.push([row.name, valuesOf(row)]);
      expect(streamed).toEqual(table.rows.map((row) => [row.name, valuesOf(row)]));
    }),
    settings(),
  );
  expect(more).toBeLessThan(once / 20);
});
