import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TableQuestionError } from "../../packages/scenarios/src/errors.ts";
import {
  writeCSVFile,
  writeJSONFile,
  writeParquetFile,
} from "../../packages/scenarios/src/files.ts";
import type { Outputs, Row } from "../../packages/scenarios/src/row.ts";
import { toCSV } from "../../packages/scenarios/src/csv.ts";
import { cellOf } from "./cell-of.ts";
import { failure, row } from "./rows.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dug-table-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Values of every kind, and how each is written in JSON; they are told apart by that. */
const odd: readonly (readonly [value: unknown, json: unknown])[] = [
  [null, null],
  [undefined, { $undefined: true }],
  [-0, { $number: "-0" }],
  [NaN, { $number: "NaN" }],
  [-Infinity, { $number: "-Infinity" }],
  [0.1 + 0.2, 0.1 + 0.2],
  [5e-324, 5e-324],
  ["", ""],
  ["null", "null"],
  ["[1]", "[1]"],
  ['a,"b"\r\nü', 'a,"b"\r\nü'],
  [true, true],
  [12n ** 20n, { $bigint: String(12n ** 20n) }],
  [
    [1, NaN, [2n]],
    [1, { $number: "NaN" }, [{ $bigint: "2" }]],
  ],
  [new Float64Array([1, -0]), [1, { $number: "-0" }]],
  [{ a: 1, $b: 2 }, { $object: { a: 1, $b: 2 } }],
  [new Map([["k", 1]]), { $map: [["k", 1]] }],
  [new Set([1]), { $set: [1] }],
  [new Date(0), { $date: "1970-01-01T00:00:00.000Z" }],
  [Symbol("s"), { $text: "Symbol(s)" }],
];

const rows: readonly Row<Outputs>[] = [
  row("base", 1, { axes: {} }),
  ...odd.map(([value], i) => row(`odd ${i}`, value, { axes: { spot: i / 10 } })),
  failure("failed", new RangeError("no, way")),
  row("missing", 1, { status: "failed", outputs: {}, error: "refused", errors: {} }),
];
const source = { rows, outputs: ["value"], axes: ["spot"] };

test("CSV reads back equal by another library: null, NaN, error and missing are told apart", async () => {
  const path = join(folder, "t.csv");
  await writeCSVFile(path, source);
  const text = readFileSync(path, "utf8");
  expect(text).toBe(toCSV(rows, ["value"]));
  const read: Record<string, string>[] = parse(text, { columns: true });
  expect(read.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
  expect(read.map(({ value = "" }) => cellOf(value))).toEqual([
    1,
    ...odd.map(([value, json]) => (typeof value === "symbol" ? "Symbol(s)" : json)),
    "error",
    "missing",
  ]);
  expect(read.map((each) => cellOf(each["axis.spot"] ?? "")).slice(0, 3)).toEqual([
    "missing",
    0,
    0.1,
  ]);
  expect(read.at(-2)).toMatchObject({ error: "RangeError: no, way", status: "failed" });
});

test("JSON reads back equal, and a row lacks what is missing", async () => {
  const path = join(folder, "t.json");
  await writeJSONFile(path, source);
  const read = JSON.parse(readFileSync(path, "utf8"));
  expect(read.outputs).toEqual(["value"]);
  expect(read.rows.map(({ outputs }: Row<Outputs>) => outputs)).toEqual([
    { value: 1 },
    ...odd.map(([, value]) => ({ value })),
    { value: { $error: "RangeError: no, way" } },
    {},
  ]);
});

/** What stands in a column of JSON. */
function asJSON(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : value;
}

async function readParquet(path: string): Promise<Record<string, unknown>[]> {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  const file = buffer.slice(byteOffset, byteOffset + byteLength);
  return await parquetReadObjects({ file });
}

test("Parquet reads back equal by another library: what is no number stands beside as JSON", async () => {
  const path = join(folder, "t.parquet");
  await writeParquetFile(path, source, { rowGroup: 4 });
  const read = await readParquet(path);
  expect(read.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
  expect(read.map((each) => [each["value"], asJSON(each["value.json"])])).toEqual([
    [1, null],
    ...odd.map(([value, json]) => (typeof value === "number" ? [value, null] : [null, json])),
    [null, { $error: "RangeError: no, way" }],
    [null, null],
  ]);
  expect(read[1]?.["value.json"]).toBe("null");
  expect(read.at(-1)?.["value.json"]).toBeNull();
  expect(read[3]).toMatchObject({ "axis.spot": 0.2, status: "ok", "nodes.executed": 0, ms: 1 });
  expect(read[0]).toMatchObject({ "axis.spot": null, "axis.spot.json": null, note: null });
});

test("a column of texts or booleans is one in Parquet, and names do not collide", async () => {
  const path = join(folder, "kinds.parquet");
  const kinds = [
    row("base", "a", { outputs: { value: "a", "value.json": true } }),
    row("b", 1, { outputs: { value: 1, "value.json": null } }),
  ];
  await writeParquetFile(path, { rows: kinds, outputs: ["value", "value.json"] });
  expect(await readParquet(path)).toMatchObject([
    { value: "a", "value.json": true, "value.json.json": null, "value.json.json.json": null },
    { value: null, "value.json": null, "value.json.json": "1", "value.json.json.json": "null" },
  ]);
});

async function* made(count: number): AsyncGenerator<Row<Outputs>> {
  for (let i = 0; i < count; i++) {
    yield row(i === 0 ? "base" : `row ${i}`, i / 7, i === 0 ? {} : { axes: { x: i } });
  }
}

test("rows that come one by one are written one by one, in all formats", async () => {
  const count = 25_000;
  const paths = ["csv", "json", "parquet"].map((kind) => join(folder, `many.${kind}`));
  const from = () => ({ rows: made(count), outputs: ["value"] });
  await writeCSVFile(paths[0]!, from());
  await writeJSONFile(paths[1]!, from());
  await writeParquetFile(paths[2]!, from(), { rowGroup: 1000 });
  const csv: Record<string, string>[] = parse(readFileSync(paths[0]!, "utf8"), { columns: true });
  const json: { rows: Row<Outputs>[] } = JSON.parse(readFileSync(paths[1]!, "utf8"));
  const parquet = await readParquet(paths[2]!);
  const expected = Array.from({ length: count }, (_, i) => i / 7);
  expect(csv.map(({ value }) => Number(value))).toEqual(expected);
  expect(json.rows.map(({ outputs }) => outputs["value"])).toEqual(expected);
  expect(parquet.map(({ value }) => value)).toEqual(expected);
  expect(csv[3]?.["axis.x"]).toBe("3");
});

test("a row on an axis without a column is refused, and the file that was there stays", async () => {
  const path = join(folder, "kept.csv");
  writeFileSync(path, "before");
  const late = [row("base", 1), row("a", 1), row("b", 1, { axes: { x: 1 } })];
  const writing = writeCSVFile(path, { rows: late, outputs: ["value"] });
  await expect(writing).rejects.toThrow(TableQuestionError);
  await expect(writing).rejects.toThrow('The row "b" lies on the axis "x"');
  expect(readFileSync(path, "utf8")).toBe("before");
  expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  await writeCSVFile(path, { rows: late, outputs: ["value"], axes: ["x"] });
  expect(readFileSync(path, "utf8").split("\r\n")).toHaveLength(5);
});

test("rows that fail half way leave no file, and their source is closed", async () => {
  let isClosed = false;
  async function* failing(): AsyncGenerator<Row<Outputs>> {
    try {
      yield row("base", 1);
      yield row("a", 1);
      yield row("b", 1, { axes: { x: 1 } });
    } finally {
      isClosed = true;
    }
  }
  for (const write of [writeCSVFile, writeParquetFile]) {
    isClosed = false;
    const path = join(folder, "never");
    await expect(write(path, { rows: failing(), outputs: ["value"] })).rejects.toThrow("axis");
    expect(isClosed).toBe(true);
  }
  expect(readdirSync(folder).filter((name) => name.startsWith("never"))).toEqual([]);
});
