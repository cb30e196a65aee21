import { expect, test } from "vitest";
import {
  type Checked,
  count,
  type Drawn,
  executedIn,
  inFolder,
  printed,
  type Reasons,
  type Rows,
  run,
  runsOf,
  shipped,
  type Times,
  words,
} from "./command.ts";
import { plainLife } from "./plain/life.ts";

const stresses = ["--scenarios", shipped("life.yaml")];
const twice = { "twice.json": '[{ "name": "twice", "tweaks": [["sumAssured()", 2e5]] }]' };
const timeout = 60_000;
const base = plainLife({});

async function dug(verb: string, ...args: string[]): Promise<string> {
  return await printed(verb, shipped("life.ts"), ...args);
}

function shown(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 2 });
}

test(
  "dug run: the worst of the stresses named, and in each the value of what is paid",
  { timeout },
  async () => {
    const { text: told, rows } = await run(shipped("life.ts"), ...stresses);
    const text = words(told);
    expect(text).toContain(`bestEstimate ${shown(base.bestEstimate)}`);
    expect(text).toContain("Worst and best of 21 scenarios");
    const worst = "mortality up / lapse down / interest down";
    expect(text.some((line) => line.startsWith("bestEstimate ") && line.endsWith(worst))).toBe(
      true,
    );
    expect(rows).toHaveLength(22);
    for (const { outputs } of rows) {
      const { bestEstimate = NaN, claims = NaN, expenses = NaN, premiums = NaN } = outputs;
      expect((claims + expenses - premiums) / bestEstimate).toBeCloseTo(1, 9);
    }
  },
);

test("dug grid: four in ten gone at once, and twice the sum", { timeout }, async () => {
  const axes = ["--axis", "massLapse()=set:0,40%", "--axis", "sumAssured()=multiply:1,2"];
  const text = words(await dug("grid", ...axes, "--output", "claims"));
  expect(text.slice(2)).toEqual([
    "claims: massLapse() down, sumAssured() across",
    "×1 ×2",
    `0 ${shown(base.claims)} ${shown(2 * base.claims)}`,
    `0.4 ${shown(0.6 * base.claims)} ${shown(1.2 * base.claims)}`,
    "",
  ]);
  const { rows } = JSON.parse(await dug("grid", ...axes, "--json")) as Rows;
  const survivors = rows.map(({ outputs }) => (outputs["survivors"] ?? NaN) / base.survivors);
  expect(survivors.map((part) => part.toFixed(9))).toEqual(
    [1, 1, 1, 0.6, 0.6].map((part) => part.toFixed(9)),
  );
});

test(
  "[S23] dug graph: the last of 600 cells, each of which reads the one before it",
  { timeout },
  async () => {
    // Nothing else is evaluated before: this goes down through all months at once.
    const node = ["--node", "lives(600)", "--depth", "1"];
    const read = ["lives(599)", "deaths(599)", "lapses(599)"];
    const dot = await dug("graph", ...node);
    for (const each of read) expect(dot).toContain(`"lives(600)" -> "${each}";`);
    expect(count(dot, "->")).toBe(3);
    const mermaid = await dug("graph", "--node", "discount(12)", "--format", "mermaid");
    expect(mermaid).toMatch(
      /n1\("interestRate\(12\) = 0\.021"\)\n {2}n2\("zeroRate\(1\) = 0\.021"\)/,
    );
    const svg = await dug("graph", ...node, "--format", "svg");
    expect([count(svg, 'class="node"'), count(svg, 'class="edge"')]).toEqual([4, 3]);
    const { nodes } = JSON.parse(await dug("graph", "--node", "lives(600)", "--json")) as Drawn;
    expect(nodes.filter(({ id }) => id.startsWith("lives("))).toHaveLength(601);
    expect(Number(nodes[0]?.outcome.value) / base.survivors).toBeCloseTo(1, 9);
  },
);

test(
  "dug why: stress by stress, what reaches the deaths of the second month",
  { timeout },
  async () => {
    const name = "mortality up / mass lapse / interest down";
    const asked = [...stresses, "--scenario", name, "--node", "deaths(1)"];
    const lines = words(await dug("why", ...asked));
    expect(lines.filter((line) => !line.startsWith("Layer"))).toEqual([
      "nothing done in this context reaches it",
      "",
      "lives(1)",
      "lives(0)",
      "massLapse() = 0.4",
      "",
      "deathRate(1) relative(0.15) (whole function)",
      "lives(1)",
      "deaths(0)",
      "deathRate(0) relative(0.15) (whole function)",
      "",
    ]);
    const { nodes } = JSON.parse(await dug("why", ...asked, "--json")) as Reasons;
    expect(nodes[0]?.layers.map(({ causes }) => causes.map(({ path }) => path.at(-1)))).toEqual([
      [],
      ["massLapse()"],
      ["deathRate(1)", "deathRate(0)"],
    ]);
  },
);

test(
  "dug profile: what no stress reaches runs once, what one reaches twice",
  { timeout },
  async () => {
    const times = JSON.parse(await dug("profile", ...stresses, "--json")) as Times;
    expect(runsOf(times)).toBe(executedIn(await run(shipped("life.ts"), ...stresses)));
    expect(runsOf(times, "deathRate")).toBe(600);
    expect(runsOf(times, "unitCost")).toBe(2 * 600);
    expect(runsOf(times, "zeroRate")).toBe(8);
    const asked = ["--scenarios", "twice.json", "--top=30"];
    const text = words(await inFolder(twice, "profile", shipped("life.ts"), ...asked));
    const ran = ["claims", "reserve", "lives"].map(
      (name) => text.find((line) => line.startsWith(`${name} `))?.split(" ")[1],
    );
    expect(ran).toEqual(["1,200", "1,201", "601"]);
  },
);

test(
  "dug check: dearer expenses would run costs and reserves, and no policy",
  { timeout },
  async () => {
    const asked = ["check", shipped("life.ts"), "--scenarios", "twice.json", "--strict"];
    expect(words(await inFolder(twice, ...asked)).slice(-6)).toEqual([
      "1 scenario would run 1,202 functions",
      "claims 600",
      "reserve 600",
      "bestEstimate 1",
      "claimsValue 1",
      "",
    ]);
    const checked = JSON.parse(await dug("check", ...stresses, "--json")) as Checked;
    expect((checked.outputs["bestEstimate"]?.value ?? NaN) / base.bestEstimate).toBeCloseTo(1, 9);
    const dearer = checked.scenarios.find(({ name }) => name === "expenses up");
    const months = Array.from({ length: 600 }, (_, month) => month);
    expect(dearer?.nodes.toSorted()).toEqual(
      months
        .flatMap((month) => ["unitCost", "expenses", "reserve"].map((name) => `${name}(${month})`))
        .concat("bestEstimate()", "expensesValue()")
        .toSorted(),
    );
    expect(checked.unread).toEqual([]);
  },
);
