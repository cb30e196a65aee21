import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { model, userFolder } from "./dug.ts";

const book = fileURLToPath(new URL("../../packages/examples/src/book.ts", import.meta.url));
const ibm = 'price("IBM")=relative:-50%..50%:3';

test("two axes are shown as a matrix, and written whole", async () => {
  const { dug, path, files } = userFolder({ "model.ts": model });
  const { status, stdout, stderr } = await dug(
    "grid",
    "model.ts",
    "--axis",
    ibm,
    "--axis",
    "fee()=set:0,10",
    "--out",
    "t.csv",
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toBe(`base: total 149

total: price("IBM") down, fee() across
          0   10
  -50%  100   90
  0%    150  140
  +50%  200  190

Table: t.csv (7 rows)
`);
  expect(readFileSync(path("t.csv"), "utf8").trimEnd().split("\r\n")).toHaveLength(8);
  expect(files()).toEqual(["model.ts", "t.csv"]);
});

test("one axis is a list; a failed point says so, and costs exit code 1 under --strict", async () => {
  const { dug } = userFolder({ "model.ts": model });
  const args = ["grid", "model.ts", "--axis", 'price("IBM")=add:-101,5'];
  const { status, stdout, stderr } = await dug(...args);
  expect(status).toBe(0);
  expect(stdout.split("\n").map((line) => line.trim().replaceAll(/ {2,}/g, " | "))).toEqual([
    "base: total 149",
    "",
    "scenario | total",
    'price("IBM") -101 | failed',
    'price("IBM") +5 | 154',
    "",
  ]);
  expect(stderr).toMatch(
    /^dug: price\("IBM"\) -101 failed: RangeError: a negative price \(model\.ts:6:\d+\)\n$/,
  );
  const strict = await dug(...args, "--strict", "--verbose");
  expect(strict.status).toBe(1);
  expect(strict.stderr).toMatch(/\n +at .*model\.ts:6:/);
});

test("the book over two axes, as JSON, of one output", async () => {
  const { dug } = userFolder({});
  const { status, stdout } = await dug(
    "grid",
    book,
    "--axis",
    'spot("IBM")=relative:-20%..20%:3',
    "--axis",
    'volatility("IBM")=add:-5%..5%:3',
    "--output",
    "value",
    "--json",
  );
  const table = JSON.parse(stdout) as {
    axes: string[];
    outputs: string[];
    rows: { axes: Record<string, number>; outputs: Record<string, number> }[];
  };
  expect(status).toBe(0);
  expect(table.axes).toEqual(['spot("IBM")', 'volatility("IBM")']);
  expect(table.outputs).toEqual(["value"]);
  expect(table.rows).toHaveLength(10);
  const [base, first] = table.rows;
  const middle = table.rows.find(({ axes }) => Object.values(axes).join() === "0,0");
  expect(first?.axes).toEqual({ 'spot("IBM")': -0.2, 'volatility("IBM")': -0.05 });
  expect(first?.outputs["value"]).toBeLessThan(base?.outputs["value"] ?? NaN);
  expect(middle?.outputs).toEqual(base?.outputs);
});

test.each([
  [["--axis", 'pirce("IBM")=set:1'], 'no memoised function "pirce"; the nearest is "price"'],
  [["--axis", ibm, "--axis", 'price("IBM")=set:1'], 'two axes tweak price("IBM")'],
  [["--axis", ibm, "--output", "totl"], 'no output "totl"; the nearest is "total"'],
  [["--axis", "fee()=up:1"], 'there is no operation "up"'],
  [[], "dug grid needs --axis"],
])("%j is refused with exit code 2", async (args, message) => {
  const { dug } = userFolder({ "model.ts": model });
  const { status, stdout, stderr } = await dug("grid", "model.ts", ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(message);
});
