import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { model, userFolder } from "./dug.ts";

/** One value, one error, one that is `NaN`, one that is `null`. */
const scenarios = `[
  { "name": "a \\"b\\", ü", "tweaks": [["price(\\"IBM\\")", 80]] },
  { "name": "negative", "tweaks": [["price(\\"IBM\\")", -1]] },
  { "name": "none", "tweaks": [["fee()", "x"]] },
  { "name": "null", "tweaks": [["total()", null]] }
]`;
const files = { "model.ts": model, "s.json": scenarios };
const names = ["base", 'a "b", ü', "negative", "none", "null"];

/** Runs the command, and says what it says of the file. */
async function write(name: string) {
  const { dug, path, files: all, leftovers } = userFolder(files);
  const { status, stdout, stderr } = await dug(
    "run",
    "model.ts",
    "--scenarios",
    "s.json",
    "--out",
    name,
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain(`Table: ${name} (5 rows)\n`);
  expect([all(), leftovers()]).toEqual([["model.ts", name, "s.json"].toSorted(), []]);
  return path(name);
}

test.each(["t.csv", "t", "t.txt"])("%s is CSV, and read back by another library", async (name) => {
  const rows: Record<string, string>[] = parse(readFileSync(await write(name), "utf8"), {
    columns: true,
  });
  expect(rows.map((row) => [row["name"], row["total"]])).toEqual(
    names.map((each, i) => [each, ["149", "129", "#ERROR", "NaN", "null"][i]]),
  );
});

test("a name that ends in .json is JSON", async () => {
  const { outputs, rows }: { outputs: string[]; rows: { name: string; outputs: object }[] } =
    JSON.parse(readFileSync(await write("t.JSON"), "utf8"));
  expect(outputs).toEqual(["total"]);
  expect(rows.map((row) => row.name)).toEqual(names);
  expect(rows.map((row) => row.outputs)).toEqual([
    { total: 149 },
    { total: 129 },
    { total: { $error: "RangeError: a negative price" } },
    { total: { $number: "NaN" } },
    { total: null },
  ]);
});

test("a name that ends in .parquet is Parquet, and read back by another library", async () => {
  const rows = await parquetReadObjects({
    file: await asyncBufferFromFile(await write("t.parquet")),
  });
  expect(rows.map((row) => row["name"])).toEqual(names);
  expect(rows.map((row) => [row["total"], row["total.json"]])).toEqual([
    [149, null],
    [129, null],
    [null, '{"$error":"RangeError: a negative price"}'],
    [NaN, null],
    [null, "null"],
  ]);
});

test("a grid is written so, too", async () => {
  const { dug, path } = userFolder(files);
  const axis = ["--axis", 'price("IBM")=set:1,2'];
  expect((await dug("grid", "model.ts", ...axis, "--out", "t.parquet")).stdout).toContain(
    "(3 rows)",
  );
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path("t.parquet")) });
  expect(rows.map((row) => row['axis.price("IBM")'])).toEqual([null, 1, 2]);
});

test("a spreadsheet's own format is refused before the work begins", async () => {
  const { dug, files: all } = userFolder(files);
  expect(await dug("run", "model.ts", "--out", "t.xlsx")).toEqual({
    status: 2,
    stdout: "",
    stderr:
      "dug: --out t.xlsx: tables are written as .csv, which spreadsheets open, .json or .parquet, not as .xlsx\n" +
      "Try: dug --help\n",
  });
  expect(all()).toEqual(["model.ts", "s.json"]);
});

test("two runs that write one file at once leave the whole of one, and nothing beside", async () => {
  const { start, path, files: all, leftovers } = userFolder(files);
  const runs = [1, 2].map((i) =>
    start("grid", "model.ts", "--axis", `fee()=set:${i}`, "--out", "t.csv"),
  );
  const codes = await Promise.all(
    runs.map((run) => new Promise<unknown>((resolve) => run.once("exit", resolve))),
  );
  expect(codes).toEqual([0, 0]);
  const lines = readFileSync(path("t.csv"), "utf8").split("\r\n");
  expect([["fee() 1", "fee() 2"].includes(lines[2]?.split(",")[0] ?? ""), lines.length]).toEqual([
    true,
    4,
  ]);
  expect([all(), leftovers()]).toEqual([["model.ts", "s.json", "t.csv"], []]);
});
