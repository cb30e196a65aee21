import { Context, memoize, relative, scale, Tweaks } from "@dug/core";
import { expect, test } from "vitest";
import { runScenarios } from "../../packages/scenarios/src/run.ts";
import { scenario } from "../../packages/scenarios/src/scenario.ts";
import { turn } from "../support/deferred.ts";

const spot = memoize("spot", () => 100);
const vol = memoize("vol", () => spot() / 1000);
const price = memoize("price", () => spot() * vol());
const outputs = { price: price.node(), vol: vol.node() };

const down = Tweaks.empty.tweak(spot.node(), relative(-0.2));
const wild = Tweaks.empty.tweak(vol.node(), scale(2));

test("[S1] each layer is a context in the one before: a shift sees what those beneath it made", async () => {
  const table = await runScenarios(new Context("base"), {
    outputs,
    scenarios: [
      scenario("at once", down.merge(wild)),
      { name: "nested", layers: [down, wild] },
      { name: "twice", layers: [down, down] },
      { name: "none", layers: [] },
    ],
  });
  expect(table.rows.map((row) => row.outputs.vol)).toEqual([0.1, 0.2, 0.16, 0.064, 0.1]);
});

test("scenarios that begin with the same layers share the contexts of these", async () => {
  const table = await runScenarios(new Context("base"), {
    outputs,
    scenarios: [
      { name: "down", layers: [down] },
      { name: "down, wild", layers: [down, wild] },
      { name: "down, calm", layers: [down, Tweaks.empty.tweak(vol.node(), 0)] },
      scenario("wild", wild),
    ],
    contexts: true,
  });
  const [base, beneath] = [table.context("base"), table.context("down")];
  expect(table.context("down, wild")?.parent).toBe(beneath);
  expect(table.context("down, calm")?.parent).toBe(beneath);
  expect(table.context("wild")?.parent).toBe(base);
  expect(beneath?.parent).toBe(base);
});

test("any node of any scenario can be read afterwards, if the table was asked to keep its contexts", async () => {
  const base = new Context("base");
  const scenarios = [scenario("down", down), { name: "both", layers: [down, wild] }];
  const table = await runScenarios(base, { outputs, scenarios, contexts: true });
  expect(table.context("base")?.get(spot.node())).toBe(100);
  expect(table.context("down")?.get(spot.node())).toBe(80);
  expect(table.context("both")?.evaluate(spot.node())).toBe(80);
  expect(table.context("both")?.dependencies(price.node()).map(String).toArray()).toEqual([
    "spot()",
    "vol()",
  ]);
  expect(table.context("nobody")).toBeUndefined();
  const without = await runScenarios(base, { outputs, scenarios });
  expect([without.context("base"), without.context("down")]).toEqual([undefined, undefined]);
});

test("`keep` says how many finished contexts are held: the latest, and the base's", async () => {
  const names = ["a", "b", "c", "d"];
  const scenarios = names.map((name, i) => scenario(name, Tweaks.empty.tweak(spot.node(), i)));
  const table = await runScenarios(new Context("base"), {
    outputs,
    scenarios,
    contexts: true,
    keep: 2,
  });
  expect(names.map((name) => table.context(name)?.name)).toEqual([undefined, undefined, "c", "d"]);
  expect(table.context("base")).toBeDefined();
});

/** How many of the values that twenty scenarios and the base made are alive while the table is. */
async function aliveAfter(options: {
  readonly contexts: boolean;
  readonly keep?: number;
}): Promise<number> {
  const refs: WeakRef<object>[] = [];
  const made = memoize(() => {
    const value = { of: spot() };
    refs.push(new WeakRef(value));
    return value;
  });
  const read = memoize(() => made().of);
  const scenarios = Array.from({ length: 20 }, (_, i) =>
    scenario(`${i}`, Tweaks.empty.tweak(spot.node(), i)),
  );
  const table = await runScenarios(new Context("base"), {
    outputs: { read: read.node() },
    scenarios,
    share: { keep: 1 },
    ...options,
  });
  await turn(); // until then a WeakRef keeps what it was made of
  globalThis.gc?.();
  expect(refs).toHaveLength(table.rows.length);
  return refs.filter((ref) => ref.deref() !== undefined).length;
}

test("[S26] finished contexts are forgotten: a run does not hold what its scenarios made", async () => {
  expect(await aliveAfter({ contexts: true })).toBe(21);
  expect(await aliveAfter({ contexts: true, keep: 3 })).toBeLessThan(8);
  expect(await aliveAfter({ contexts: false })).toBeLessThan(5);
});

test("what is changed in the base while scenarios run changes nothing in the table", async () => {
  const base = new Context("base");
  const table = await runScenarios(base, {
    outputs,
    scenarios: [scenario("a", wild), scenario("b", wild)],
    onProgress: ({ name }) => {
      if (name === "a") base.tweak(spot.node(), 1);
    },
  });
  expect(table.rows.map((row) => row.outputs.vol)).toEqual([0.1, 0.2, 0.2]);
  expect(base.evaluate(spot.node())).toBe(1);
});
