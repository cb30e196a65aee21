import { add, Context, memoize, type Node, Tweaks } from "@dug/core";
import { beforeEach, expect, test } from "vitest";
import { planScenarios } from "../../packages/scenarios/src/run/plan.ts";
import { runScenarios } from "../../packages/scenarios/src/run.ts";
import type { LayeredScenario } from "../../packages/scenarios/src/scenario.ts";

// A separable model: `curve` sees the rate, `smile` the volatility, `table` neither, `price` both.
let ran: string[] = [];
const noted = <R>(name: string, value: R): R => {
  ran.push(name);
  return value;
};
const rate = memoize("rate", () => noted("rate", 1));
const vol = memoize("vol", () => noted("vol", 10));
const curve = memoize("curve", () => noted("curve", rate() * 2));
const smile = memoize("smile", () => noted("smile", vol() * 3));
const fees = memoize("fees", () => noted("fees", 7));
const price = memoize("price", () => noted("price", curve() + smile() + fees()));
const outputs = { price: price.node() };

beforeEach(() => {
  ran = [];
});

const rates = [2, 3, 4, 5];
const vols = [20, 30, 40];

/** A layer for each rate, and one for each volatility on top: twelve scenarios of two nested contexts. */
function grid(): readonly LayeredScenario[] {
  const upper = vols.map((v) => Tweaks.empty.tweak(vol.node(), v));
  return rates.flatMap((r) => {
    const lower = Tweaks.empty.tweak(rate.node(), r);
    return upper.map((layer, i) => ({
      name: `${r}, ${vols[i]}`,
      axes: { rate: r, vol: vols[i] },
      layers: [lower, layer],
    }));
  });
}

function runs(name: string): number {
  return ran.filter((each) => each === name).length;
}

test("[S17] each function runs exactly once for each distinct combination, whatever the root said", async () => {
  const table = await runScenarios(new Context("base"), { outputs, scenarios: grid() });
  expect(table.scenarios.map(({ outputs: { price: value } }) => value)).toEqual(
    rates.flatMap((r) => vols.map((v) => r * 2 + v * 3 + 7)),
  );
  expect(["rate", "vol", "fees", "curve", "smile", "price"].map(runs)).toEqual([
    1, // for the base alone: in the scenarios it is tweaked
    1,
    1,
    1 + 4, // the base's, then once for each rate
    1 + 3,
    1 + 12,
  ]);
});

test("[S17] what is executed, reused and shared is counted by row and by function", async () => {
  const table = await runScenarios(new Context("base"), { outputs, scenarios: grid() });
  const [base, ...rows] = table.rows;
  expect(base.nodes).toEqual({ executed: 6, reused: 0, shared: 0 });
  expect(rows.map(({ nodes }) => nodes.executed)).toEqual([3, 2, 2, 2, 1, 1, 2, 1, 1, 2, 1, 1]);
  expect(rows.map(({ nodes }) => nodes.shared)).toEqual([0, 1, 1, 1, 2, 2, 1, 2, 2, 1, 2, 2]);
  expect(table.effort).toEqual({ executed: 19, reused: 0, shared: 17, full: 72 });
  const { functions, ...all } = table.sharing();
  expect(all).toEqual({ scenarios: 12, nodes: 6, full: 72, executed: 19, reused: 0, shared: 17 });
  expect(functions.slice(0, 3)).toEqual([
    { name: "price", nodes: 1, full: 12, executed: 12, reused: 0, shared: 0 },
    { name: "curve", nodes: 1, full: 12, executed: 4, reused: 0, shared: 8 },
    { name: "smile", nodes: 1, full: 12, executed: 3, reused: 0, shared: 9 },
  ]);
  expect(functions.slice(3).map(({ name, full, executed }) => [name, full, executed])).toEqual([
    ["fees", 12, 0],
    ["rate", 12, 0],
    ["vol", 12, 0],
  ]);
});

test("without sharing every scenario runs all that its tweaks reach", async () => {
  const table = await runScenarios(new Context("base"), {
    outputs,
    scenarios: grid(),
    share: false,
    keep: 0,
  });
  expect(["fees", "curve", "smile", "price"].map(runs)).toEqual([1, 1 + 12, 1 + 12, 1 + 12]);
  expect(table.effort).toEqual({ executed: 36, reused: 0, shared: 0, full: 72 });
});

test("[S17] a root that shares lends its pool, so that a second run shares with the first", async () => {
  const base = new Context("base", { parent: null, share: true });
  await runScenarios(base, { outputs, scenarios: grid() });
  const again = await runScenarios(base, { outputs, scenarios: grid() });
  expect(again.effort).toMatchObject({ executed: 0 });
  expect(base.sharing?.saved).toBeGreaterThan(0);
  const alone = new Context("base");
  await runScenarios(alone, { outputs, scenarios: grid() });
  expect(alone.sharing).toBeUndefined();
});

test("a dry run lists what then runs, and runs nothing", async () => {
  const base = new Context("base");
  const before = planScenarios(base, { outputs, scenarios: grid() });
  expect(before).toMatchObject({ unknown: ["price"], executions: 0 });
  expect(ran).toEqual([]);

  base.evaluate(price.node());
  ran = [];
  const plan = planScenarios(base, { outputs, scenarios: grid() });
  expect(ran).toEqual([]);
  expect(plan.unknown).toEqual([]);
  expect(plan.executions).toBe(19);
  expect([...plan.functions]).toEqual([
    ["price", 12],
    ["curve", 4],
    ["smile", 3],
  ]);

  const heard: Node[] = [];
  base.observe(["evaluated"], ({ node }) => heard.push(node));
  const table = await runScenarios(base, { outputs, scenarios: grid() });
  const planned = plan.scenarios.map(({ nodes }) => nodes.length);
  expect(table.scenarios.map(({ nodes }) => nodes.executed)).toEqual(planned);
  const listed = plan.scenarios.flatMap(({ nodes }) => nodes.map(String));
  expect(heard.map(String).toSorted()).toEqual(listed.toSorted());
});

test("a dry run knows values, shifts of values beneath, whole functions, and what changes nothing", () => {
  const base = new Context("base");
  base.evaluate(price.node());
  const lower = Tweaks.empty.tweak(rate.node(), 2);
  const plan = planScenarios(base, {
    outputs,
    scenarios: [
      { name: "as it is", tweaks: Tweaks.empty.tweak(rate.node(), 1) },
      { name: "lower", layers: [lower] },
      { name: "shift of it", layers: [lower, Tweaks.empty.tweak(curve.node(), add(1))] },
      { name: "the same", layers: [lower, Tweaks.empty.tweak(curve.node(), add(1))] },
      { name: "beneath the shift", layers: [Tweaks.empty.tweak(curve.node(), add(1)), lower] },
      { name: "all", tweaks: Tweaks.empty.tweakAll(smile, add(1)) },
      { name: "none of it", tweaks: Tweaks.empty.tweakAll(smile, add(1), { where: () => false }) },
    ],
  });
  const listed = plan.scenarios.map(({ nodes }) => nodes.map(String));
  expect(listed).toEqual([
    [],
    ["curve()", "price()"],
    ["price()"],
    [],
    ["price()"],
    ["price()"],
    [],
  ]);
});

test("a dry run of scenarios that do not share lists them one by one", () => {
  const base = new Context("base");
  base.evaluate(price.node());
  const plan = planScenarios(base, { outputs, scenarios: grid(), share: false });
  expect(plan.executions).toBe(36);
});

test("what others evaluate in the family while a run waits is not counted", async () => {
  const slow = memoize("slow", async () => {
    await Promise.resolve();
    return rate() * 2;
  });
  const base = new Context("base");
  const other = base.fork("other").tweak(rate.node(), 99);
  const table = await runScenarios(base, {
    outputs: { slow: slow.node() },
    scenarios: (async function* () {
      yield { name: "a", tweaks: Tweaks.empty.tweak(rate.node(), 2) };
      queueMicrotask(() => other.evaluate(curve.node()));
      yield { name: "b", tweaks: Tweaks.empty.tweak(rate.node(), 3) };
    })(),
  });
  expect(other.get(curve.node())).toBe(198);
  expect(table.rows.map(({ nodes }) => nodes.executed)).toEqual([2, 1, 1]);
});
