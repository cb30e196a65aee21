import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { model, userFolder } from "./dug.ts";

const scenarios = `[
  { "name": "crash", "tweaks": [["price(\\"IBM\\")", 80]] },
  { "name": "negative", "tweaks": [["price(\\"IBM\\")", -1]] },
  { "name": "typo", "tweaks": [["price(\\"IBN\\")", 1]] }
]`;

test("a model in a folder of its own runs as it is, without scenarios and packages", async () => {
  const { dug, files, leftovers } = userFolder({ "model.ts": model });
  const { status, stdout, stderr } = await dug("run", "model.ts");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(
    /^model\.ts as it is\n {2}total {2}149\n\nFunctions run: 4 for the base\nTime: [\d.]+ s\n$/,
  );
  expect([files(), leftovers()]).toEqual([["model.ts"], []]);
});

test("scenarios are run, summed up, and written as CSV", async () => {
  const { dug, files, leftovers, path } = userFolder({ "model.ts": model, "s.json": scenarios });
  const { status, stdout, stderr } = await dug(
    "run",
    "model.ts",
    "--scenarios",
    "s.json",
    "--out",
    "table.csv",
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("Worst and best of 3 scenarios");
  expect(stdout).toMatch(/total +129 +crash +149 +typo/);
  expect(stdout).toContain(
    "1 scenario failed\n  negative: RangeError: a negative price (model.ts:6:",
  );
  expect(stdout).toContain(
    'Tweaked, but read by no output (a mistyped argument?)\n  typo: price("IBN")',
  );
  expect(stdout).toContain("Functions run: 4 for the base, 2 for 3 scenarios;");
  expect(stdout).toContain("Table: table.csv (4 rows)");
  const lines = readFileSync(path("table.csv"), "utf8").split("\r\n");
  expect(lines.map((line) => line.replace(/,[^,]*$/, ""))).toEqual([
    "name,total,difference.total,relative.total,status,error,thrower,note,unread,nodes.executed,nodes.reused,nodes.shared",
    "base,149,0,0,ok,,,,,4,0,0",
    `crash,129,-20,${-20 / 149},ok,,,,,1,0,0`,
    "negative,#ERROR,,,failed,RangeError: a negative price,total(),,,1,0,0",
    'typo,149,0,0,ok,,,,"price(""IBN"")",0,0,0',
    "",
  ]);
  expect([files(), leftovers()]).toEqual([["model.ts", "s.json", "table.csv"], []]);
});

test("[S4] an output that is no number in some scenarios is not passed over in silence", async () => {
  const odd = `[
  { "name": "text", "tweaks": [["price(\\"IBM\\")", "80"]] },
  { "name": "nothing", "tweaks": [["price(\\"IBM\\")", {}]] },
  { "name": "fine", "tweaks": [["price(\\"IBM\\")", 80]] }
]`;
  const outputs = "{ total: total.node(), text: text.node() }";
  const more = model
    .replace("\nexport", '\nconst text = memoize("text", () => String(price("AAPL")));\nexport')
    .replace("{ total: total.node() }", outputs);
  const { dug } = userFolder({ "model.ts": more, "s.json": odd });
  const { status, stdout, stderr } = await dug("run", "model.ts", "--scenarios", "s.json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/Worst and best of 3 scenarios\n.*\n {2}total +129 +fine +8,049 +text\n/);
  expect(stdout).toContain("\n\ntotal is no number in 1 scenario: nothing\n\n");
  expect(stdout).toContain(`
Tweaked to a value of another type (a text where a number belongs?)
  text: price("IBM") is a number, and here a string
  nothing: price("IBM") is a number, and here an object

`);
});

test("a model without outputs, and an empty list of scenarios, are remarked on", async () => {
  const { dug } = userFolder({
    "empty.ts": model.replace("{ total: total.node() }", "{}"),
    "model.ts": `${model}export const scenarios = [];\n`,
    "s.json": "[]",
  });
  const { status, stdout } = await dug("run", "empty.ts", "--scenarios", "s.json");
  expect(status).toBe(0);
  expect(stdout).toContain(
    "The model has no outputs: name nodes, such as outputs: { total: total.node() }\nThe list of scenarios is empty\n",
  );
  expect((await dug("run", "model.ts")).stdout).toMatch(
    /^model\.ts as it is\n {2}total {2}149\n\nThe list of scenarios is empty\n\nFunctions run/,
  );
});

test("--json prints the whole table", async () => {
  const { dug } = userFolder({ "model.ts": model, "s.json": scenarios });
  const { status, stdout } = await dug("run", "model.ts", "--scenarios", "s.json", "--json");
  const table = JSON.parse(stdout) as { rows: { name: string; outputs: unknown }[] };
  expect(status).toBe(0);
  expect(table.rows.map(({ outputs }) => outputs)).toEqual([
    { total: 149 },
    { total: 129 },
    { total: { $error: "RangeError: a negative price" } },
    { total: 149 },
  ]);
});

test("a model may bring its scenarios, and outputs of the base only, and read files beside it", async () => {
  const text = `
import { readFileSync } from "node:fs";
import { Tweaks, memoize, model } from "@dug/core";
import { scenario } from "@dug/scenarios";
import { double } from "./double.ts";
const size = memoize("size", () => readFileSync(new URL("data.txt", import.meta.url), "utf8").length, { input: true });
const total = memoize("total", () => double(size()));
const dear = memoize("dear", () => total() + 1000);
export const scenarios = [scenario("big", Tweaks.empty.tweak(size.node(), 100))];
export const baseOutputs = { dear: dear.node() };
export default model({ functions: { size, total, dear }, outputs: { total: total.node() } });
`;
  const { dug } = userFolder({
    "model.ts": text,
    "data.txt": "12345",
    "double.ts": "export const double = (n: number): number => 2 * n;",
  });
  const { status, stdout, stderr } = await dug("run", "model.ts");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/ {2}total +10\n {2}dear +1,010\n/);
  expect(stdout).toContain(
    "Functions run: 2 for the base, 1 for its other outputs, 1 for 1 scenario;",
  );
  expect(stdout).toMatch(/total +200 +big/);
});

test("an output of the base that fails costs exit code 1; the scenarios run", async () => {
  const broken = model.replace("? 100", "? -1");
  const { dug } = userFolder({ "model.ts": broken, "s.json": scenarios });
  const { status, stdout, stderr } = await dug("run", "model.ts", "--scenarios", "s.json");
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(stdout).toContain("total  failed: RangeError: a negative price (model.ts:6:");
  expect(stdout).toMatch(/total +129 +crash/);
});

test("--strict has a failed scenario cost exit code 1, and --verbose shows the user's stack alone", () => {
  const negative = '[{ "name": "negative", "tweaks": [["price(\\"IBM\\")", -1]] }]';
  const { spawned } = userFolder({ "model.ts": model, "s.json": negative });
  const { status, stdout, stderr } = spawned(
    "run",
    "model.ts",
    "--scenarios",
    "s.json",
    "--strict",
    "--verbose",
  );
  expect(status).toBe(1);
  expect(stdout).toContain("1 scenario failed");
  const [first, ...frames] = stderr.trimEnd().split("\n");
  expect(first).toBe("RangeError: a negative price");
  expect(frames[0]).toMatch(/^ +at .*model\.ts:6:/);
  expect(frames.filter((frame) => /packages.(core|scenarios|cli)/.test(frame))).toEqual([]);
});

test("a run whose model leaves a timer running ends all the same", () => {
  const { spawned } = userFolder({ "model.ts": `${model}\nsetInterval(() => {}, 1000);\n` });
  expect(spawned("run", "model.ts").status).toBe(0);
});

test("help and version need no model", async () => {
  const { dug } = userFolder({});
  expect((await dug("--help")).stdout).toMatch(/^Usage: dug COMMAND MODEL/);
  expect((await dug("run", "--help")).stdout).toMatch(/^Usage: dug run MODEL/);
  expect((await dug()).status).toBe(0);
  expect((await dug("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
