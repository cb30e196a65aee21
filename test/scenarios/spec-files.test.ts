import { Context, memoize } from "@dug/core";
import { readScenarios, runScenarios, ScenarioFileError } from "@dug/scenarios";
import { expect, test } from "vitest";
import { csv, document, wholeFile } from "./spec-file.ts";

const spot = memoize("spot", (ticker: string): number => (ticker === "IBM" ? 100 : 200), {
  tags: ["equity"],
});
const vol = memoize("vol", (ticker: string): number => spot(ticker) / 1000);
const curve = memoize("curve", (currency: string, year: number): number => currency.length + year, {
  tags: ["rates"],
});
const outputs = {
  ibm: spot.node("IBM"),
  aapl: spot.node("AAPL"),
  vol: vol.node("IBM"),
  curve: curve.node("USD", 5),
};
const include = (path: string): string => {
  if (path !== "history.csv") throw new Error("no such file");
  return csv;
};

/** The outputs under each scenario of a file. */
async function rows(text: string, file = "s.yaml"): Promise<Record<string, readonly unknown[]>> {
  const table = await runScenarios(new Context(), {
    outputs,
    scenarios: readScenarios(text, { file, include }),
  });
  return Object.fromEntries(
    table.scenarios.map((row) => [
      row.name,
      row.error === undefined ? Object.values(row.outputs) : [row.error],
    ]),
  );
}

test("a file with everything in it says in YAML and in JSON the same", async () => {
  const inYAML = await rows(wholeFile);
  expect(await rows(JSON.stringify(document), "s.json")).toEqual(inYAML);
  expect(inYAML).toMatchObject({
    crash: [80, 160, 0.08, 8],
    "crash, then calm": [80, 160, 0.04, 8],
    vector: [101, 202, 0.101, 8],
    pairs: [70, 200, 0.5, 8],
    floored: [90, 180, 0.09, 8],
    expression: [50, 150, 0.05, 8],
    borrowed: [100, 200, 0.08, 8],
    curve: [100, 200, 0.1, 0],
    layered: [50, 200, 0.1, 8],
    "grid: spot -10%, vol +0.05": [90, 200, 0.15000000000000002, 8],
    "spot 90, curve 1": [90, 200, 0.09, 1],
    "spot 110, curve 3": [110, 200, 0.11, 3],
    "spot -50%": [50, 100, 0.05, 8],
    "vol ×2": [100, 200, 0.2, 8],
    "outer / inner": [50, 200, 0.1, 8],
    "2008-09": [90, 210, 0.09, 8],
    "2008-10": [80, 200, 0.08, 8],
    "inline: a": [101, 200, 0.101, 8],
  });
  expect(Object.keys(inYAML).filter((name) => name.startsWith("draw "))).toHaveLength(5);
  expect(Object.keys(inYAML).filter((name) => name.startsWith("grid: "))).toHaveLength(6);
});

test("names, axes and notes come along", () => {
  const list = readScenarios(wholeFile, { file: "s.yaml", include });
  const named = (name: string) => list.find((each) => each.name === name);
  expect(named("grid: spot -10%, vol +0.05")).toMatchObject({
    axes: { spot: -0.1, vol: 0.05 },
    note: "two axes",
  });
  expect(named("2008-10")).toMatchObject({
    axes: { date: "2008-10" },
    note: 'today\'s value kept of spot("AAPL")',
  });
  expect(named("crash")).toMatchObject({ note: "as in 2008" });
});

test("the old list of names and pairs is read as before", async () => {
  const text =
    '[{ "name": "a", "tweaks": [["spot(\\"IBM\\")", 80], ["vol(\\"IBM\\")", null]], "note": "n" }, { "name": "b", "tweaks": [] }]';
  expect(await rows(text, "s.json")).toEqual({ a: [80, 200, null, 8], b: [100, 200, 0.1, 8] });
});

test("anchors and aliases stand for what they name", async () => {
  const text = `
- name: a
  tweaks: &down
    - { target: spot, relative: -50% }
- { name: b, tweaks: *down }
`;
  expect(await rows(text)).toEqual({ a: [50, 100, 0.05, 8], b: [50, 100, 0.05, 8] });
});

const one = (tweak: string): string => `- name: a\n  tweaks:\n    - ${tweak}\n`;

const correlated = `- draws: { seed: 1, count: 2, variables: { x: { target: spot, add: { normal: { mean: 0, deviation: 1 } } },
    y: { target: vol, add: { normal: { mean: 0, deviation: 1 } } } },
    correlation: `;

test.each<[string, string]>([
  ["", "1:1: expected a list of scenarios"],
  ["scenarios: 1", "1:12: expected a list of scenarios"],
  ["scenarois: []", '1:1: a scenario file has no field "scenarois"; the nearest is "scenarios"'],
  ["- 1", "1:3: expected a scenario"],
  ["- name: a", '1:3: the scenario has no "tweaks"'],
  ["- tweaks: []", '1:3: the scenario has no "name"'],
  ["- name: a\n  tweeks: []", '2:3: a scenario has no field "tweeks"; the nearest is "tweaks"'],
  ["- name: a\n  name: b\n  tweaks: []", '2:3: the field "name" comes twice'],
  ["- name: a\n  tweaks: []\n  draws: {}", "3:3: an entry is one of tweaks, layers, product"],
  ["- { name: a, tweaks: [] }\n- { name: a, tweaks: [] }", '2:11: the name "a" is taken'],
  ["- { name: base, tweaks: [] }", '1:11: the name "base" is taken'],
  ["- {name: a, tweaks: []", "1:23: not valid YAML: Flow map"],
  ["- *x", "1:3: not valid YAML: there is no anchor &x before this"],
  ["- &x [*x]", "1:7: not valid YAML: an anchor holds itself"],
  ["- !!js/function 'x'", "1:3: not valid YAML: Unresolved tag"],
  ["--- 1\n--- 2", "2:1: not valid YAML: Source contains multiple documents"],
  [one("1"), "3:7: expected a tweak"],
  [one("{}"), '3:7: a tweak has no "target"'],
  [one("{ target: spot }"), "3:7: the tweak says not what to do"],
  [one("{ target: spot, ad: 1 }"), '3:23: a tweak has no field "ad"; the nearest is "add"'],
  [
    one("{ target: spot, add: 1, cap: 2 }"),
    "3:31: a tweak has one operation, here are add and cap",
  ],
  [
    one("{ target: spto, add: 1 }"),
    '3:17: There is no memoised function "spto" here; the nearest is "spot"',
  ],
  [
    one("{ target: 'spto(*)', add: 1 }"),
    '3:17: There is no memoised function "spto" here; the nearest is "spot"',
  ],
  [
    one("{ target: tag:equty, add: 1 }"),
    '3:17: There is no memoised function with the tag "equty" here; the nearest is "equity"',
  ],
  [one("{ target: [], add: 1 }"), "3:17: expected a target at least"],
  [
    one("{ target: 'curve(*)', add: 1 }"),
    "3:17: curve(*) lacks arguments: curve takes 2, here are 1",
  ],
  [
    one("{ target: [spot, 'spot(*)'], add: 1 }"),
    "3:17: spot(*) shares nodes with a target before it",
  ],
  [
    one("{ target: [spot, vol], add: [1] }"),
    "3:35: expected one amount for each of 2 targets, here are 1",
  ],
  [one("{ target: spot, add: x }"), "3:28: expected a number such as 0.05 or 5%"],
  [one("{ target: spot, add: .inf }"), "3:28: expected a number such as 0.05 or 5%"],
  [
    one("{ target: spot, expression: bsae + 1 }"),
    '3:35: The expression "bsae + 1" cannot be used: it does not know "bsae"; the nearest is base',
  ],
  [one("{ target: spot, from: x }"), "3:17: change.from: spot is not one node but many"],
  [
    one("{ target: 'spot(\"IBM\")', from: aa }"),
    '3:38: there is no scenario "aa"; the nearest is "a"',
  ],
  [one("['spot(\"IBM\")']"), "3:7: expected a tweak of two elements"],
  [
    "- name: a\n  on: b\n  tweaks: []\n- { name: b, tweaks: [] }",
    '2:7: there is no scenario "b"; there is none',
  ],
  [
    "- { name: abc, tweaks: [] }\n- { name: b, on: abd, tweaks: [] }",
    '2:18: there is no scenario "abd"; the nearest is "abc", before this one',
  ],
  ["- product: {}", "1:12: expected an axis at least"],
  ["- product: { x: { target: spot, add: 1 } }", "1:38: expected a list, or from..to:count"],
  ["- product: { x: { target: spot, add: 1..2:1 } }", "1:38: expected a list, or from..to:count"],
  ["- product: { x: { target: spot, add: [] } }", "1:38: expected an amount at least"],
  ["- product: { x: { target: spot, expression: 1..2:3 } }", "1:45: expected a list"],
  [
    "- zip: { x: { target: spot, add: [1] }, y: { target: vol, add: [1, 2] } }",
    "1:8: combine.zip: the axes x and y have 1 and 2 points",
  ],
  ["- nested: []", "1:11: expected a list of scenarios at least"],
  ["- nested: [[1]]", "1:13: expected a scenario"],
  [
    "- product: { x: { target: spot, add: 1..2:10000 }, y: { target: vol, add: 1..2:10000 } }",
    "1:3: this gives more than 1000 scenarios",
  ],
  ["- historical: { rows: [] }", '1:15: a history has no "targets"'],
  ["- historical: { targets: [spot], rows: [] }", "1:15: the history has no rows"],
  [
    "- historical: { targets: [spot], rows: [[a]] }",
    "1:41: expected one change for each of 1 targets, here are 0",
  ],
  ["- historical: { targets: [spot], rows: [[a, x]] }", "1:45: expected a number"],
  [
    "- historical: { targets: [spot], rows: [[a, 1]], change: relativ }",
    "1:58: expected relative or add",
  ],
  ["- historical: { file: no.csv }", "1:23: cannot read no.csv: no such file"],
  [
    "- historical: { file: history.csv, rows: [] }",
    "1:36: a history that is in a file has no targets and rows beside it",
  ],
  ["- draws: { seed: 1, count: 2 }", '1:10: a set of draws has no "variables"'],
  [
    "- draws: { seed: 1.5, count: 2, variables: { x: { target: spot, add: { normal: { mean: 0, deviation: 1 } } } } }",
    "1:18: expected a seed, a whole number",
  ],
  [
    "- draws: { seed: 1, count: 2, variables: { x: { target: spot, add: { normal: { mean: 0, deviation: -1 } } } } }",
    "1:78: draws: deviation of the normal distribution is -1",
  ],
  [
    "- draws: { seed: 1, count: 2, variables: { x: { target: spot, add: { nromal: {} } } } }",
    '1:70: there is no distribution "nromal"; the nearest is "normal"',
  ],
  [
    "- draws: { seed: 1, count: 2, variables: { x: { target: spot, add: { normal: { maen: 0 } } } } }",
    '1:80: a normal distribution has no field "maen"; the nearest is "mean"',
  ],
  [
    `- draws: { seed: 1, count: 2, variables: { x: { target: [spot, 'spot("IBM")'], add: { normal: { mean: 0, deviation: 1 } } } } }`,
    '1:10: draws: spot("IBM") shares nodes with a target before it',
  ],
  [
    `${correlated}[[1, 0.5], [0.4, 1]] }`,
    "3:30: the correlation of y with x is 0.4, and that of x with y 0.5",
  ],
  [`${correlated}[[1, 2], [2, 1]] }`, "3:28: the correlation of y with x is from -1 to 1, not 2"],
  [`${correlated}[[1, 0], [0, 90%]] }`, "3:31: the correlation of y with itself is 1, not 0.9"],
  [`${correlated}[[1, 0]] }`, "3:18: 2 variables need as many lines of correlations, here are 1"],
  [
    `${correlated}[[1, 0], [0]] }`,
    "3:27: 2 variables need as many correlations a line, that of y has 1",
  ],
  [`${correlated}[[1, x], [0, 1]] }`, "3:23: expected a number such as 0.05 or 5%"],
  [`${correlated}{} }`, "3:18: expected a list of lists of correlations"],
  [
    "- draws: { seed: 1, count: 2, variables: { x: { target: spot, expression: base } } }",
    "1:47: expression takes no drawn number",
  ],
])("%j is refused, and the message says where and what is near", (text, message) => {
  const read = (): unknown => readScenarios(text, { file: "s.yaml", include, most: 1000 });
  expect(read).toThrow(ScenarioFileError);
  expect(read).toThrow(message);
});

test.each<[string, string]>([
  ["", "h.csv:1:1: expected a first line"],
  ["date\n", "h.csv:1:1: expected a first line"],
  ["date,spto\n1,2", 'h.csv:1:6: There is no memoised function "spto" here; the nearest is "spot"'],
  ['date,"spot(""IBM"")"\na,1\n\nb,x', 'h.csv:4:3: expected a number such as 0.05 or 5%, not "x"'],
  ["date,spot\na,1,2", "h.csv:2:5: expected one change for each of 1 targets, here are 2"],
  ["date,spot\r\na", "h.csv:2:1: expected one change for each of 1 targets, here are 0"],
  ["date,spot\n,1", "h.csv:2:1: expected the row's name"],
  ['date,spot\n"a\nb","1', "h.csv:3:4: not valid CSV: these quotes do not close"],
  ['date,spot\na"b,1', "h.csv:2:2: not valid CSV: expected a comma"],
  ["date,tag:several\na,1", "h.csv:1:6: tag:several is several targets"],
])("the history %j is refused, and the message says where", (text, message) => {
  memoizeSeveral();
  const read = (): unknown =>
    readScenarios("- historical: { file: h.csv }", { file: "s.yaml", include: () => text });
  expect(read).toThrow(ScenarioFileError);
  expect(read).toThrow(message);
});

let several = false;
function memoizeSeveral(): void {
  if (several) return;
  several = true;
  memoize("several/a", () => 1, { tags: ["several"] });
  memoize("several/b", () => 1, { tags: ["several"] });
}

test("where files cannot be read, naming one is refused", () => {
  expect(() => readScenarios("- historical: { file: h.csv }", { file: "s.yaml" })).toThrow(
    "s.yaml:1:23: files that a scenario file names cannot be read here",
  );
});

const nested = (depth: number, file: string) => (): unknown =>
  readScenarios("[".repeat(depth) + "]".repeat(depth), { file });

test("nesting too deep is a mistake in the file, not a stack overflow", () => {
  for (const file of ["s.yaml", "s.json"]) {
    expect(nested(200, file)).toThrow(`${file}:1:102: nested deeper than 100 levels`);
    expect(nested(20_000, file)).toThrow("it is nested too deep");
  }
});

test("aliases of aliases cannot fill the memory", () => {
  const lines = ["a0: &a0 [1,1,1,1,1,1,1,1,1,1]"];
  for (let i = 1; i < 9; i++)
    lines.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(",")}]`,
    );
  expect(() => readScenarios(lines.join("\n"), { file: "s.yaml" })).toThrow(
    "it comes to more than 5000000 parts",
  );
});

test("a byte order mark, a comment and another end of line do no harm", async () => {
  const text =
    "\uFEFF# first\r\n- name: a # the only one\r\n  tweaks:\r\n    - { target: spot, add: 1 }\r\n";
  expect(await rows(text)).toEqual({ a: [101, 201, 0.101, 8] });
});
