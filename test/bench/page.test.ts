import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { CurveResult } from "../../packages/bench/src/curve.ts";
import { lossesOf } from "../../packages/bench/src/losses.ts";
import { markdownTable } from "../../packages/bench/src/markdown.ts";
import { pageOf } from "../../packages/bench/src/page.ts";
import { plotOf } from "../../packages/bench/src/plot.ts";
import { published, readResults } from "../../packages/bench/src/published.ts";
import type { MeasureResult } from "../../packages/bench/src/result.ts";
import { workloads } from "../../packages/bench/src/catalogue.ts";

const summary = (median: number) => ({ median, least: median, most: median, samples: 1 });

const fanout: MeasureResult = {
  workload: "FANOUT",
  measure: "FANOUT",
  unit: "µs",
  peers: {
    dug: summary(200),
    cone: summary(50),
    "alien-signals": summary(190),
    mobx: summary(500),
  },
  goals: [],
};

test("the page that is committed is what the committed results give, and so is the plot", async () => {
  const results = await readResults();
  expect(await readFile(published.page, "utf8")).toBe(pageOf(results));
  expect(await readFile(published.plot, "utf8")).toBe(plotOf(results.curves));
});

test("the committed results are of everything that is measured", async () => {
  const { isQuick, results, curves } = await readResults();
  expect(isQuick).toBe(false);
  expect(results.map(({ measure }) => measure)).toEqual(
    workloads.flatMap(({ measures }) => measures.map(({ name }) => name)),
  );
  expect(curves.map(({ curve }) => curve)).toEqual(
    workloads.flatMap(({ curves: all = [] }) => all.map(({ name }) => name)),
  );
  const missing = results.filter(({ peers }) => peers.dug === undefined);
  expect(missing).toEqual([]);
});

test("dug loses where it takes more than a peer, by more than noise", () => {
  const [loss, ...others] = lossesOf([fanout]);
  expect(others).toEqual([]);
  expect(loss).toMatchObject({ workload: "FANOUT", figures: ["FANOUT: 4× `cone`"] });
});

test("what is no time and no bytes is no loss, nor what dug wins", () => {
  expect(lossesOf([{ ...fanout, unit: "%" }])).toEqual([]);
  expect(lossesOf([{ ...fanout, peers: { dug: summary(1), map: summary(2) } }])).toEqual([]);
});

test("every loss has a reason, or the page is not made", () => {
  const other = { ...fanout, workload: "NEW" };
  expect(() => lossesOf([other])).toThrow("nothing says why dug loses in NEW");
});

test("there is a reason wherever dug has a peer to lose to", () => {
  const lost = workloads.flatMap(({ name, peers, measures }) =>
    measures.map(({ name: measure, unit }): MeasureResult => {
      const all = peers.map((peer) => [peer, summary(peer === "dug" ? 2 : 1)]);
      return { workload: name, measure, unit, peers: Object.fromEntries(all), goals: [] };
    }),
  );
  expect(lossesOf(lost).length).toBeGreaterThan(10);
});

test("a table is lined up", () => {
  expect(
    markdownTable(
      [
        ["", "dug"],
        ["HIT", "7"],
        ["a longer one", "1,234"],
      ],
      1,
    ),
  ).toEqual([
    "|              |   dug |",
    "| ------------ | ----: |",
    "| HIT          |     7 |",
    "| a longer one | 1,234 |",
  ]);
});

function rising(name: string, scale: number): CurveResult {
  return {
    workload: "GROWTH",
    curve: `cone: ${name}`,
    along: "nodes in the cone",
    points: [10, 100, 1_000].map((x) => [x, scale * x] as const),
    slope: 1,
  };
}

test("the plot has a mark for each point and one for the key, a line that fits, and the slope", () => {
  const svg = plotOf([rising("masked", 1), rising("read", 5)]);
  const all = (pattern: RegExp): number => [...svg.matchAll(pattern)].length;
  expect(all(/<rect class="a"/g)).toBe(3 + 1);
  expect(all(/<circle class="b"/g)).toBe(3 + 1);
  expect(all(/class="[ab] fit"/g)).toBe(2);
  expect(svg).toContain("masked: slope 1.00");
  expect(svg).toContain("prefers-color-scheme: dark");
  // The line of an exact power goes through its first and last point.
  const [, x1, y1] = /<line class="a fit" x1="([\d.]+)" y1="([\d.]+)"/.exec(svg) ?? [];
  const first = /<rect class="a" x="([\d.]+)" y="([\d.]+)"/.exec(svg);
  expect([Number(x1) - 3.5, Number(y1) - 3.5]).toEqual([Number(first?.[1]), Number(first?.[2])]);
});
