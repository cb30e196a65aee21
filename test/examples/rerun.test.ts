import { Context, type DugEvent } from "@dug/core";
import { expect, test } from "vitest";
import model, { baseOutputs } from "../../packages/examples/src/book.ts";
import { history, prices, spot } from "../../packages/examples/src/book/market.ts";
import { readPositions } from "../../packages/examples/src/book/positions.ts";
import { readPrices } from "../../packages/examples/src/book/prices.ts";

const outputs = { ...model.outputs, ...baseOutputs };
const ids = readPositions()
  .filter(({ ticker }) => ticker === "IBM")
  .map(({ id }) => id);
const months = 122;

/** The functions that run while `context` computes all outputs, sorted; those in contexts opened inside apart. */
function runs(context: Context): { here: string[]; inside: string[] } {
  const here: string[] = [];
  const inside: string[] = [];
  const stop = context.observe((event: DugEvent) => {
    if (event.kind === "evaluated")
      (event.context === context ? here : inside).push(String(event.node));
  });
  for (const node of Object.values(outputs)) context.evaluate(node);
  stop();
  return { here: here.toSorted(), inside: inside.toSorted() };
}

const base = new Context("base");
const first = runs(base);

test("the base runs several thousand functions, each node once", () => {
  expect(new Set(first.here).size).toBe(first.here.length);
  expect(first.here.length).toBeGreaterThan(1500);
  expect(first.inside.length).toBeGreaterThan(20_000);
});

test("[S7] [S14] under one changed price exactly what depends on it runs again", () => {
  const { here, inside } = runs(base.fork("dearer").tweak(spot.node("IBM"), 130));
  const positions = ids.flatMap((id) =>
    ["positionValue", "positionDelta", "positionVega"].map((fn) => `${fn}("${id}")`),
  );
  // The vega of the share itself is 0 whatever its price: it never read it.
  const reached = positions.filter((node) => node !== 'positionVega("IBM")');
  const totals = ["Value", "Delta", "Vega"].flatMap((what) => [
    `ticker${what}("IBM")`,
    `book${what}()`,
  ]);
  const gains = first.here.filter((node) => node.startsWith("replayedGain("));
  expect(gains).toHaveLength(months);
  const risk = ['replayedValues("IBM")', "valueAtRisk()", ...gains];
  expect(here).toEqual([...reached, ...totals, ...risk].toSorted());

  // Each month's replay revalues the positions in IBM, and no others.
  const replayed = [...ids.map((id) => `positionValue("${id}")`), 'tickerValue("IBM")'];
  expect(inside).toEqual(
    Array.from({ length: months }, () => replayed)
      .flat()
      .toSorted(),
  );
});

test("[S8] the base runs nothing after that", () => {
  expect(runs(base)).toEqual({ here: [], inside: [] });
});

test("[S16] the same price again runs nothing, but for the replays, which bump it", () => {
  const { here } = runs(base.fork("same").tweak(spot.node("IBM"), base.evaluate(spot.node("IBM"))));
  expect(here.filter((node) => !node.startsWith("replayed") && node !== "valueAtRisk()")).toEqual(
    [],
  );
});

test("[S27] reading the same files again runs what reads them, and the replays, and is cut off there", () => {
  const again = base.fork("again").refresh();
  const { here } = runs(again);
  const functions = new Set(here.map((node) => node.replace(/\(.*/, "")));
  expect([...functions].toSorted()).toEqual([
    "positions",
    "prices",
    "replayedGain",
    "replayedValues",
  ]);
});

test("a history without the last month gives another price today", () => {
  const shorter = new Map([...readPrices().get("IBM")!].slice(0, -1));
  const context = base.fork("a month ago").tweak(history.node("IBM"), shorter);
  expect(context.evaluate(spot.node("IBM"))).toBe(127.16);
  expect(base.get(prices.node())?.get("IBM")?.get("2010-03")).toBe(125.55);
});
