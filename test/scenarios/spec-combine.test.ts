import { Context, memoize } from "@dug/core";
import {
  axis,
  change,
  combine,
  CombinationError,
  range,
  runScenarios,
  type AnyScenario,
  scenario,
} from "@dug/scenarios";
import { expect, test } from "vitest";

const runs: string[] = [];
const spot = memoize("spot", (ticker: string): number => (ticker === "IBM" ? 100 : 200));
const vol = memoize("vol", (): number => 0.2);
const rate = memoize("rate", (): number => 0.05);
const slow = memoize("slow", (): number => (runs.push("slow"), spot("IBM") * 2));
const value = memoize("value", (): number => (runs.push("value"), slow() + vol() + rate()));
const ibm = spot.node("IBM");
const spots = axis.relative(ibm, [-0.1, 0.1]);
const vols = axis.add(vol.node(), [0, 0.05, 0.1]);

const names = (list: Iterable<AnyScenario>): string[] => [...list].map(({ name }) => name);

async function results(scenarios: Iterable<AnyScenario>): Promise<unknown[]> {
  const table = await runScenarios(new Context(), {
    outputs: { spot: ibm, value: value.node() },
    scenarios,
  });
  return table.scenarios.map((row) => row.error ?? row.outputs.value);
}

test("a product has every combination, the first axis changing slowest", async () => {
  const grid = combine.product({ spot: spots, vol: vols });
  expect(names(grid)).toEqual([
    "spot -10%, vol 0",
    "spot -10%, vol +0.05",
    "spot -10%, vol +0.1",
    "spot +10%, vol 0",
    "spot +10%, vol +0.05",
    "spot +10%, vol +0.1",
  ]);
  expect([...grid].map(({ axes }) => axes)[1]).toEqual({ spot: -0.1, vol: 0.05 });
  expect([...grid].every(({ layers }) => layers.length === 1)).toBe(true);
  expect(await results(grid)).toEqual(
    [180.25, 180.3, 180.35, 220.25, 220.3, 220.35].map((each) => expect.closeTo(each, 10)),
  );
});

test("axes that share a node nest in their order; others shift the base", async () => {
  const grid = combine.product({ scale: axis.multiply(ibm, [2]), add: axis.add(spot, [1]) });
  expect([...grid][0]?.layers).toHaveLength(2);
  expect(await results(grid)).toEqual([expect.closeTo(402.25, 10)]);
  const other = combine.product({ add: axis.add(spot, [1]), scale: axis.multiply(ibm, [2]) });
  expect(await results(other)).toEqual([expect.closeTo(404.25, 10)]);
});

test("a zip walks the axes together, and refuses axes that differ in length", () => {
  const zipped = combine.zip({ spot: spots, rate: axis.set(rate.node(), [0.01, 0.02]) });
  expect(names(zipped)).toEqual(["spot -10%, rate 0.01", "spot +10%, rate 0.02"]);
  expect(() => names(combine.zip({ spot: spots, vol: vols }))).toThrow(CombinationError);
  expect(() => names(combine.zip({ spot: spots, vol: vols }))).toThrow(
    "the axes spot and vol have 2 and 3 points",
  );
});

test("one at a time gives each point by itself", () => {
  const list = [...combine.oneAtATime({ spot: spots, vol: vols })];
  expect(names(list)).toEqual(["spot -10%", "spot +10%", "vol 0", "vol +0.05", "vol +0.1"]);
  expect(list.map(({ axes }) => axes)[2]).toEqual({ vol: 0 });
});

test("[S1] nested scenarios stand on one another: a shift sees what the outer one makes of its base", async () => {
  const outer = [scenario("crash", change.set(ibm, 50))];
  const inner = [scenario("double", change.multiply(slow.node(), 2)), scenario("same", [])];
  const on = combine.nested(outer, inner);
  expect(names(on)).toEqual(["crash / double", "crash / same"]);
  expect(await results(on)).toEqual([200.25, 100.25]);
  const beside = scenario("beside", [change.set(ibm, 50), change.multiply(slow.node(), 2)]);
  expect(await results([beside])).toEqual([400.25]);
});

test("[S17] what the outer scenario alone reaches is computed once for all that are on it", async () => {
  const on = combine.nested(
    [scenario("low", change.set(ibm, 50)), scenario("high", change.set(ibm, 150))],
    combine.oneAtATime({ vol: vols, rate: axis.set(rate.node(), [0.01, 0.02]) }),
  );
  runs.length = 0;
  const found = await results(on);
  expect(found).toHaveLength(10);
  expect(runs.filter((name) => name === "slow")).toHaveLength(3); // the base, low, high
  expect(runs.filter((name) => name === "value")).toHaveLength(1 + 10);
});

test("[S8] a neighbour on the same outer scenario changes no value", async () => {
  const outer = scenario("outer", change.add(ibm, 10));
  const list = [
    ...combine.nested(
      [outer],
      [scenario("a", change.add(ibm, 1)), scenario("b", change.multiply(ibm, 2))],
    ),
  ];
  const alone = await Promise.all(list.map(async (each) => (await results([each]))[0]));
  expect(await results(list)).toEqual(alone);
  expect(await results([outer, ...list, { ...outer, name: "again" }])).toEqual([
    220.25,
    ...alone,
    220.25,
  ]);
});

test("any scenarios can be an axis, and combinations can be combined", () => {
  const moods = [
    scenario("calm", change.set(vol.node(), 0.1)),
    scenario("wild", change.set(vol.node(), 0.9)),
  ];
  const grid = combine.product({ mood: moods, spot: spots });
  expect([...grid].map(({ axes }) => axes)[0]).toEqual({ mood: "calm", spot: -0.1 });
  const all = combine.nested(combine.product({ spot: spots }), combine.product({ vol: vols }));
  expect([...all].at(-1)).toMatchObject({
    name: "spot +10% / vol +0.1",
    axes: { spot: 0.1, vol: 0.1 },
  });
  expect(() => [
    ...combine.nested(combine.product({ spot: spots }), combine.product({ spot: spots })),
  ]).toThrow('lie on an axis "spot"');
});

test("a list is made as it is iterated, anew each time", () => {
  const points = axis.set(rate.node(), range(0, 1, 1000));
  const large = combine.product({ a: points, b: points, c: points }); // 10⁹ of them
  const first = (): string | undefined => {
    for (const { name } of large) return name;
    return undefined;
  };
  expect(first()).toBe("a 0, b 0, c 0");
  expect(first()).toBe("a 0, b 0, c 0");
});

test("no axis and an empty axis are not the same", () => {
  expect(() => combine.product({})).toThrow("there is no axis");
  expect(() => combine.nested()).toThrow("there is no list of scenarios");
  expect(names(combine.product({ spot: spots, none: [] }))).toEqual([]);
});

test("points are labelled by what they do", () => {
  expect(names(axis.multiply(ibm, [1.5]))).toEqual(["×1.5"]);
  expect(names(axis.relative(ibm, [0.07, -0.005]))).toEqual(["+7%", "-0.5%"]);
  expect(names(axis.floor(ibm, [1]))).toEqual(["at least 1"]);
  expect(names(axis.cap(ibm, [1]))).toEqual(["at most 1"]);
  expect(names(axis.expression(ibm, ["base / 2"]))).toEqual(["base / 2"]);
  expect(names(axis.from(ibm, ["crash"]))).toEqual(["crash"]);
  expect(axis.add([ibm, vol.node()], [[1, -2]])).toMatchObject([
    { name: "[+1, -2]", at: "[+1, -2]" },
  ]);
});

test("a range has both its ends, and no digits that binary fractions leave", () => {
  expect(range(-0.2, 0.2, 5)).toEqual([-0.2, -0.1, 0, 0.1, 0.2]);
  expect(range(0, 1, 11)[3]).toBe(0.3);
});
