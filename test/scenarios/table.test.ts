import { expect, test } from "vitest";
import { Table } from "../../packages/scenarios/src/table.ts";
import type { Outputs, Row } from "../../packages/scenarios/src/row.ts";
import { failure, row } from "./rows.ts";

function tableOf(...rows: [Row<Outputs>, ...Row<Outputs>[]]): Table<Outputs> {
  // The nodes do not matter: a table reads the names of its outputs only.
  return new Table({ value: undefined } as unknown as Outputs, rows);
}

const table = tableOf(
  row("base", 100, { nodes: { executed: 10, reused: 0, shared: 0 } }),
  row("b", 3, { nodes: { executed: 4, reused: 1, shared: 2 } }),
  row("c", NaN),
  failure("d", new Error("no")),
  row("e", -5, { nodes: { executed: 3, reused: 2, shared: 5 } }),
  row("f", "text"),
);

test("the base is the first row, the scenarios are the others", () => {
  expect(table.base.name).toBe("base");
  expect(table.scenarios.map(({ name }) => name)).toEqual(["b", "c", "d", "e", "f"]);
  expect(table.failed.map(({ name }) => name)).toEqual(["d"]);
});

test("top and bottom rank the scenarios whose output is a number", () => {
  expect(table.bottom("value", 9).map(({ name }) => name)).toEqual(["e", "b"]);
  expect(table.top("value").map(({ name }) => name)).toEqual(["b"]);
});

test("quantiles are over the scenarios; one that is NaN makes them NaN", () => {
  expect(table.quantile("value", 0.5)).toBeNaN();
  expect(
    tableOf(row("base", 100), row("b", 1), row("c", 2), row("d", "text")).quantile("value", 0.5),
  ).toBe(1.5);
});

test("the effort is the scenarios', against what the base ran for each", () => {
  expect(table.effort).toEqual({ executed: 7, reused: 3, shared: 7, full: 50 });
});

test("JSON tells apart what has no form in it, and lacks what is missing", () => {
  const { rows } = tableOf(
    row("base", NaN),
    row("b", undefined),
    row("c", -0),
    failure("d", new Error("no")),
  ).toJSON();
  expect(rows.map(({ outputs }) => outputs)).toEqual([
    { value: { $number: "NaN" } },
    { value: { $undefined: true } },
    { value: { $number: "-0" } },
    { value: { $error: "Error: no" } },
  ]);
  expect(rows.map(({ status, error }) => [status, error])).toEqual([
    ["ok", undefined],
    ["ok", undefined],
    ["ok", undefined],
    ["failed", "Error: no"],
  ]);
  expect(JSON.parse(JSON.stringify(table.toJSON()))).toEqual(table.toJSON());
});
