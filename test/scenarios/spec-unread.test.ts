import { Context, memoize, Tweaks } from "@dug/core";
import {
  change,
  matching,
  pattern,
  runScenarios,
  type LayeredScenario,
  scenario,
  UnreadTweakError,
} from "@dug/scenarios";
import { expect, test } from "vitest";

const spot = memoize("spot", (ticker: string): number => (ticker === "IBM" ? 100 : 200));
const side = memoize("side", (): number => 1);
const late = memoize("late", (on: boolean): number => (on ? spot("LATE") : 0));
const value = memoize("value", (): number => spot("IBM") + late(spot("IBM") > 150));
const outputs = { value: value.node() };

async function unread(
  tweaks: Tweaks | readonly Tweaks[],
  base = new Context(),
): Promise<readonly string[] | undefined> {
  const table = await runScenarios(base, { outputs, scenarios: [scenario("s", tweaks)] });
  return table.rows[1]?.unread;
}

test("[S12a] a pattern or function that no evaluated node met is told in the row, one that was met is not", async () => {
  expect(await unread(change.add(pattern('spot("IBM", *)'), 1))).toEqual(['spot("IBM", *)']);
  expect(await unread(change.add(pattern('spot(>="K")'), 1))).toEqual(['spot(>="K")']);
  expect(await unread(change.add(pattern('spot(<"K")'), 1))).toEqual([]);
  expect(await unread(change.add(side, 1))).toEqual(["side"]);
  expect(await unread(change.add(spot, 1))).toEqual([]);
  expect(
    await unread(
      change.add(
        matching(spot, () => false, "none"),
        1,
      ),
    ),
  ).toEqual(["none"]);
  expect(await unread(Tweaks.empty.tweakAll(spot, 1, { where: [["GOOG"]] }))).toEqual(["spot"]);
  expect(await unread(Tweaks.empty.tweakAll(spot, 1, { where: [["IBM"]] }))).toEqual([]);
});

test("a node not computed yet is a legal target: it is met when the scenario computes it", async () => {
  const on = change.set(spot.node("IBM"), 160);
  expect(await unread([on, change.set(spot.node("LATE"), 5)])).toEqual([]);
  expect(await unread([on, change.set(pattern('spot(>="L")'), 5)])).toEqual([]);
  expect(await unread(change.set(spot.node("LATE"), 5))).toEqual(['spot("LATE")']);
});

test("[S3] what only a shift's base value read counts as read", async () => {
  const tweaks: LayeredScenario = {
    name: "s",
    layers: [
      change.add(pattern('spot("IBM", ...)'), 60),
      change.set(spot.node("LATE"), 7),
      change.multiply(value.node(), 2),
    ],
  };
  const table = await runScenarios(new Context(), { outputs, scenarios: [tweaks] });
  expect(table.rows[1]).toMatchObject({ unread: [], outputs: { value: 2 * (160 + 7) } });
});

test("what was met in a layer that neighbours share is met in each of them", async () => {
  const layer = change.add(spot, 1);
  const scenarios = ["a", "b"].map((name): LayeredScenario => ({
    name,
    layers: [layer, change.add(value.node(), 1)],
  }));
  const table = await runScenarios(new Context(), { outputs, scenarios });
  expect(table.scenarios.map((row) => row.unread)).toEqual([[], []]);
});

test("a strict run rejects with what was not read, where another tells it", async () => {
  const scenarios = [
    scenario("fine", change.add(spot, 1)),
    scenario("mistyped", change.add(pattern("spot(>1)"), 1)),
  ];
  const strict = runScenarios(new Context(), { outputs, scenarios, strict: true });
  await expect(strict).rejects.toThrow(UnreadTweakError);
  await expect(strict).rejects.toMatchObject({ scenario: "mistyped", unread: ["spot(>1)"] });
  const table = await runScenarios(new Context(), { outputs, scenarios });
  expect(table.failed).toEqual([]);
});

test("a filter that throws fails its own row", async () => {
  const bad = matching(spot, () => {
    throw new Error("no");
  });
  const table = await runScenarios(new Context(), {
    outputs,
    scenarios: [
      scenario("bad", [change.add(bad, 1), change.add(spot.node("IBM"), 1)]),
      scenario("good", change.add(spot, 1)),
    ],
  });
  expect(table.scenarios.map(({ status }) => status)).toEqual(["failed", "ok"]);
});
