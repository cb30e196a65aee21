import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { model, userFolder } from "./dug.ts";

const book = fileURLToPath(new URL("../../packages/examples/src/book.ts", import.meta.url));

const scenarios = `[
  { "name": "crash", "tweaks": [["price(\\"IBM\\")", 80]] },
  { "name": "typo", "tweaks": [["price(\\"IBN\\")", 1]] }
]`;

test("what would run is told, and what no output reads; the scenarios are not run", async () => {
  const spy = model.replace("=> {\n", '=> {\n  if (price("IBM") === 80) console.log("ran");\n');
  const { dug } = userFolder({ "model.ts": spy, "s.json": scenarios });
  const { status, stdout, stderr } = await dug("check", "model.ts", "--scenarios", "s.json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toBe(`model.ts as it is
  total  149

2 scenarios would run 1 function
  total  1

Tweaked, but read by no output (a mistyped argument?)
  typo: price("IBN")
`);
  expect((await dug("run", "model.ts", "--scenarios", "s.json")).stdout).toMatch(/^ran\n/); // the premise
});

test("--strict has a remark cost exit code 1; --json has the plan", async () => {
  const { dug } = userFolder({ "model.ts": model, "s.json": scenarios });
  const { status, stdout } = await dug(
    "check",
    "model.ts",
    "--scenarios",
    "s.json",
    "--strict",
    "--json",
  );
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    outputs: { total: { value: 149 } },
    executions: 1,
    functions: { total: 1 },
    scenarios: [
      { name: "crash", nodes: ["total()"] },
      { name: "typo", nodes: [] },
    ],
    unread: [{ scenario: "typo", nodes: ['price("IBN")'] }],
  });
});

test("the book and the scenarios beside it are fine", { timeout: 60_000 }, async () => {
  const beside = book.replace(/ts$/, "yaml");
  const { status, stdout } = await userFolder({}).dug(
    "check",
    book,
    "--scenarios",
    beside,
    "--strict",
    "--json",
  );
  const { executions, unread } = JSON.parse(stdout) as { executions: number; unread: unknown };
  expect(status).toBe(0);
  expect(executions).toBeGreaterThan(1000);
  expect(unread).toEqual([]);
});

test("an output that fails costs exit code 1 and has its place", async () => {
  const { dug } = userFolder({ "model.ts": model.replace("? 100", "? -1") });
  const { status, stdout } = await dug("check", "model.ts");
  expect(status).toBe(1);
  expect(stdout).toMatch(/total {2}failed: RangeError: a negative price \(model\.ts:6:\d+\)/);
});

test("two scenarios of one name are refused as a run does", async () => {
  const twice = `${model}
import { Tweaks } from "@dug/core";
export const scenarios = [1, 2].map(() => ({ name: "same", tweaks: Tweaks.empty }));
`;
  const { status, stderr } = await userFolder({ "model.ts": twice }).dug("check", "model.ts");
  expect(status).toBe(2);
  expect(stderr).toContain('Two rows of the table would be called "same"');
});

test("a wrong name in the file is told with its place and the nearest", async () => {
  const wrong = '[{ "name": "a", "tweaks": [["pirce(\\"IBM\\")", 1]] }]';
  const { dug } = userFolder({ "model.ts": model, "s.json": wrong });
  const { status, stderr } = await dug("check", "model.ts", "--scenarios", "s.json");
  expect(status).toBe(2);
  expect(stderr).toContain(
    's.json:1:29: there is no memoised function "pirce"; the nearest is "price"',
  );
});
