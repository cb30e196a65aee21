import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { model, userFolder } from "./dug.ts";

const book = fileURLToPath(new URL("../../packages/examples/src/book.ts", import.meta.url));

interface Drawn {
  readonly nodes: readonly { readonly id: string; readonly outcome: unknown }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

function drawn(text: string): Drawn {
  return JSON.parse(text) as Drawn;
}

test("without a node the graph of all outputs is drawn, nothing beside", async () => {
  const { dug, leftovers } = userFolder({ "model.ts": model });
  expect(await dug("graph", "model.ts")).toEqual({
    status: 0,
    stderr: "",
    stdout: `digraph dug {
  "total()" [label="total() = 149"];
  "price(\\"IBM\\")" [label="price(\\"IBM\\") = 100"];
  "price(\\"AAPL\\")" [label="price(\\"AAPL\\") = 50"];
  "fee()" [label="fee() = 1"];
  "total()" -> "price(\\"IBM\\")";
  "total()" -> "price(\\"AAPL\\")";
  "total()" -> "fee()";
}
`,
  });
  expect(leftovers()).toEqual([]);
});

test("outputs that share a node have it once", async () => {
  const two = model.replace(
    "{ total: total.node() }",
    '{ total: total.node(), ibm: price.node("IBM") }',
  );
  const { dug } = userFolder({ "model.ts": two });
  const { nodes, edges } = drawn((await dug("graph", "model.ts", "--json")).stdout);
  expect(nodes.map(({ id }) => id)).toEqual(["total()", 'price("IBM")', 'price("AAPL")', "fee()"]);
  expect(edges).toHaveLength(3);
});

test("a neighbourhood of the book: above, below, or both, to a depth", async () => {
  const { dug } = userFolder({});
  const asked = async (...args: string[]) => {
    const node = 'tickerValue("IBM")';
    const { status, stdout, stderr } = await dug("graph", book, "--node", node, "--json", ...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return drawn(stdout).nodes.map(({ id }) => id);
  };
  const above = await asked("--above");
  expect(above).toEqual(['tickerValue("IBM")', "bookValue()"]);
  const below = await asked("--depth", "1");
  expect(below.length).toBeGreaterThan(10);
  expect(below).not.toContain('spot("IBM")');
  expect(await asked()).toContain('spot("IBM")');
  expect((await asked("--above", "--below", "--depth", "1")).toSorted()).toEqual(
    [...below, "bookValue()"].toSorted(),
  );
  expect(await asked("--depth", "0")).toEqual(['tickerValue("IBM")']);
});

test("Mermaid and SVG are drawn, the latter into a file", async () => {
  const { dug, path, files } = userFolder({ "model.ts": model });
  expect((await dug("graph", "model.ts", "--node", "fee()", "--format", "mermaid")).stdout).toBe(
    'flowchart TD\n  n0("fee() = 1")\n  classDef masked fill:#ffffe0\n',
  );
  const { status, stdout } = await dug("graph", "model.ts", "--format", "svg", "--out", "g.svg");
  expect({ status, stdout }).toEqual({ status: 0, stdout: "Graph: g.svg (4 nodes)\n" });
  const svg = readFileSync(path("g.svg"), "utf8");
  expect(svg).toMatch(/<svg [^]*<\/svg>\s*$/);
  expect(svg.match(/class="node"/g)).toHaveLength(4);
  expect(svg.match(/class="edge"/g)).toHaveLength(3);
  expect(files()).toEqual(["g.svg", "model.ts"]);
});

const scenarios = `
- name: crash
  tweaks: [{ target: price, relative: -20% }]
- name: lent
  tweaks: [['fee()', 2], { target: 'price("IBM")', from: crash }]
- name: layered
  on: crash
  tweaks: [{ target: 'price("AAPL")', add: 5 }]
- name: negative
  tweaks: [['price("IBM")', -1]]
- name: "quoted \\"name\\" ü"
  tweaks: []
`;

const marks = (text: string): string[] =>
  (
    JSON.parse(text) as {
      nodes: { id: string; tweaked: boolean; masked: boolean; outcome: { value: number } }[];
    }
  ).nodes.map(
    ({ id, tweaked, masked, outcome }) =>
      `${id} ${outcome.value}${tweaked ? " tweaked" : ""}${masked ? " masked" : ""}`,
  );

/** What `dug graph` prints in a scenario of that file. */
function drawer(): (scenario: string, ...args: string[]) => Promise<string> {
  const { dug } = userFolder({ "model.ts": model, "s.yaml": scenarios });
  return async (scenario, ...args) => {
    const asked = ["graph", "model.ts", "--scenarios", "s.yaml", "--scenario", scenario];
    const { status, stdout, stderr } = await dug(...asked, ...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return stdout;
  };
}

test("[S13] in a scenario what it tweaks and what that reaches is marked, in each format", async () => {
  const drawnIn = drawer();
  expect(await drawnIn("crash")).toBe(`digraph dug {
  "total()" [label="total() = 119", style=filled, fillcolor=lightyellow];
  "price(\\"IBM\\")" [label="price(\\"IBM\\") = 80", shape=box, style=filled, fillcolor=lightyellow];
  "price(\\"AAPL\\")" [label="price(\\"AAPL\\") = 40", shape=box, style=filled, fillcolor=lightyellow];
  "fee()" [label="fee() = 1"];
  "total()" -> "price(\\"IBM\\")";
  "total()" -> "price(\\"AAPL\\")";
  "total()" -> "fee()";
}
`);
  expect(await drawnIn("crash", "--format", "mermaid", "--node", 'price("IBM")')).toBe(
    'flowchart TD\n  n0["price(#34;IBM#34;) = 80"]:::masked\n  classDef masked fill:#ffffe0\n',
  );
  expect(await drawnIn("crash", "--format", "svg")).toContain("lightyellow");
});

test("[S13] so it is in JSON, of several layers and of values taken from another scenario", async () => {
  const drawnIn = drawer();
  const [both, lone] = ["tweaked masked", "masked"];
  expect(marks(await drawnIn("layered", "--json"))).toEqual([
    `total() 124 ${lone}`,
    `price("IBM") 80 ${both}`,
    `price("AAPL") 45 ${both}`,
    "fee() 1",
  ]);
  expect(marks(await drawnIn("lent", "--json"))).toEqual([
    `total() 128 ${lone}`,
    `price("IBM") 80 ${both}`,
    'price("AAPL") 50',
    `fee() 2 ${both}`,
  ]);
  expect(marks(await drawnIn("lent", "--json", "--node", 'price("IBM")', "--above"))).toEqual([
    `price("IBM") 80 ${both}`,
    `total() 128 ${lone}`,
  ]);
  const none = await drawnIn('quoted "name" ü', "--json");
  expect(JSON.parse(none)).toMatchObject({ scenario: 'quoted "name" ü' });
  expect(marks(none)[0]).toBe("total() 149");
});

test("a scenario in which the node fails is drawn with the error, and costs exit code 1", async () => {
  const { dug } = userFolder({ "model.ts": model, "s.yaml": scenarios });
  const asked = ["graph", "model.ts", "--scenarios", "s.yaml", "--scenario", "negative"];
  const { status, stdout, stderr } = await dug(...asked);
  expect(status).toBe(1);
  expect(stdout).toContain("color=red");
  expect(stderr).toMatch(
    /^dug: total\(\) failed: RangeError: a negative price \(model\.ts:6:\d+\)\n$/,
  );
});

test("an SVG that nobody could read is refused, and no file is left", async () => {
  const long = `import { memoize, model } from "@dug/core";
const step = memoize("step", (n: number): number => (n === 0 ? 0 : step(n - 1) + 1));
export default model({ functions: { step }, outputs: { last: step.node(1000) } });
`;
  const { dug, files } = userFolder({ "model.ts": long });
  const { status, stderr } = await dug("graph", "model.ts", "--format", "svg", "--out", "g.svg");
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^dug: the graph has 1001 nodes, .* --node and --depth, or take --format dot\n$/,
  );
  expect(files()).toEqual(["model.ts"]);
});

test("[S19] a node that throws is drawn with its error, told with its place, and costs exit code 1", async () => {
  const { dug } = userFolder({ "model.ts": model.replace("? 100", "? -1") });
  const { status, stdout, stderr } = await dug("graph", "model.ts", "--json", "--verbose");
  expect(status).toBe(1);
  expect(drawn(stdout).nodes[0]).toMatchObject({
    id: "total()",
    outcome: { error: "RangeError: a negative price" },
  });
  expect(stderr).toMatch(
    /^dug: total\(\) failed: RangeError: a negative price \(model\.ts:6:\d+\)\nRangeError: a negative price\n +at .*model\.ts:6:\d+/,
  );
});

test.each([
  [
    ["--node", "totl()"],
    '--node: there is no memoised function "totl"; the nearest is "total". The model offers price, fee, total.',
  ],
  [["--node", "price()"], "--node: price() lacks arguments: price takes 1, here are 0"],
  [["--node", "price('IBM')"], "texts stand in double quotes."],
  [
    ["--node", 'price("IBN")', "--above"],
    'no output reads price("IBN"); the nearest that is read is price("IBM")',
  ],
  [["--above"], "--above needs --node"],
  [["--depth", "-1"], "--depth"],
  [["--depth", "many"], '--depth is a whole number such as 2, not "many"'],
  [["--scenarios", "s.yaml"], "--scenarios needs --scenario: the name of one to draw"],
  [
    ["--scenarios", "s.yaml", "--scenario", "crush"],
    'there is no scenario "crush"; the nearest is "crash". The scenarios are crash, lent',
  ],
  [["--scenario", "crash"], 'there is no scenario "crash". The scenarios are none.'],
  [["--format", "png"], '--format is one of dot, mermaid, svg, not "png"'],
])("%j is refused with exit code 2", async (args, message) => {
  const { dug } = userFolder({ "model.ts": model, "s.yaml": scenarios });
  const { status, stdout, stderr } = await dug("graph", "model.ts", ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(message);
});
