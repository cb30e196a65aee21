import { expect, test } from "vitest";
import {
  type Checked,
  count,
  type Drawn,
  executedIn,
  inFolder,
  type Reasons,
  type Rows,
  runsOf,
  type Times,
  words,
} from "./command.ts";

// A model that is no example: written for this test as a user would write one.
const files = {
  "bakery.ts": `import { memoize, model } from "@dug/core";

const flour = memoize("flour", (kind: string): number => (kind === "rye" ? 2 : 1), { tags: ["price"] });
const loaves = memoize("loaves", (kind: string): number => (kind === "rye" ? 100 : 200));
const rent = memoize("rent", (): number => 50);
const margin = memoize("margin", (kind: string): number => loaves(kind) * (4 - flour(kind)));
const profit = memoize("profit", (): number => margin("rye") + margin("wheat") - rent());

export default model({
  functions: { flour, loaves, rent, margin, profit },
  outputs: { profit: profit.node(), rye: margin.node("rye") },
});
`,
  "bakery.yaml": `
- name: drought
  tweaks:
    - { target: tag:price, multiply: 2 }
- name: strike
  tweaks:
    - { target: 'loaves("wheat")', set: 0 }
- name: drought, then help
  on: drought
  tweaks:
    - { target: 'flour("rye")', add: -1 }
`,
};

const timeout = 60_000;

async function dug(verb: string, ...args: string[]): Promise<string> {
  return await inFolder(files, verb, "bakery.ts", ...args);
}

const scenarios = ["--scenarios", "bakery.yaml"];

test("dug run: 750 earned, 350 in a drought, 150 in a strike", { timeout }, async () => {
  const text = await dug("run", ...scenarios);
  expect(text).toMatch(/^bakery\.ts as it is\n {2}profit {2}750\n {2}rye {5}200\n/);
  expect(words(text)).toContain("profit 150 strike 450 drought, then help");
  expect(text).toContain("Functions run: 8 for the base, 7 for 3 scenarios;");

  const { rows } = JSON.parse(await dug("run", ...scenarios, "--json")) as Rows;
  expect(rows.map(({ name, outputs }) => [name, outputs])).toEqual([
    ["base", { profit: 750, rye: 200 }],
    ["drought", { profit: 350, rye: 0 }],
    ["strike", { profit: 150, rye: 200 }],
    ["drought, then help", { profit: 450, rye: 100 }],
  ]);
});

test("dug grid: rent by rye", { timeout }, async () => {
  const axes = ["--axis", "rent()=add:0,50", "--axis", 'loaves("rye")=relative:-50%..50%:3'];
  expect(await dug("grid", ...axes, "--output", "profit")).toBe(`base: profit 750

profit: rent() down, loaves("rye") across
       -50%   0%  +50%
  0     650  750   850
  +50   600  700   800
`);
  const { rows, outputs } = JSON.parse(await dug("grid", ...axes, "--json")) as Rows;
  expect(outputs).toEqual(["profit", "rye"]);
  expect(rows.map((row) => [row.outputs["profit"], row.outputs["rye"]])).toEqual([
    [750, 200],
    ...[650, 750, 850].map((profit, at) => [profit, 100 + 100 * at]),
    ...[600, 700, 800].map((profit, at) => [profit, 100 + 100 * at]),
  ]);
});

test("dug graph: what rye's margin is made of", { timeout }, async () => {
  const node = ["--node", 'margin("rye")'];
  expect(await dug("graph", ...node)).toBe(`digraph dug {
  "margin(\\"rye\\")" [label="margin(\\"rye\\") = 200"];
  "loaves(\\"rye\\")" [label="loaves(\\"rye\\") = 100"];
  "flour(\\"rye\\")" [label="flour(\\"rye\\") = 2"];
  "margin(\\"rye\\")" -> "loaves(\\"rye\\")";
  "margin(\\"rye\\")" -> "flour(\\"rye\\")";
}
`);
  const mermaid = await dug("graph", ...node, "--above", "--format", "mermaid");
  expect(mermaid).toContain('n0("margin(#34;rye#34;) = 200")');
  expect(mermaid).toContain('n1("profit() = 750")');
  expect(mermaid).toContain("n1 --> n0");
  const svg = await dug("graph", "--format", "svg");
  expect([count(svg, 'class="node"'), count(svg, 'class="edge"')]).toEqual([8, 7]);
  const { edges } = JSON.parse(await dug("graph", ...node, "--json")) as Drawn;
  expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
    'margin("rye") loaves("rye")',
    'margin("rye") flour("rye")',
  ]);
});

test("dug why: dear flour, and the help on it", { timeout }, async () => {
  const asked = [...scenarios, "--scenario", "drought, then help", "--node", 'margin("rye")'];
  expect(await dug("why", ...asked))
    .toBe(`Layer 2: margin("rye"): 100 in drought, then help, 0 in the layer above
  flour("rye") add(-1)

Layer 1: margin("rye"): 0 in drought, then help, 200 in the base
  flour("rye") scale(2) (whole function)
`);
  const { nodes } = JSON.parse(await dug("why", ...asked, "--json")) as Reasons;
  expect(nodes.map(({ node, layers }) => [node, layers.length])).toEqual([['margin("rye")', 2]]);
  expect(nodes[0]?.layers[0]?.causes.map(({ path }) => path)).toEqual([
    ['margin("rye")', 'flour("rye")'],
  ]);
});

test("dug profile: as many runs as the run tells", { timeout }, async () => {
  expect(await dug("profile", ...scenarios, "--top", "1")).toMatch(
    /^15 runs of 5 functions in [\d.]+ ms, for the base and 3 scenarios\n/,
  );
  const times = JSON.parse(await dug("profile", ...scenarios, "--json")) as Times;
  const ran = JSON.parse(await dug("run", ...scenarios, "--json")) as Rows;
  expect(runsOf(times)).toBe(executedIn(ran));
  expect(runsOf(times, "flour", "loaves", "rent")).toBe(5);
});

test("dug check: what each scenario would run", { timeout }, async () => {
  const text = await dug("check", ...scenarios);
  expect(text).toMatch(/^bakery\.ts as it is\n {2}profit {2}750\n {2}rye {5}200\n/);
  expect(text).toContain("3 scenarios would run ");
  const checked = JSON.parse(await dug("check", ...scenarios, "--json")) as Checked;
  expect(checked.scenarios.map(({ name, nodes }) => [name, nodes.toSorted()])).toEqual([
    ["drought", ['margin("rye")', 'margin("wheat")', "profit()"]],
    ["strike", ['margin("wheat")', "profit()"]],
    ["drought, then help", ['margin("rye")', "profit()"]],
  ]);
  expect(checked.unread).toEqual([]);
});
