import { expect, test } from "vitest";
import type { Findings, Point } from "../../packages/bench/src/bench.ts";
import { curvesOf, lineOf } from "../../packages/bench/src/curve.ts";
import type { Workload } from "../../packages/bench/src/workload.ts";

const workload: Workload = {
  name: "GROWTH",
  peers: ["dug"],
  measures: [],
  curves: [
    { name: "cone", along: "nodes" },
    { name: "graph", along: "nodes" },
  ],
  run: () => undefined,
};

function found(points: Readonly<Record<string, readonly Point[]>>): Findings {
  return { samples: {}, executions: {}, points };
}

test("the slope is that of the logarithms: 2 of a square, 0 of what stays", () => {
  const places = [10, 100, 1_000];
  expect(lineOf(places.map((x): Point => [x, 3 * x ** 2])).slope).toBeCloseTo(2, 12);
  expect(lineOf(places.map((x): Point => [x, 3 * x ** 2])).at(50)).toBeCloseTo(3 * 50 ** 2, 6);
  expect(lineOf(places.map((x): Point => [x, 7])).slope).toBe(0);
});

test("a point apart moves the line by the least squares", () => {
  // Logarithms to the base 10: (0, 0), (1, 1), (2, 0), (3, 1): a slope of 1 / 5.
  const points: readonly Point[] = [
    [1, 1],
    [10, 10],
    [100, 1],
    [1_000, 10],
  ];
  expect(lineOf(points).slope).toBeCloseTo(0.2, 12);
});

test("all rounds make one curve, the median at each place, in order", () => {
  const rounds = [
    found({ cone: [[100, 40], [10, 1], [10, 2]] }), // prettier-ignore
    found({ cone: [[10, 4], [100, 20]] }), // prettier-ignore
  ];
  expect(curvesOf(workload, rounds)).toEqual([
    {
      workload: "GROWTH",
      curve: "cone",
      along: "nodes",
      points: [
        [10, 2],
        [100, 30],
      ],
      slope: expect.closeTo(Math.log10(15), 12),
    },
  ]);
});
