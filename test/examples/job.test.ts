import { expect, test } from "vitest";
import { spot, volatility } from "../../packages/examples/src/market.ts";
import { mainJob } from "../../packages/examples/src/job.ts";

const job = mainJob();

test("the job is 122 months of history and a grid of 21 by 21", () => {
  expect(job).toHaveLength(563);
  expect(new Set(job.map(({ name }) => name)).size).toBe(563);
  const [first, last] = [job[0], job[121]];
  expect([first?.name, last?.name]).toEqual(["2000-02", "2010-03"]);
  const grid = job.slice(122).map(({ axes }) => [axes?.["spot"], axes?.["volatility"]]);
  expect(grid[0]).toEqual([-0.2, -0.05]);
  expect(grid[10]).toEqual([-0.2, 0]);
  expect(grid.at(-1)).toEqual([0.2, 0.05]);
  expect(new Set(grid.map(String)).size).toBe(441);
});

test("a month replays the change of each share that has a return; the note names the others", () => {
  const august2004 = job.find(({ name }) => name === "2004-08")!;
  expect([...august2004.tweaks.nodes.keys()].map(String)).toEqual(
    ["MSFT", "AMZN", "IBM", "AAPL"].map((ticker) => String(spot.node(ticker))),
  );
  expect(august2004.note).toBe("no return of GOOG in this month: today's price kept");
  const september2004 = job.find(({ name }) => name === "2004-09")!;
  expect(september2004.note).toBeUndefined();
  expect(september2004.tweaks.nodes.get(spot.node("GOOG"))).toMatchObject({ kind: "shift" });
  expect(job.filter(({ note }) => note !== undefined)).toHaveLength(122 - 67);
});

test("[S12a] a cell of the grid shifts all prices and all volatilities", () => {
  const cell = job.find(({ name }) => name === "spot +20 %, volatility -0.5 points")!;
  expect(cell.axes).toEqual({ spot: 0.2, volatility: -0.005 });
  const shifts = [...cell.tweaks.functions.values()].map((list) =>
    String(list.first()?.to.kind === "shift"),
  );
  expect(shifts).toEqual(["true", "true"]);
  expect(
    cell.tweaks.nodes.has(spot.node("IBM")) || cell.tweaks.nodes.has(volatility.node("IBM")),
  ).toBe(false);
});
