import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { model, userFolder } from "./dug.ts";

const book = fileURLToPath(new URL("../../packages/examples/src/book.ts", import.meta.url));

interface Times {
  readonly functions: readonly { readonly name: string; readonly runs: number }[];
  readonly nodes: readonly { readonly name: string; readonly runs: number }[];
}

function runsOf(times: Times["nodes"]): unknown {
  return Object.fromEntries(times.map(({ name, runs }) => [name, runs]));
}

const crash = '[{ "name": "crash", "tweaks": [["price(\\"IBM\\")", 80]] }]';

test("the runs are counted by function and by node, in all contexts together", async () => {
  const { dug } = userFolder({ "model.ts": model, "s.json": crash });
  const { status, stdout } = await dug("profile", "model.ts", "--scenarios", "s.json", "--json");
  const { functions, nodes } = JSON.parse(stdout) as Times;
  expect(status).toBe(0);
  expect(runsOf(functions)).toEqual({ price: 2, fee: 1, total: 2 });
  expect(runsOf(nodes)).toEqual({
    'price("IBM")': 1,
    'price("AAPL")': 1,
    "fee()": 1,
    "total()": 2,
  });
});

test("the book's profile shows as many lines as are asked for", async () => {
  const { dug } = userFolder({ "s.json": "[]" });
  const { status, stdout, stderr } = await dug(
    "profile",
    book,
    "--scenarios",
    "s.json",
    "--top",
    "3",
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^\d+ runs of 20 functions in [\d.]+ ms, for the base\n/);
  const [, functions = "", nodes = ""] = stdout.split("\n\n");
  expect(functions).toMatch(
    /^By function +runs +self ms +share\n(.+\n){3} {2}and 17 more functions$/,
  );
  expect(nodes).toMatch(
    /^By node +runs +self ms +share +total ms\n(.+\n){3} {2}and \d+ more nodes\n$/,
  );
});

test("a base that fails costs exit code 1", async () => {
  const { dug } = userFolder({ "model.ts": model.replace("? 100", "? -1") });
  const { status, stdout, stderr } = await dug("profile", "model.ts", "--verbose");
  expect(status).toBe(1);
  expect(stdout).toContain("for the base; failed: base\n");
  expect(stderr).toMatch(/^RangeError: a negative price\n +at .*model\.ts:6:/);
});

test("a number of lines that is none is refused", async () => {
  const { status, stderr } = await userFolder({ "model.ts": model }).dug(
    "profile",
    "model.ts",
    "--top=0",
  );
  expect(status).toBe(2);
  expect(stderr).toContain('--top is a whole number from 1, not "0"');
});
