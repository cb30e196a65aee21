import { expect, test } from "vitest";
import type * as running from "../../packages/scenarios/src/run.ts";
import { counted, enabled, without } from "../support/async-storage.ts";

// The runner of the same fresh copy of core: both are loaded anew.
const runner = async (): Promise<typeof running> =>
  await import("../../packages/scenarios/src/run.ts");

test("[S22h] asynchronous outputs are awaited where nothing carries a context across an await", async () => {
  await without(async ({ Context, flow, memoize, Tweaks }) => {
    const { runScenarios } = await runner();
    const spot = memoize("spot", () => 100);
    const loaded = memoize("loaded", async () => {
      const now = spot();
      await Promise.resolve();
      if (now < 0) throw new RangeError("negative");
      return now;
    });
    const twice = memoize(
      "twice",
      flow(function* () {
        const value: number = yield loaded();
        return value + spot();
      }),
    );
    const table = await runScenarios(new Context("base"), {
      outputs: { twice: twice.node(), spot: spot.node() },
      scenarios: [80, -1].map((to, i) => ({
        name: `${i}`,
        tweaks: Tweaks.empty.tweak(spot.node(), to),
      })),
    });
    expect(table.rows.map((row) => row.outputs.twice)).toEqual([200, 160, undefined]);
    expect(String(table.rows[2]?.thrower)).toBe("loaded()");
    expect(table.rows[2]?.nodes.executed).toBe(2); // none of them again to find that out
  });
});

test("[S22h] a synchronous run constructs no AsyncLocalStorage", async () => {
  await counted(async ({ Context, memoize, Tweaks }, made) => {
    const { runScenarios } = await runner();
    const spot = memoize("spot", () => 100);
    const table = await runScenarios(new Context("base"), {
      outputs: { spot: spot.node() },
      scenarios: [{ name: "a", tweaks: Tweaks.empty.tweak(spot.node(), 80) }],
    });
    expect(table.rows.map((row) => row.outputs.spot)).toEqual([100, 80]);
    expect(made()).toBe(0);
  });
});

test("runs that wait for one another leave no AsyncLocalStorage behind, however they end", async () => {
  await enabled(async ({ Context, memoize, Tweaks }, now) => {
    const { runScenarios } = await runner();
    const late = memoize("late", async () => await Promise.resolve(1));
    const base = new Context("base");
    const run = async (ending?: AbortController): Promise<unknown> =>
      await runScenarios(base.fork("root"), {
        outputs: { late: late.node() },
        scenarios: [{ name: "a", tweaks: Tweaks.empty }],
        concurrency: 2,
        ...(ending && { signal: ending.signal, onProgress: () => ending.abort("enough") }),
      });
    await base.run(async () => await late());
    const ofTheEngine = now();
    expect(ofTheEngine).toBe(1);
    for (let i = 0; i < 3; i++) await run();
    await expect(run(new AbortController())).rejects.toThrow(/aborted when 1 row was finished/);
    expect(now()).toBe(ofTheEngine);
  });
});
