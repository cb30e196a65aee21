import { readFileSync } from "node:fs";
import { Context, relative } from "@dug/core";
import { expect, test } from "vitest";
import { spot } from "../../packages/examples/src/book/market.ts";
import { readPositions } from "../../packages/examples/src/book/positions.ts";
import { bookValue } from "../../packages/examples/src/book/valuation.ts";
import { userFolder } from "../cli/dug.ts";
import {
  type Checked,
  count,
  type Drawn,
  inFolder,
  printed,
  type Reasons,
  type Rows,
  runsOf,
  shipped,
  type Times,
  words,
} from "./command.ts";

const draws = ["--scenarios", shipped("book-draws.yaml")];
const timeout = 60_000;
const base = new Context("base");
const today = base.evaluate(bookValue.node());
const held = readPositions();
const shares = held.filter(({ contract }) => contract.kind === "share").length;

async function dug(verb: string, ...args: string[]): Promise<string> {
  return await printed(verb, shipped("book.ts"), ...args);
}

test("dug run: what the README at the top shows, of 563 scenarios", { timeout }, () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const shown = /```console\npackages\/examples\/src\/book\.ts as it is\n(.*?)```/s.exec(readme);
  const lines = words(shown?.[1] ?? "").filter((line) => !["", "…"].includes(line));
  expect(lines).toHaveLength(9);
  // What `npm start` starts, and as it does.
  const started = ["run", shipped("book.ts"), "--scenarios", shipped("book.yaml")];
  const { status, stdout, stderr } = userFolder({}).spawned(...started);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const told = words(stdout);
  expect(lines.filter((line) => !told.includes(line))).toEqual([]);
});

test("dug run: the draws as JSON, and as many rows in a table", { timeout }, async () => {
  const folder = userFolder({});
  const { stdout } = await folder.dug(
    "run",
    shipped("book.ts"),
    ...draws,
    "--json",
    "--out",
    "t.csv",
  );
  const { rows } = JSON.parse(stdout) as Rows;
  expect(rows[0]?.outputs["value"]).toBeCloseTo(today, 6);
  const lines = readFileSync(folder.path("t.csv"), "utf8").trimEnd().split("\r\n");
  expect(lines[0]).toMatch(/^name,axis\.spot,axis\.volatilityFactor,value,delta,vega,/);
  const values = lines.slice(1).map((line) => Number(line.split(",")[3]));
  expect(values).toEqual(rows.map(({ outputs }) => outputs["value"]));
  expect(values).toHaveLength(101);
});

test("dug grid: the book over IBM's price", { timeout }, async () => {
  const axes = ["--axis", 'spot("IBM")=relative:-20%,0,20%', "--output", "value"];
  const values = [-0.2, 0, 0.2].map((by) =>
    base.fork().tweak(spot.node("IBM"), relative(by)).evaluate(bookValue.node()),
  );
  const [low = "", middle = "", high = ""] = values.map((value) =>
    value.toLocaleString("en", { maximumFractionDigits: 2 }),
  );
  expect(words(await dug("grid", ...axes))).toEqual([
    `base: value ${middle}`,
    "",
    "scenario value",
    `spot("IBM") -20% ${low}`,
    `spot("IBM") 0% ${middle}`,
    `spot("IBM") +20% ${high}`,
    "",
  ]);
  const { rows } = JSON.parse(await dug("grid", ...axes, "--json")) as Rows;
  expect(rows.map(({ outputs }) => outputs["value"])).toEqual([today, ...values]);
});

test("dug graph: what an option is valued with", { timeout }, async () => {
  const option = 'positionValue("IBM-C115-3m")';
  const read = ['position("IBM-C115-3m")', 'spot("IBM")', 'volatility("IBM")', "rate()"];
  const node = ["--node", option, "--depth", "1"];
  const dot = await dug("graph", ...node);
  for (const each of read)
    expect(dot).toContain(`${JSON.stringify(option)} -> ${JSON.stringify(each)};`);
  expect(count(dot, "->")).toBe(4);
  const mermaid = await dug("graph", ...node, "--format", "mermaid");
  expect(mermaid).toContain('("spot(#34;IBM#34;) = 125.55")');
  expect(count(mermaid, "-->")).toBe(4);
  const svg = await dug("graph", ...node, "--format", "svg");
  expect([count(svg, 'class="node"'), count(svg, 'class="edge"')]).toEqual([5, 4]);
  const { edges } = JSON.parse(await dug("graph", ...node, "--json")) as Drawn;
  expect(edges.map(({ from, to }) => [from, to])).toEqual(read.map((to) => [option, to]));
});

test("dug why: what IBM's return of a month does", { timeout }, async () => {
  const asked = ["--scenarios", shipped("book.yaml"), "--scenario", "2004-08"];
  const node = ["--node", 'tickerValue("IBM")'];
  expect(await dug("why", ...asked, ...node)).toMatch(
    /^tickerValue\("IBM"\): 8\d{5}\.\d+ in 2004-08, 8\d{5}\.\d+ in the base\n {2}positionValue\("IBM"\)\n {4}spot\("IBM"\) relative\(-0\.025\d+\)\n$/,
  );
  const { nodes } = JSON.parse(await dug("why", ...asked, "--json")) as Reasons;
  expect(nodes.map((each) => each.node)).toEqual(["bookValue()", "bookDelta()", "bookVega()"]);
  // GOOG has no return in that month.
  expect(nodes[0]?.layers[0]?.causes.map(({ path }) => path.at(-1)).toSorted()).toEqual(
    ["AAPL", "AMZN", "IBM", "MSFT"].map((ticker) => `spot("${ticker}")`),
  );
});

test(
  "dug profile: each position valued once a draw, a share's vega once",
  { timeout },
  async () => {
    const times = JSON.parse(await dug("profile", ...draws, "--json")) as Times;
    expect(runsOf(times, "positionValue")).toBe(101 * held.length);
    expect(runsOf(times, "positionVega")).toBe(101 * (held.length - shares) + shares);
    expect(runsOf(times, "spot", "volatility", "history")).toBe(3 * shares);
    const low = { "low.json": '[{ "name": "low", "tweaks": [["spot(\\"IBM\\")", 80]] }]' };
    const text = await inFolder(
      low,
      "profile",
      shipped("book.ts"),
      "--scenarios",
      "low.json",
      "--top=20",
    );
    expect(text).toMatch(/^[\d,]+ runs of 20 functions in .*, for the base and 1 scenario\n/);
    const ibm = held.filter(({ ticker }) => ticker === "IBM").length;
    const line = words(text).find((each) => each.startsWith("positionValue "));
    expect(line?.split(" ")[1]).toBe(String(held.length + ibm));
  },
);

test("dug check: the draws would value each position", { timeout }, async () => {
  const text = words(await dug("check", ...draws, "--strict"));
  expect(text.find((line) => line.startsWith("positionValue "))).toBe(
    `positionValue ${(100 * held.length).toLocaleString("en")}`,
  );
  const checked = JSON.parse(await dug("check", ...draws, "--json")) as Checked;
  expect(checked.outputs["value"]?.value).toBeCloseTo(today, 6);
  expect(checked.functions["positionVega"]).toBe(100 * (held.length - shares));
  expect(checked.scenarios).toHaveLength(100);
});
