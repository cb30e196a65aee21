import { Context, memoize } from "@dug/core";
import { historical, pattern, runScenarios } from "@dug/scenarios";
import { expect, test } from "vitest";

const spot = memoize("spot", (ticker: string): number => (ticker === "IBM" ? 100 : 200));
const outputs = { ibm: spot.node("IBM"), aapl: spot.node("AAPL") };
const targets = [spot.node("IBM"), spot.node("AAPL")];
const rows = [
  { name: "2008-09", changes: [-0.1, 0.05] },
  { name: "2008-10", changes: [-0.2, null] },
];

test("each row's changes are put on today's base", async () => {
  const table = await runScenarios(new Context(), {
    outputs,
    scenarios: historical({ targets, rows }),
  });
  expect(table.scenarios.map(({ name, axes, outputs: found }) => [name, axes, found])).toEqual([
    ["2008-09", { date: "2008-09" }, { ibm: 90, aapl: 210 }],
    ["2008-10", { date: "2008-10" }, { ibm: 80, aapl: 200 }],
  ]);
  expect(table.scenarios.map(({ note }) => note)).toEqual([
    undefined,
    'today\'s value kept of spot("AAPL")',
  ]);
});

test("changes may be absolute, and the axis may have another name", async () => {
  const scenarios = historical({ targets, rows: rows.slice(0, 1), change: "add", axis: "month" });
  const table = await runScenarios(new Context().tweak(spot.node("IBM"), 1), {
    outputs,
    scenarios,
  });
  expect(table.scenarios[0]).toMatchObject({
    axes: { month: "2008-09" },
    outputs: { ibm: 0.9, aapl: 200.05 },
  });
});

test("[S1] a pattern and a node of its function are both shifted, in the order of the columns", async () => {
  const scenarios = historical({
    targets: [pattern("spot(*)"), spot.node("IBM")],
    rows: [{ name: "r", changes: [1, 0.5] }],
  });
  const table = await runScenarios(new Context(), { outputs, scenarios });
  expect(table.scenarios[0]?.outputs).toEqual({ ibm: 300, aapl: 400 });
});

test("a row of another length is refused", () => {
  expect(() => historical({ targets, rows: [{ name: "x", changes: [1] }] })).toThrow(
    'the row "x" has 1 changes of 2 targets',
  );
});
