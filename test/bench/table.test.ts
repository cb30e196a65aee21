import { expect, test } from "vitest";
import type { MeasureResult } from "../../packages/bench/src/result.ts";
import { goalTable, medianTable, show } from "../../packages/bench/src/table.ts";

const summary = (median: number) => ({ median, least: median / 2, most: 2 * median, samples: 3 });

const results: readonly MeasureResult[] = [
  {
    workload: "HIT",
    measure: "HIT",
    unit: "ns",
    peers: { dug: summary(20), map: summary(10) },
    goals: [
      {
        goal: { kind: "slower", than: "map", required: 2.5, target: 1.7 },
        measured: 2,
        verdict: "pass",
      },
      { goal: { kind: "faster", than: "optimism", required: 10 }, verdict: "not measured" },
    ],
  },
  {
    workload: "FORK",
    measure: "FORK bare",
    unit: "ns",
    peers: { dug: { median: 1234, least: 1234, most: 1234, samples: 1 } },
    goals: [{ goal: { kind: "most", required: 250 }, measured: 1234, verdict: "MISS" }],
  },
];

test("the medians stand beside one another, with their spread and dug's ratio", () => {
  expect(medianTable(results)).toEqual([
    "                      dug           map",
    "HIT        ns  20 (10–40)  10 (5–20) 2×",
    "FORK bare  ns       1,234",
  ]);
});

test("a peer that had no turn has no column", () => {
  expect(medianTable(results)[0]).not.toContain("mobx");
});

test("the goals tell what is required, the target, and whether it is reached", () => {
  expect(goalTable(results)).toEqual([
    "                                       required  target  beyond  measured",
    "HIT        × map                          ≤ 2.5   ≤ 1.7                 2          pass",
    "HIT        times faster than optimism      ≥ 10                            not measured",
    "FORK bare  ns                             ≤ 250                     1,234          MISS",
  ]);
});

test.each([
  [0.01234, "0.0123"],
  [1.2345, "1.23"],
  [99.96, "100"],
  [12345.6, "12,346"],
  [-1.5, "-1.5"],
])("%d is shown as %s", (value, shown) => {
  expect(show(value)).toBe(shown);
});
