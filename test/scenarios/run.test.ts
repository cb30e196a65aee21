import { add, Context, memoize, relative, Tweaks } from "@dug/core";
import { expect, test } from "vitest";
import { DuplicateScenarioError } from "../../packages/scenarios/src/errors.ts";
import { runScenarios } from "../../packages/scenarios/src/run.ts";
import { scenario } from "../../packages/scenarios/src/scenario.ts";

const spot = memoize("spot", (ticker: string): number => (ticker === "IBM" ? 100 : 50), {
  input: true,
});
const fee = memoize("fee", () => 1);
const net = memoize("net", (ticker: string) => spot(ticker) - fee());
const both = memoize("both", () => net("IBM") + net("AAPL"));
const root = memoize("root", (ticker: string) => {
  if (spot(ticker) < 0) throw new RangeError(`${spot(ticker)} has no root`);
  return Math.sqrt(spot(ticker));
});

const outputs = { both: both.node(), root: root.node("IBM") };
const tweak = Tweaks.empty.tweak(spot.node("IBM"), 81);

test("the base comes first, then a row a scenario, typed by the outputs", async () => {
  const table = await runScenarios(new Context("base"), {
    outputs,
    scenarios: [scenario("a", tweak, { axes: { x: 1 }, note: "n" }), scenario("b", Tweaks.empty)],
  });
  expect(table.rows.map(({ name }) => name)).toEqual(["base", "a", "b"]);
  const [base, a, b] = table.rows;
  const typed: number | undefined = base.outputs.both;
  expect(typed).toBe(148);
  expect(base).toMatchObject({
    status: "ok",
    outputs: { both: 148, root: 10 },
    differences: { both: 0, root: 0 },
  });
  expect(a).toMatchObject({
    status: "ok",
    axes: { x: 1 },
    note: "n",
    outputs: { both: 129, root: 9 },
    differences: { both: -19, root: -1 },
  });
  expect(b).toMatchObject({ outputs: { both: 148, root: 10 }, nodes: { executed: 0, reused: 0 } });
});

test("[S7] [S8] [S17] a scenario runs what its tweaks reach, once, and leaves the base as it was", async () => {
  const base = new Context("base");
  const shifted = Tweaks.empty.tweak(spot.node("IBM"), relative(-0.19)).tweak(fee.node(), add(0));
  const table = await runScenarios(base, {
    outputs,
    scenarios: [scenario("a", tweak), scenario("a again", tweak), scenario("shifted", shifted)],
  });
  expect(table.rows.map(({ nodes }) => nodes.executed)).toEqual([7, 3, 0, 0]);
  expect(table.rows.map(({ nodes }) => nodes.shared)).toEqual([0, 0, 0, 3]);
  expect(table.effort).toEqual({ executed: 3, reused: 1, shared: 3, full: 21 });
  expect([base.get(both.node()), base.tweaks.isEmpty]).toEqual([148, true]);
});

test("[S19] a failing scenario costs its own row only, and its other outputs are there", async () => {
  const table = await runScenarios(new Context("base"), {
    outputs,
    scenarios: [
      scenario("negative", Tweaks.empty.tweak(spot.node("IBM"), -1)),
      scenario("fine", tweak),
    ],
  });
  const [, negative, fine] = table.rows;
  expect(negative).toMatchObject({
    status: "failed",
    outputs: { both: 47 },
    differences: { both: -101 },
  });
  expect(negative?.error).toBeInstanceOf(RangeError);
  expect(negative?.errors).toEqual({ root: negative?.error });
  expect(Object.keys(negative?.outputs ?? {})).toEqual(["both"]);
  expect(fine?.status).toBe("ok");
  expect(table.failed).toEqual([negative]);
});

test("a failing base says so, and the scenarios run without differences", async () => {
  const base = new Context("base").tweak(spot.node("IBM"), -1);
  const table = await runScenarios(base, { outputs, scenarios: [scenario("fine", tweak)] });
  expect(table.base).toMatchObject({ status: "failed", outputs: { both: 47 } });
  expect(table.rows[1]).toMatchObject({
    status: "ok",
    outputs: { both: 129, root: 9 },
    differences: { both: 82 },
  });
});

test("a tweak that no output reads is named in its row", async () => {
  const table = await runScenarios(new Context("base"), {
    outputs,
    scenarios: [
      scenario("typo", tweak.tweak(spot.node("IBN"), 1).tweak(root.node("IBM"), 3)),
      scenario("same", Tweaks.empty.tweak(spot.node("IBM"), 100)),
    ],
  });
  expect(table.rows.map(({ unread }) => unread)).toEqual([[], ['spot("IBN")'], []]);
});

test("every row needs a name of its own, and base is taken", async () => {
  for (const names of [["a", "a"], ["base"]]) {
    const scenarios = names.map((name) => scenario(name, tweak));
    await expect(runScenarios(new Context(), { outputs, scenarios })).rejects.toThrow(
      DuplicateScenarioError,
    );
  }
});

test("progress is told after each row", async () => {
  const told: unknown[] = [];
  const negative = Tweaks.empty.tweak(spot.node("IBM"), -1);
  await runScenarios(new Context(), {
    outputs,
    scenarios: [scenario("a", negative), scenario("b", tweak)],
    onProgress: ({ done, total, failed, name }) => told.push({ done, total, failed, name }),
  });
  expect(told).toEqual([
    { done: 1, total: 3, failed: 0, name: "base" },
    { done: 2, total: 3, failed: 1, name: "a" },
    { done: 3, total: 3, failed: 1, name: "b" },
  ]);
});

test("an aborted run ends before the next scenario", async () => {
  const controller = new AbortController();
  const names: string[] = [];
  const run = runScenarios(new Context(), {
    outputs,
    scenarios: [scenario("a", tweak), scenario("b", tweak)],
    signal: controller.signal,
    onProgress: ({ name }) => {
      names.push(name);
      if (name === "a") controller.abort(new Error("enough"));
    },
  });
  await expect(run).rejects.toThrow("enough");
  expect(names).toEqual(["base", "a"]);
});
