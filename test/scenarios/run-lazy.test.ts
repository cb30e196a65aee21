import { Context, memoize, Tweaks } from "@dug/core";
import { expect, test } from "vitest";
import { DuplicateScenarioError, RunAbortedError } from "../../packages/scenarios/src/errors.ts";
import type { Execution, Executor } from "../../packages/scenarios/src/run/executor.ts";
import { inProcess } from "../../packages/scenarios/src/run/in-process.ts";
import { type Progress, Reporter } from "../../packages/scenarios/src/run/progress.ts";
import { runScenarios, streamScenarios } from "../../packages/scenarios/src/run.ts";
import { type Scenario, scenario } from "../../packages/scenarios/src/scenario.ts";
import { rejection } from "../support/deferred.ts";

const spot = memoize("spot", () => 100);
const twice = memoize("twice", () => spot() * 2);
const outputs = { twice: twice.node() };

function at(i: number): Scenario {
  return scenario(`at ${i}`, Tweaks.empty.tweak(spot.node(), i), { axes: { spot: i } });
}

/** A row without what differs from run to run. */
function timeless(row: object): object {
  return { ...row, ms: 0 };
}

/** Makes scenarios when they are asked for, and writes down which. */
function* made(log: string[], count = Infinity): Generator<Scenario> {
  try {
    for (let i = 1; i <= count; i++) {
      log.push(`made ${i}`);
      yield at(i);
    }
  } finally {
    log.push("closed");
  }
}

test("rows are given one by one, and a scenario is asked for when its turn has come", async () => {
  const log: string[] = [];
  for await (const row of streamScenarios(new Context(), { outputs, scenarios: made(log) })) {
    log.push(`${row.name}: ${row.outputs.twice}`);
    if (row.name === "at 2") break;
  }
  expect(log).toEqual(["base: 200", "made 1", "at 1: 2", "made 2", "at 2: 4", "closed"]);
});

test("a stream gives the rows of the table", async () => {
  const table = await runScenarios(new Context(), { outputs, scenarios: made([], 5) });
  const rows = [];
  for await (const row of streamScenarios(new Context(), { outputs, scenarios: made([], 5) }))
    rows.push(row);
  expect(rows.map(timeless)).toEqual(table.rows.map(timeless));
});

test("scenarios may come from an asynchronous iterator; how many is not known before its end", async () => {
  const told: (number | undefined)[] = [];
  const table = await runScenarios(new Context(), {
    outputs,
    scenarios: (async function* () {
      yield at(1);
      yield at(2);
    })(),
    onProgress: ({ total }) => told.push(total),
  });
  expect(table.rows).toHaveLength(3);
  expect(told).toEqual([undefined, undefined, undefined]);
  const counted: Progress[] = [];
  const onProgress = (progress: Progress): unknown => counted.push(progress);
  await runScenarios(new Context(), { outputs, scenarios: new Set([at(1), at(2)]), onProgress });
  expect(counted.map(({ total }) => total)).toEqual([3, 3, 3]);
});

test("a name that comes twice ends a stream when it comes", async () => {
  const names: string[] = [];
  const scenarios = (function* () {
    yield at(1);
    yield at(1);
  })();
  const read = async (): Promise<void> => {
    for await (const { name } of streamScenarios(new Context(), { outputs, scenarios }))
      names.push(name);
  };
  expect(await rejection(read())).toBeInstanceOf(DuplicateScenarioError);
  expect(names).toEqual(["base", "at 1"]);
});

test("an aborted stream gives what is finished, and then the reason", async () => {
  const controller = new AbortController();
  const names: string[] = [];
  const read = async (): Promise<void> => {
    const options = { outputs, scenarios: made([]), signal: controller.signal };
    for await (const { name } of streamScenarios(new Context(), options)) {
      names.push(name);
      if (name === "at 3") controller.abort(new Error("enough"));
    }
  };
  const error = await rejection(read());
  expect(error).toBeInstanceOf(RunAbortedError);
  expect(error).toMatchObject({ done: 4, table: undefined });
  expect(names).toEqual(["base", "at 1", "at 2", "at 3"]);
});

/** Gives what another executor finds in an order of its own. */
function shuffled(order: (executions: Execution[]) => Execution[]): Executor {
  return {
    start(job) {
      const { executions, nodes } = inProcess().start(job);
      const all = async function* (): AsyncGenerator<Execution> {
        const found: Execution[] = [];
        for await (const execution of executions) found.push(execution);
        yield* order(found);
      };
      return { executions: all(), nodes };
    },
  };
}

test("the order of rows is that of the scenarios, whatever the order of execution", async () => {
  const scenarios = [3, 1, 2].map(at);
  const orders = [
    (all: Execution[]) => all.toReversed(),
    (all: Execution[]) => [all[2]!, all[0]!, all[3]!, all[1]!],
  ];
  const expected = await runScenarios(new Context(), { outputs, scenarios });
  expect(expected.rows.map(({ name }) => name)).toEqual(["base", "at 3", "at 1", "at 2"]);
  for (const order of orders) {
    const executor = shuffled(order);
    const table = await runScenarios(new Context(), { outputs, scenarios, executor });
    expect(table.rows.map(timeless)).toEqual(expected.rows.map(timeless));
    const names: string[] = [];
    for await (const { name } of streamScenarios(new Context(), { outputs, scenarios, executor }))
      names.push(name);
    expect(names).toEqual(["base", "at 3", "at 1", "at 2"]);
  }
});

test("progress tells the rate and the time left, without the base's own time", () => {
  const times = [1000, 1500, 3000, 3000];
  const told: Progress[] = [];
  const reporter = new Reporter(
    (progress) => told.push(progress),
    () => times.shift() ?? 0,
  );
  reporter.report("base", false, 5);
  reporter.report("a", true, 5);
  reporter.report("b", false, undefined);
  reporter.report("c", false, 4);
  expect(told).toEqual([
    { done: 1, total: 5, failed: 0, name: "base", rate: 0, msLeft: undefined },
    { done: 2, total: 5, failed: 1, name: "a", rate: 2, msLeft: 1500 },
    { done: 3, total: undefined, failed: 1, name: "b", rate: 1, msLeft: undefined },
    { done: 4, total: 4, failed: 1, name: "c", rate: 1.5, msLeft: 0 },
  ]);
});
