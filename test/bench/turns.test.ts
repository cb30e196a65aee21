import { expect, test } from "vitest";
import { type Measuring, runAll, turnsOf } from "../../packages/bench/src/run.ts";

const options = {
  isQuick: false,
  only: ["HIT", "FORK"],
  peers: ["dug", "map"],
  rounds: 2,
  clock: "wall",
  out: "",
  make: "nothing",
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

test("what takes long has its turn in the first round only", () => {
  const turns = turnsOf({ ...options, only: ["HIT", "BOOK"] });
  const names = turns.map((turn) => `${turn.round} ${turn.workload.name} ${turn.peer}`);
  expect(names).toEqual([
    "1 HIT dug",
    "1 HIT map",
    "1 BOOK dug",
    "1 BOOK map",
    "2 HIT dug",
    "2 HIT map",
  ]);
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
      return { samples: {}, executions: {}, points: {} };
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
