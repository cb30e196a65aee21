import { expect, test } from "vitest";
import { type Goal, measuredBy, verdict } from "../../packages/bench/src/goal.ts";
import type { PeerName } from "../../packages/bench/src/graph.ts";

const medians = new Map<PeerName, number>([
  ["dug", 20],
  ["map", 10],
  ["optimism", 100],
]);

test.each<[Goal, number]>([
  [{ kind: "most", required: 25 }, 20],
  [{ kind: "slower", than: "map", required: 2.5 }, 2],
  [{ kind: "faster", than: "optimism", required: 4 }, 5],
])("%j is measured by %d", (goal, measured) => {
  expect(measuredBy(goal, medians)).toBe(measured);
});

test("a goal beside a peer that had no turn is not measured", () => {
  const goal: Goal = { kind: "slower", than: "mobx", required: 1 };
  expect(verdict(goal, measuredBy(goal, medians))).toBe("not measured");
});

test("less is better where the goal is a most", () => {
  const goal: Goal = { kind: "most", required: 3, target: 2, beyond: 1 };
  expect([3.1, 3, 2, 1].map((each) => verdict(goal, each))).toEqual([
    "MISS",
    "pass",
    "target",
    "beyond",
  ]);
});

test("more is better where the goal is to be faster", () => {
  const goal: Goal = { kind: "faster", than: "map", required: 2, target: 5 };
  expect([1.9, 2, 5].map((each) => verdict(goal, each))).toEqual(["MISS", "pass", "target"]);
});

test("what is not required cannot be missed", () => {
  expect(verdict({ kind: "slower", than: "map", beyond: 1 }, 2)).toBe("short");
});
