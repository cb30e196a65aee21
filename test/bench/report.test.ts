import { expect, test } from "vitest";
import { workloadNamed } from "../../packages/bench/src/catalogue.ts";
import type { Machine } from "../../packages/bench/src/machine.ts";
import { printed, reportOf } from "../../packages/bench/src/report.ts";
import type { Run } from "../../packages/bench/src/result.ts";

const machine: Machine = {
  cpu: "a processor",
  cpus: 2,
  node: "v20.19.0",
  versions: { "@dug/core": "0.1.0", mobx: "6.16.1" },
  commit: "abc",
};

const hit = workloadNamed("HIT");
const runs: readonly Run[] = [
  run("dug", [30, 10]),
  run("map", [5]),
  run("dug", [20]),
  run("map", [5]),
];

function run(peer: "dug" | "map", samples: readonly number[]): Run {
  return {
    workload: hit,
    peer,
    findings: { samples: { HIT: samples }, executions: { hits: 0 }, points: {} },
  };
}

test("all rounds of a peer make one summary, and the ratio is that of medians", () => {
  expect(
    JSON.parse(JSON.stringify(reportOf(machine, { isQuick: false, clock: "wall" }, runs))),
  ).toEqual({
    machine,
    isQuick: false,
    clock: "wall",
    results: [
      {
        workload: "HIT",
        measure: "HIT",
        unit: "ns",
        peers: {
          dug: { median: 20, least: 10, most: 30, samples: 3 },
          map: { median: 5, least: 5, most: 5, samples: 2 },
        },
        goals: [
          {
            goal: { kind: "slower", than: "map", required: 2.5, target: 1.7 },
            measured: 4,
            verdict: "MISS",
          },
          { goal: { kind: "faster", than: "optimism", required: 10 }, verdict: "not measured" },
          { goal: { kind: "slower", than: "alien-signals", beyond: 1.2 }, verdict: "not measured" },
        ],
      },
    ],
    curves: [],
    executions: [
      { workload: "HIT", peer: "dug", counts: { hits: 0 } },
      { workload: "HIT", peer: "map", counts: { hits: 0 } },
    ],
  });
});

test("what is printed says on what it was measured, and ends in the count of what was checked", () => {
  const lines = printed(reportOf(machine, { isQuick: false, clock: "wall" }, runs))
    .trimEnd()
    .split("\n");
  expect(lines[0]).toBe(
    "a processor, 2 cores, Node v20.19.0; @dug/core 0.1.0, mobx 6.16.1; commit abc",
  );
  expect(lines.find((line) => line.endsWith("MISS"))).toMatch(/^HIT {2}× map/);
  expect(lines.at(-1)).toBe(
    "2 numbers of executions are what they must be, and so are all values.",
  );
});
