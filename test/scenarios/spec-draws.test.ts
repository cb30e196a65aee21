import { Context, memoize } from "@dug/core";
import { distribution, draws, runScenarios, type LayeredScenario } from "@dug/scenarios";
import { expect, test } from "vitest";

const spot = memoize("spot", (ticker: string): number => (ticker === "IBM" ? 100 : 200));
const vol = memoize("vol", (): number => 0.2);
const spots = {
  target: spot.node("IBM"),
  change: "relative",
  by: distribution.normal({ mean: 0, deviation: 0.2 }),
} as const;
const vols = {
  target: vol.node(),
  change: "set",
  by: distribution.uniform({ from: 0.1, to: 0.3 }),
} as const;

const column = (list: Iterable<LayeredScenario>, axis: string): unknown[] =>
  [...list].map(({ axes }) => axes?.[axis]);
const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;

test("the same seed gives the same draws, another seed others", () => {
  const made = (): unknown[] =>
    column(draws({ seed: 42, count: 3, variables: { spot: spots, vol: vols } }), "spot");
  expect(made()).toEqual(made());
  expect(column(draws({ seed: 43, count: 3, variables: { spot: spots } }), "spot")).not.toEqual(
    made(),
  );
});

test("more draws, or a further variable, leave those before as they were", () => {
  const few = draws({ seed: 1, count: 3, variables: { spot: spots } });
  const many = draws({ seed: 1, count: 9, variables: { spot: spots, vol: vols } });
  expect(column(many, "spot").slice(0, 3)).toEqual(column(few, "spot"));
  expect(new Set([...column(many, "spot"), ...column(many, "vol")]).size).toBe(18);
});

test("draws are iterated as often as one likes", () => {
  const list = draws({ seed: 1, count: 4, variables: { spot: spots } });
  expect([...list].map(({ name }) => name)).toEqual(["draw 1", "draw 2", "draw 3", "draw 4"]);
  expect(column(list, "spot")).toEqual(column(list, "spot"));
});

test("what is drawn is what is put on", async () => {
  const scenarios = draws({ seed: 5, count: 20, variables: { spot: spots, vol: vols } });
  const table = await runScenarios(new Context(), {
    outputs: { spot: spot.node("IBM"), vol: vol.node() },
    scenarios,
  });
  for (const { axes, outputs } of table.scenarios) {
    expect(outputs.spot).toBe(100 * (1 + Number(axes["spot"])));
    expect(outputs.vol).toBe(axes["vol"]);
  }
});

test.each([
  [distribution.normal({ mean: 3, deviation: 2 }), 3, 2, -Infinity, Infinity],
  [
    distribution.lognormal({ mean: 0, deviation: 0.5 }),
    Math.exp(0.125),
    Math.sqrt(Math.expm1(0.25) * Math.exp(0.25)),
    0,
    Infinity,
  ],
  [distribution.uniform({ from: -1, to: 3 }), 1, 4 / Math.sqrt(12), -1, 3],
])("%j has its mean, its deviation and its bounds", (by, expected, deviation, least, most) => {
  const count = 20_000;
  const list = draws({
    seed: 7,
    count,
    variables: { x: { target: vol.node(), change: "set", by } },
  });
  const numbers = column(list, "x").map(Number);
  const spread = Math.sqrt(mean(numbers.map((each) => (each - mean(numbers)) ** 2)));
  // Five standard errors; the draws are the same each time.
  expect(Math.abs(mean(numbers) - expected)).toBeLessThan((5 * deviation) / Math.sqrt(count));
  expect(Math.abs(spread / deviation - 1)).toBeLessThan(0.05);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(least);
  expect(Math.max(...numbers)).toBeLessThan(most);
});

test("two variables are drawn independently", () => {
  const by = distribution.normal({ mean: 0, deviation: 1 });
  const variable = { target: vol.node(), change: "set", by } as const;
  const count = 10_000;
  const list = draws({
    seed: 3,
    count,
    variables: { x: variable, y: { ...variable, target: spot.node("IBM") } },
  });
  const products = [...list].map(({ axes }) => Number(axes?.["x"]) * Number(axes?.["y"]));
  expect(Math.abs(mean(products))).toBeLessThan(5 / Math.sqrt(count));
});

test.each([
  [{ seed: 1.5 }, "the seed is a whole number of 32 bits, not 1.5"],
  [{ seed: 2 ** 32 }, "the seed is a whole number of 32 bits"],
  [{ count: -1 }, "the count is a whole number from 0, not -1"],
  [
    { variables: { x: { ...spots, by: distribution.normal({ mean: NaN, deviation: 1 }) } } },
    "mean of the normal distribution is NaN",
  ],
  [
    { variables: { x: { ...spots, by: distribution.normal({ mean: 0, deviation: -1 }) } } },
    "deviation of the normal distribution is -1",
  ],
])("%j is refused at once", (parts, message) => {
  expect(() => draws({ seed: 1, count: 1, variables: { spot: spots }, ...parts })).toThrow(message);
});
