import { Context, flow, memoize, Tweaks } from "@dug/core";
import { expect, test } from "vitest";
import { RunAbortedError } from "../../packages/scenarios/src/errors.ts";
import { runScenarios } from "../../packages/scenarios/src/run.ts";
import { scenario } from "../../packages/scenarios/src/scenario.ts";
import { deferred, rejection } from "../support/deferred.ts";

const spot = memoize("spot", () => 100);
const loaded = memoize("loaded", async () => {
  await Promise.resolve();
  return spot() * 2;
});
const summed = memoize("summed", async () => (await loaded()) + 1);
const flowing = memoize(
  "flowing",
  flow(function* () {
    const twice: number = yield loaded();
    return twice + spot();
  }),
);
const curve = memoize("curve", () => [spot(), spot() * 2]);
const outputs = { summed: summed.node(), curve: curve.node(), flowing: flowing.node() };
const down = Tweaks.empty.tweak(spot.node(), 80);

test("[S22] asynchronous outputs are awaited, beside synchronous and vector-valued ones", async () => {
  const table = await runScenarios(new Context("base"), {
    outputs,
    scenarios: [scenario("down", down), scenario("given", Tweaks.empty.tweak(loaded.node(), 1))],
  });
  const [base, lower, given] = table.rows;
  const typed: number | undefined = base.outputs.summed;
  const vector: readonly number[] | undefined = lower?.differences.curve;
  expect(typed).toBe(201);
  expect(vector).toEqual([-20, -40]);
  expect(lower).toMatchObject({
    outputs: { summed: 161, curve: [80, 160], flowing: 240 },
    differences: { summed: -40, flowing: -60 },
    relativeDifferences: { summed: -40 / 201, curve: [-0.2, -0.2], flowing: -0.2 },
    nodes: { executed: 4, reused: 0, shared: 0 },
  });
  expect(given?.outputs).toEqual({ summed: 2, curve: [100, 200], flowing: 101 });
});

test("[S17] asynchronous functions, too, run once for each distinct combination", async () => {
  const vol = memoize("vol", () => 1);
  const runs = new Map<string, number>();
  const count = (name: string): unknown => runs.set(name, (runs.get(name) ?? 0) + 1);
  const rates = memoize("rates", async () => {
    count("rates");
    return (await loaded()) + 1;
  });
  const vols = memoize("vols", async () => {
    count("vols");
    return vol() * 2;
  });
  const value = memoize("value", async () => {
    count("value");
    const [a, b] = await Promise.all([rates(), vols()]);
    return a + b;
  });
  const scenarios = [1, 2, 3].flatMap((s) =>
    [10, 20].map((v) =>
      scenario(`${s} ${v}`, Tweaks.empty.tweak(spot.node(), s).tweak(vol.node(), v)),
    ),
  );
  const table = await runScenarios(new Context(), { outputs: { value: value.node() }, scenarios });
  expect(table.scenarios.map((row) => row.outputs.value)).toEqual([23, 43, 25, 45, 27, 47]);
  expect(runs).toEqual(
    new Map([
      ["rates", 1 + 3],
      ["value", 1 + 6],
      ["vols", 1 + 2],
    ]),
  );
});

test("[S22g] a rejection costs its own row only, and names the node that threw", async () => {
  const failing = memoize("failing", async () => {
    await Promise.resolve();
    if (spot() < 90) throw new RangeError("too low");
    return spot();
  });
  const caught = memoize("caught", async () => {
    try {
      return await failing();
    } catch {
      throw new TypeError("another");
    }
  });
  const passing = memoize("passing", async () => await failing());
  const table = await runScenarios(new Context("base"), {
    outputs: { summed: summed.node(), passing: passing.node(), caught: caught.node() },
    scenarios: [scenario("down", down), scenario("up", Tweaks.empty.tweak(spot.node(), 110))],
  });
  const [, lower, upper] = table.rows;
  expect(lower).toMatchObject({ status: "failed", outputs: { summed: 161 } });
  expect(String(lower?.thrower)).toBe("failing()");
  expect(lower?.errors["passing"]).toBe(lower?.error);
  expect(lower?.errors["caught"]).toBeInstanceOf(TypeError);
  expect(lower?.nodes.executed).toBe(5); // none of them twice
  expect(upper).toMatchObject({ status: "ok", outputs: { passing: 110, caught: 110 } });
});

test("[S22f] abort ends what is under way, and what is finished is usable", async () => {
  const begun = deferred();
  const gate = deferred<number>();
  const stuck = memoize("stuck", async () => {
    if (spot() > 90) return spot();
    begun.resolve();
    return await gate.promise;
  });
  const controller = new AbortController();
  const run = runScenarios(new Context("base"), {
    outputs: { stuck: stuck.node() },
    scenarios: [
      scenario("up", Tweaks.empty.tweak(spot.node(), 110)),
      scenario("down", down),
      scenario("never", Tweaks.empty.tweak(spot.node(), 120)),
    ],
    signal: controller.signal,
  });
  const ended = rejection(run);
  await begun.promise;
  const reason = new Error("enough");
  controller.abort(reason);
  const error = await ended;
  gate.resolve(1);
  expect(error).toBeInstanceOf(RunAbortedError);
  const { table, done, cause, message } = error as RunAbortedError;
  expect([done, cause]).toEqual([2, reason]);
  expect(message).toMatch(/^The run was aborted when 2 rows were finished: enough/);
  expect(table?.rows.map(({ name }) => name)).toEqual(["base", "up"]);
  expect(table?.toCSV().split("\r\n")).toHaveLength(4);
  expect(table?.top("stuck")[0]?.name).toBe("up");
});

test("aborted before the base is finished there is no table; aborted when all is done there is no error", async () => {
  const early = runScenarios(new Context(), {
    outputs,
    scenarios: [],
    signal: AbortSignal.abort(new Error("no")),
  });
  expect(await rejection(early)).toMatchObject({ done: 0, table: undefined });
  const gate = deferred();
  const waiting = memoize("waiting", async () => {
    await gate.promise;
  });
  const controller = new AbortController();
  const base = runScenarios(new Context(), {
    outputs: { waiting: waiting.node() },
    scenarios: [],
    signal: controller.signal,
  });
  const ended = rejection(base);
  controller.abort(new Error("no"));
  expect(await ended).toMatchObject({ code: "RUN_ABORTED", done: 0, table: undefined });
  gate.resolve();
  const late = new AbortController();
  const table = await runScenarios(new Context(), {
    outputs,
    scenarios: [scenario("down", down)],
    signal: late.signal,
    onProgress: ({ name }) => name === "down" && late.abort(),
  });
  expect(table.rows).toHaveLength(2);
});
