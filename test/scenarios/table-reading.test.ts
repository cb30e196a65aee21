import { expect, test } from "vitest";
import { TableQuestionError } from "../../packages/scenarios/src/errors.ts";
import type { Outputs, Row } from "../../packages/scenarios/src/row.ts";
import { Table } from "../../packages/scenarios/src/table.ts";
import { expectedShortfall, valueAtRisk } from "../../packages/scenarios/src/table/risk.ts";
import { failure, row } from "./rows.ts";

function tableOf(...rows: [Row<Outputs>, ...Row<Outputs>[]]): Table<Outputs> {
  // The nodes do not matter: a table reads the names of its outputs only.
  return new Table({ value: undefined } as unknown as Outputs, rows);
}

function names(rows: readonly Row<Outputs>[]): string[] {
  return rows.map(({ name }) => name);
}

function second(each: Row<Outputs>): unknown {
  return (each.outputs["value"] as number[])[1];
}

function at(name: string, x: unknown, y: unknown): Row<Outputs> {
  return row(name, name, { axes: { x, y } });
}

const table = tableOf(
  row("base", 100),
  row("a", 3),
  row("b", NaN),
  row("c", -5),
  failure("d", new Error("no")),
  row("e", 3),
  row("f", Infinity),
  row("g", "text"),
);

test("sorting is stable, and what is no number comes last in either order", () => {
  expect(names(table.sort("value"))).toEqual(["c", "a", "e", "f", "b", "d", "g"]);
  expect(names(table.sort("value", "descending"))).toEqual(["f", "a", "e", "c", "b", "d", "g"]);
  expect(names(table.sort((each) => each.name.codePointAt(0), "descending"))).toEqual([
    "g",
    "f",
    "e",
    "d",
    "c",
    "b",
    "a",
  ]);
});

test("top and bottom, and any figure of a row", () => {
  expect(names(table.top("value", 2))).toEqual(["f", "a"]);
  expect(names(table.bottom("value", 99))).toEqual(["c", "a", "e", "f"]);
  const vectors = tableOf(row("base", [1, 2]), row("a", [9, 1]), row("b", [0, 7]));
  expect(names(vectors.top(second))).toEqual(["b"]);
  expect(vectors.quantile(second, 0.5)).toBe(4);
});

test("an output that the table has not is refused, and the message says which there are", () => {
  expect(() => table.top("valeu")).toThrow(TableQuestionError);
  expect(() => table.sort("valeu")).toThrow('The table has no output "valeu"; it has "value".');
  expect(() => table.pivot("x", "y", "valeu")).toThrow(TableQuestionError);
});

const losses = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((i) => i * 10);

test("value at risk is the quantile of the losses, by definition 7", () => {
  // R: quantile(10 * 1:10, c(0, .9, .95, 1))
  const wanted = [10, 91, 95.5, 100];
  [0, 0.9, 0.95, 1].forEach((level, i) =>
    expect(valueAtRisk(losses, level)).toBeCloseTo(wanted[i]!, 12),
  );
  expect([valueAtRisk([], 0.9), valueAtRisk([1, NaN], 0.9)]).toEqual([NaN, NaN]);
});

test("expected shortfall is the mean of the worst losses, a fraction of one counting as such", () => {
  expect(expectedShortfall(losses, 0.9)).toBe(100); // the worst of ten
  expect(expectedShortfall(losses, 0.8)).toBeCloseTo(95, 12); // the worst two
  expect(expectedShortfall(losses, 0.75)).toBeCloseTo((100 + 90 + 0.5 * 80) / 2.5, 12);
  expect(expectedShortfall(losses, 0.99)).toBeCloseTo(100, 12); // a tenth of the worst
  expect(expectedShortfall(losses, 0)).toBe(55);
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
  expect(expectedShortfall(hundred, 0.95)).toBe(98); // 100 (1 − 0.95) is 5, whatever arithmetic makes of it
  expect([expectedShortfall([], 0.9), expectedShortfall([1, NaN], 0.9)]).toEqual([NaN, NaN]);
});

test("a level is a probability", () => {
  for (const level of [-0.1, 1.1, 95, NaN])
    expect(() => valueAtRisk(losses, level)).toThrow(TableQuestionError);
  expect(() => expectedShortfall(losses, 1)).toThrow("not 1");
});

test("a table's losses are against its base, over the scenarios where the output is a number", () => {
  const ten = tableOf(
    row("base", 100),
    ...losses.map((loss, i) => row(`${i}`, 100 - loss)),
    failure("f", 1),
  );
  expect(ten.valueAtRisk("value", 0.95)).toBeCloseTo(95.5, 12);
  expect(ten.expectedShortfall("value", 0.8)).toBeCloseTo(95, 12);
  expect(tableOf(failure("base", 1), row("a", 1)).valueAtRisk("value", 0.5)).toBeNaN();
});

const cells = [1, 2].flatMap((x) =>
  ["low", "high"].map((y) => row(`${x} ${y}`, `${x}${y}`, { axes: { x, y } })),
);

test("a pivot has a line for each place on one axis, and a column for each on the other", () => {
  const grid = tableOf(row("base", 0), cells[3]!, cells[0]!, cells[1]!, row("else", 1));
  const { lines, columns, values, rows } = grid.pivot("x", "y", "value");
  expect([lines, columns]).toEqual([
    [2, 1],
    ["high", "low"],
  ]);
  expect(values).toEqual([
    ["2high", undefined],
    ["1high", "1low"],
  ]);
  expect(rows[1]?.[1]?.name).toBe("1 low");
});

test("places on an axis may be any values, told apart by content", () => {
  const grid = tableOf(
    row("base", 0),
    at("a", [1, 2], NaN),
    at("b", [1, 2], null),
    at("c", { k: 1 }, NaN),
  );
  const { lines, columns, values } = grid.pivot("x", "y", "value");
  expect([lines, columns]).toEqual([
    [[1, 2], { k: 1 }],
    [NaN, null],
  ]);
  expect(values).toEqual([
    ["a", "b"],
    ["c", undefined],
  ]);
});

test("a pivot of axes that no row has, or that do not tell rows apart, is refused", () => {
  expect(() => tableOf(row("base", 0), ...cells).pivot("x", "z", "value")).toThrow(
    'No row lies on both the axes "x" and "z"; the axes are x, y.',
  );
  const twice = tableOf(row("base", 0), cells[0]!, { ...cells[0]!, name: "same" });
  expect(() => twice.pivot("x", "y", "value")).toThrow('The rows "1 low" and "same" lie at one');
});

test("two tables are compared row by row, by name", () => {
  const before = tableOf(
    row("base", 100),
    row("same", [1, NaN]),
    row("up", 1),
    failure("mended", new Error("no")),
    failure("still", new Error("no")),
    row("gone", 1),
  );
  const after = tableOf(
    row("base", 100),
    row("new", 1),
    failure("still", new Error("no")),
    row("mended", 2),
    row("up", 3),
    row("same", [1, NaN]),
  );
  const found = before.compare(after);
  expect(found.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "same base",
    "added new",
    "same still",
    "changed mended",
    "changed up",
    "same same",
    "removed gone",
  ]);
  expect(found[4]).toMatchObject({
    changed: ["value"],
    differences: { value: 2 },
    relativeDifferences: { value: 2 },
  });
  expect(found[3]).toMatchObject({ changed: ["value"], differences: {} });
});
