import { Context, memoize, shift, Tweaks } from "@dug/core";
import { expect, test } from "vitest";
import { runScenarios } from "../../packages/scenarios/src/run.ts";
import { scenario } from "../../packages/scenarios/src/scenario.ts";

const spot = memoize("spot", () => 100);
const root = memoize("root", (of: string) => {
  if (spot() < 0) throw new RangeError(`no root of ${of}`);
  return Math.sqrt(spot());
});
const above = memoize("above", () => root("x") + 1);
const top = memoize("top", () => above() + 1);
const negative = Tweaks.empty.tweak(spot.node(), -1);

async function throwerOf(output: () => number, tweaks = negative): Promise<string> {
  const node = (output as typeof top).node();
  const scenarios = [scenario("bad", tweaks), scenario("again", tweaks.merge(Tweaks.empty))];
  const table = await runScenarios(new Context("base"), { outputs: { node }, scenarios });
  const [, bad, again] = table.rows;
  expect([bad?.status, again?.status]).toEqual(["failed", "failed"]);
  expect(String(again?.thrower)).toBe(String(bad?.thrower));
  expect(again?.nodes.executed).toBeLessThanOrEqual(bad?.nodes.executed ?? 0);
  return String(bad?.thrower);
}

test("[S19] a failed row names the node that threw, the deepest that has this very error", async () => {
  expect(await throwerOf(top)).toBe('root("x")');
});

test("an error that was caught on the way is not blamed", async () => {
  const careful = memoize("careful", () => {
    try {
      return top();
    } catch {
      throw new TypeError("mine");
    }
  });
  expect(await throwerOf(memoize("over", () => careful() + 1))).toBe("careful()");
});

test("[S19] the node is known as well where errors are not cached, and nothing runs twice for it", async () => {
  const runs: string[] = [];
  const loose = memoize(
    "loose",
    () => {
      runs.push("loose");
      return top();
    },
    { cacheErrors: false },
  );
  const thrown = memoize(
    "thrown",
    () => {
      runs.push("thrown");
      if (spot() < 0) throw new Error("not cached");
      return 1;
    },
    { cacheErrors: false },
  );
  const upper = memoize("upper", () => thrown() + 1);
  const table = await runScenarios(new Context("base"), {
    outputs: { loose: loose.node() },
    scenarios: [scenario("bad", negative)],
  });
  expect(String(table.rows[1]?.thrower)).toBe('root("x")');
  const other = await runScenarios(new Context("base"), {
    outputs: { upper: upper.node() },
    scenarios: [scenario("bad", negative)],
  });
  expect(String(other.rows[1]?.thrower)).toBe("thrown()");
  expect(runs).toEqual(["loose", "loose", "thrown", "thrown"]);
});

test("[S2] where a shift throws, it is the tweaked node", async () => {
  const throwing = Tweaks.empty.tweak(
    spot.node(),
    shift((base: number): number => {
      throw new Error(`shift of ${base}`);
    }),
  );
  expect(await throwerOf(top, throwing)).toBe("spot()");
});

test("[S20] a cycle has an error and an end", async () => {
  const ring = memoize("ring", (n: number): number => (spot() < 0 ? ring(1 - n) : 1));
  const table = await runScenarios(new Context("base"), {
    outputs: { ring: ring.node(0) },
    scenarios: [scenario("bad", negative)],
  });
  expect(String(table.rows[1]?.error)).toContain("CycleError");
  expect(table.rows[1]?.thrower).toBeDefined();
});

test("a failing base says so, and the rest runs, without differences where it has no value", async () => {
  const base = new Context("base").tweak(spot.node(), -1);
  const table = await runScenarios(base, {
    outputs: { top: top.node(), spot: spot.node() },
    scenarios: [scenario("fine", Tweaks.empty.tweak(spot.node(), 4))],
  });
  expect(table.base).toMatchObject({ status: "failed", outputs: { spot: -1 } });
  expect(String(table.base.thrower)).toBe('root("x")');
  expect(table.rows[1]).toMatchObject({ status: "ok", differences: { spot: 5 } });
  expect(table.rows[1]?.differences).not.toHaveProperty("top");
  expect(table.valueAtRisk("top", 0.9)).toBeNaN();
});

test("tweaks that cannot be put on cost their own row only", async () => {
  const broken = { name: "broken", layers: [undefined as unknown as Tweaks] };
  const table = await runScenarios(new Context("base"), {
    outputs: { top: top.node() },
    scenarios: [broken, scenario("fine", Tweaks.empty.tweak(spot.node(), 4))],
    contexts: true,
  });
  expect(table.rows[1]).toMatchObject({ status: "failed", outputs: {}, errors: {} });
  expect(table.rows[1]?.thrower).toBeUndefined();
  expect(table.context("broken")).toBeUndefined();
  expect(table.rows[2]?.outputs).toEqual({ top: 4 });
});

test("what a listener throws ends the run with that, and nothing goes on counting", async () => {
  const base = new Context("base");
  const run = runScenarios(base, {
    outputs: { top: top.node() },
    scenarios: [scenario("a", negative), scenario("b", negative)],
    onProgress: ({ name }) => {
      if (name === "a") throw new Error("listener");
    },
  });
  await expect(run).rejects.toThrow("listener");
});
