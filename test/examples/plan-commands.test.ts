import { expect, test } from "vitest";
import {
  type Checked,
  count,
  type Drawn,
  executedIn,
  printed,
  type Reasons,
  type Rows,
  runsOf,
  shipped,
  type Times,
  words,
} from "./command.ts";
import { plainDrivers, plainPlan } from "./plain/plan.ts";

const scenarios = ["--scenarios", shipped("plan.yaml")];
const timeout = 60_000;
const base = plainPlan(plainDrivers()).at(-1)!;

async function dug(verb: string, ...args: string[]): Promise<string> {
  return await printed(verb, shipped("plan.ts"), ...args);
}

test("dug run: the cases of the plan, the worst of them named", { timeout }, async () => {
  const text = words(await dug("run", ...scenarios));
  expect(text).toContain("Worst and best of 14 scenarios");
  expect(text).toContain(`sales ${base.sales.toLocaleString("en", { maximumFractionDigits: 2 })}`);
  const worst = text.filter((line) => / bear \+ rate shock /.test(line));
  expect(worst.map((line) => line.split(" ")[0])).toEqual(["netProfit", "equity", "leastHeadroom"]);

  const { rows } = JSON.parse(await dug("run", ...scenarios, "--json")) as Rows;
  expect(rows).toHaveLength(15);
  expect(rows[0]?.outputs["netProfit"]).toBeCloseTo(base.netProfit, 6);
  expect(rows.find(({ name }) => name === "bear")?.note).toBe(
    "a recession in 2027, and customers who pay later",
  );
  const headroom = Object.fromEntries(
    rows.map(({ name, outputs }) => [name, outputs["leastHeadroom"] ?? NaN]),
  );
  expect(headroom["bear + rate shock"]).toBeLessThan(0);
  expect(headroom["bear + rate shock + brake"]).toBeGreaterThan(0);
});

test("dug grid: a rate in the last year leaves sales as they are", { timeout }, async () => {
  const axes = ["--axis", "growth(2028)=add:-2%,0", "--axis", "marketRate(2031)=add:0,1%"];
  const lines = words(await dug("grid", ...axes, "--output", "sales"));
  expect(lines).toContain("sales: growth(2028) down, marketRate(2031) across");
  const slow = (base.sales * 1.06) / 1.08;
  for (const [label, sales] of [["-0.02", slow] as const, ["0", base.sales] as const]) {
    const shown = sales.toLocaleString("en", { maximumFractionDigits: 2 });
    expect(lines).toContain(`${label} ${shown} ${shown}`);
  }
  const { rows } = JSON.parse(await dug("grid", ...axes, "--json")) as Rows;
  expect(rows).toHaveLength(5);
  expect(rows[1]?.outputs["sales"]).toBeCloseTo(slow, 6);
  expect(rows[2]?.outputs["netProfit"]).toBeLessThan(rows[1]?.outputs["netProfit"] ?? NaN);
});

test("dug graph: what a year's tax reads", { timeout }, async () => {
  const node = ["--node", "tax(2026)", "--depth", "1"];
  const read = ["profitBeforeTax(2026)", "lossesCarried(2025)", "taxRate(2026)"];
  const dot = await dug("graph", ...node);
  for (const each of read) expect(dot).toContain(`"tax(2026)" -> "${each}";`);
  expect(count(dot, "->")).toBe(3);
  const mermaid = await dug("graph", ...node, "--format", "mermaid");
  expect(mermaid).toContain('n3("taxRate(2026) = 0.25")');
  expect(count(mermaid, "-->")).toBe(3);
  const svg = await dug("graph", ...node, "--format", "svg");
  expect([count(svg, 'class="node"'), count(svg, 'class="edge"')]).toEqual([4, 3]);
  const { nodes } = JSON.parse(await dug("graph", ...node, "--json")) as Drawn;
  expect(nodes.map(({ id }) => id)).toEqual(["tax(2026)", ...read]);
  expect(nodes[1]?.outcome.value).toBeCloseTo(4 * Number(nodes[0]?.outcome.value), 9);
});

test("dug why: dearer debt in the outer layer, more of it in the inner", { timeout }, async () => {
  const asked = [...scenarios, "--scenario", "bear + rate shock", "--node", "interest(2028)"];
  const text = await dug("why", ...asked);
  expect(text).toMatch(
    /^Layer 2: interest\(2028\): [\d.]+ in bear \+ rate shock, [\d.]+ in the layer above\n {2}marketRate\(2028\) add\(0\.02\) \(whole function\)\n/,
  );
  expect(text).toMatch(/\nLayer 1: .* in the base\n {2}revolver\(2027\)\n/);
  expect(words(text)).toContain("growth(2027) = -0.12");
  const { nodes } = JSON.parse(await dug("why", ...asked, "--json")) as Reasons;
  const [rates, recession] = nodes[0]?.layers ?? [];
  expect(rates?.causes.map(({ path }) => path.at(-1))).toEqual([
    "marketRate(2028)",
    "marketRate(2027)",
  ]);
  expect(recession?.causes.map(({ path }) => path.at(-1)).toSorted()).toEqual([
    "costShare(2027)",
    "growth(2027)",
    "receivableDays(2027)",
  ]);
});

test(
  "dug profile: as many runs as the run tells; the assumptions run in the base only",
  { timeout },
  async () => {
    const times = JSON.parse(await dug("profile", ...scenarios, "--json")) as Times;
    const ran = JSON.parse(await dug("run", ...scenarios, "--json")) as Rows;
    expect(runsOf(times)).toBe(executedIn(ran));
    expect(runsOf(times, "growth", "marketRate", "taxRate")).toBe(6 + 6 + 6);
    const text = await dug("profile", ...scenarios, "--top", "2");
    const runs = runsOf(times).toLocaleString("en");
    expect(text).toMatch(new RegExp(`^${runs} runs of 52 functions in .*base and 14 scenarios\n`));
  },
);

test("dug check: a rate shock would run no sales", { timeout }, async () => {
  const text = await dug("check", ...scenarios, "--strict");
  expect(text).toMatch(/\n14 scenarios would run [\d,]+ functions\n/);
  const checked = JSON.parse(await dug("check", ...scenarios, "--json")) as Checked;
  expect(checked.outputs["sales"]?.value).toBeCloseTo(base.sales, 6);
  expect(checked.scenarios.map(({ name }) => name).slice(0, 4)).toEqual([
    "bull",
    "bear",
    "rate shock",
    "brake",
  ]);
  const [bull = [], , shock = []] = checked.scenarios.map(({ nodes }) => nodes);
  expect(bull).toContain("sales(2031)");
  expect(shock).toContain("interest(2031)");
  expect(shock.filter((node) => /^(sales|ebit|capex|receivables)/.test(node))).toEqual([]);
  expect(checked.unread).toEqual([]);
});
