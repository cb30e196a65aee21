import { Context, type Node } from "@dug/core";
import { runScenarios } from "@dug/scenarios";
import { expect, test } from "vitest";
import { annualLapse, sumAssured } from "../../packages/examples/src/life/assumptions.ts";
import { zeroRate } from "../../packages/examples/src/life/curve.ts";
import { dyingWithin } from "../../packages/examples/src/life/mortality.ts";
import { reserve } from "../../packages/examples/src/life/reserve.ts";
import { TERM } from "../../packages/examples/src/life/term.ts";
import model from "../../packages/examples/src/life.ts";
import { plainLife, type PlainStress } from "./plain/life.ts";
import { runsIn } from "./runs.ts";
import { scenariosIn } from "./scenario-file.ts";

// The regulation's factors for the maturities of the curve, Articles 166 and 167; after 20 on a line to 20 % at 90.
const up = { 1: 0.7, 2: 0.7, 5: 0.55, 10: 0.42, 15: 0.33, 20: 0.26 };
const down = { 1: 0.75, 2: 0.65, 5: 0.46, 10: 0.31, 15: 0.27, 20: 0.29 };

function factor(factors: typeof up, maturity: number): number {
  const far = factors[20] + ((0.2 - factors[20]) * (maturity - 20)) / 70;
  return maturity > 20 ? far : (factors[maturity as keyof typeof up] ?? NaN);
}

/** What each scenario of the file means, in the recomputation's words. */
const single: Readonly<Record<string, PlainStress>> = {
  base: {},
  "mortality up": { death: (rate) => rate * 1.15 },
  "mortality down": { death: (rate) => rate * 0.8 },
  "expenses up": { monthlyCost: 3.3, costInflation: 0.03 },
  "lapse up": { lapse: (rate) => rate * 1.5 },
  "lapse down": { lapse: (rate) => rate / 2 },
  "mass lapse": { massLapse: 0.4 },
  catastrophe: { death: (rate, month) => (month < 12 ? rate + 0.0015 / 12 : rate) },
  "interest up": {
    interest: (rate, maturity) => rate + Math.max(0.01, rate * factor(up, maturity)),
  },
  "interest down": { interest: (rate, maturity) => rate * (1 - factor(down, maturity)) },
};

const combined = ["mortality up", "mortality down"].flatMap((first) =>
  ["lapse up", "lapse down", "mass lapse"].flatMap((second) =>
    ["interest up", "interest down"].map((third) => [first, second, third]),
  ),
);

function stressOf(name: string): PlainStress {
  return Object.assign({}, ...name.split(" / ").map((part) => single[part])) as PlainStress;
}

const base = new Context("base");
const table = await runScenarios(base, {
  outputs: model.outputs,
  scenarios: scenariosIn("life.yaml"),
  strict: true,
});

function isClose(value: unknown, expected: number): boolean {
  return Math.abs(Number(value) - expected) <= 1e-9 * Math.abs(expected);
}

test("the base and every stress agree with a recomputation without dug to 1e-9", () => {
  const names = [...Object.keys(single), ...combined.map((parts) => parts.join(" / "))];
  expect(table.rows.map(({ name, status }) => [name, status])).toEqual(
    names.map((name) => [name, "ok"]),
  );
  const off = table.rows.flatMap(({ name, outputs }) =>
    Object.entries(plainLife(stressOf(name)))
      .filter(([output, expected]) => !isClose(outputs[output as keyof typeof outputs], expected))
      .map(([output]) => `${name}: ${output}`),
  );
  expect(off).toEqual([]);
});

test("each stress counts: no two rows are alike, and the block earns less in bad ones", () => {
  expect(new Set(table.rows.map(({ outputs }) => outputs.bestEstimate)).size).toBe(22);
  const costs = (name: string): number => Number(table.row(name)?.differences.bestEstimate);
  expect(costs("mortality up")).toBeGreaterThan(0);
  expect(costs("mortality down")).toBeLessThan(0);
  expect(costs("catastrophe")).toBeGreaterThan(0);
});

test("the reserve in any month is what all that is still to come is worth then", () => {
  for (const month of [0, 1, 11, 12, 300, 598, 599]) {
    const expected = plainLife({}, month).bestEstimate;
    const value = base.evaluate(reserve.node(month));
    expect({ month, close: isClose(value, expected) }).toEqual({ month, close: true });
  }
  expect(base.evaluate(reserve.node(TERM))).toBe(0);
});

test("mortality is that of the Standard Ultimate Life Table, as printed", () => {
  const alive = [50, 65, 100].map((age) => 100_000 * (1 - dyingWithin(age - 20, 20)));
  expect(alive.map((count) => count.toFixed(1))).toEqual(["98576.4", "94579.7", "6248.2"]);
  expect([dyingWithin(1, 50), dyingWithin(1, 80)].map((q) => q.toFixed(6))).toEqual([
    "0.001209",
    "0.032658",
  ]);
});

const outputs = Object.values(model.outputs);

/** The nodes of some functions for all months from one to another. */
function months(names: string, from: number, to: number): readonly string[] {
  return names
    .split(" ")
    .flatMap((name) => Array.from({ length: to - from + 1 }, (_, at) => `${name}(${from + at})`));
}

test.each<readonly [string, Node<number>, number, readonly (readonly string[])[]]>([
  [
    "the lapses of the last year run its months, and the reserves back to today",
    annualLapse.node(50),
    0.05,
    [
      months("lapseRate lapses", 588, 599),
      months("lives", 589, 600),
      months("deaths claims premiums expenses", 589, 599),
      months("reserve", 0, 599),
      ["bestEstimate()", "claimsValue()", "expensesValue()", "premiumsValue()"],
    ],
  ],
  [
    "the last point of the curve runs interest after thirty years, and no projection",
    zeroRate.node(50),
    0.04,
    [
      months("interestRate discount", 361, 600),
      months("reserve", 0, 599),
      ["bestEstimate()", "claimsValue()", "expensesValue()", "premiumsValue()"],
    ],
  ],
  [
    "the sum assured runs claims and reserves",
    sumAssured.node(),
    120_000,
    [months("claims reserve", 0, 599), ["bestEstimate()", "claimsValue()"]],
  ],
])("[S7] %s", (_, node, value, reached) => {
  expect(runsIn(base.fork().tweak(node, value), outputs)).toEqual(reached.flat().toSorted());
});

test("[S8] the base runs nothing after all that", () => {
  expect(runsIn(base, outputs)).toEqual([]);
});
