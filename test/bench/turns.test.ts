import { expect, test } from "vitest";
import { type Measuring, runAll, turnsOf } from "../../packages/bench/src/run.ts";

const options = {
  isQuick: false,
  only: ["HIT", "FORK"],
  peers: ["dug", "map"],
  rounds: 2,
  clock: "wall",
  out: "",
} as const;
const round = ["HIT dug", "HIT map", "FORK dug"];

test("in each round every peer has its turn, one workload after the other", () => {
  const turns = turnsOf(options);
  expect(turns.map(({ workload, peer }) => `${workload.name} ${peer}`)).toEqual([
    ...round,
    ...round,
  ]);
  expect(turns.map((turn) => turn.round)).toEqual([1, 1, 1, 2, 2, 2]);
});

test.each([1, 2])(
  "with %d at a time there are never more, and the runs keep their order",
  async (atATime) => {
    let running = 0;
    let most = 0;
    const measure: Measuring = async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      return { samples: {}, executions: {} };
    };
    const runs = await runAll(options, measure, atATime, () => undefined);
    expect(most).toBe(atATime);
    expect(runs.map(({ workload, peer }) => `${workload.name} ${peer}`)).toEqual([
      ...round,
      ...round,
    ]);
  },
);

const fail: Measuring = () => Promise.reject(new Error("wrong"));

test("a workload that goes wrong ends it", async () => {
  await expect(runAll(options, fail, 1, () => undefined)).rejects.toThrow("wrong");
});
