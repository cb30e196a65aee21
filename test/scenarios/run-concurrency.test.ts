import { Context, memoize, signal as signalHere, Tweaks } from "@dug/core";
import { type Row, runScenarios, scenario, streamScenarios } from "@dug/scenarios";
import { expect, test } from "vitest";
import { RunAbortedError } from "../../packages/scenarios/src/errors.ts";
import { deferred, rejection } from "../support/deferred.ts";

const level = memoize("level", (): number => 0);
const at = (to: number, name = `${to}`) => scenario(name, Tweaks.empty.tweak(level.node(), to));
const levels = (count: number) => Array.from({ length: count }, (_, i) => at(i + 1));

/** A function that waits at a gate for each level but 0, and says who is waiting. */
function gated(name: string, half: () => Promise<number> | number = () => 0) {
  const gates = new Map<number, ReturnType<typeof deferred<number>>>();
  const begun: number[] = [];
  let heard = deferred();
  const fn = memoize(name, async () => {
    const own = level();
    if (own === 0) return 0;
    const gate = deferred<number>();
    gates.set(own, gate);
    begun.push(own);
    heard.resolve();
    heard = deferred();
    const opened = await gate.promise;
    return opened + (await half());
  });
  const until = async (count: number): Promise<void> => {
    while (begun.length < count) await heard.promise;
  };
  return {
    fn,
    begun,
    until,
    open: (own: number, value = own) => gates.get(own)?.resolve(value),
    gates,
  };
}

test("so many scenarios are under way at the same time, and no more; the rows are in the order given", async () => {
  const { fn, begun, until, open } = gated("wait/bounded");
  const done: string[] = [];
  const run = runScenarios(new Context("base"), {
    outputs: { waited: fn.node() },
    scenarios: levels(5),
    concurrency: 3,
    onProgress: ({ name }) => void done.push(name),
  });
  await until(3);
  expect(begun).toEqual([1, 2, 3]);
  open(3);
  await until(4);
  open(2);
  await until(5);
  [5, 4, 1].forEach((each) => open(each));
  const table = await run;
  expect(begun).toEqual([1, 2, 3, 4, 5]);
  expect(done.slice(0, 3)).toEqual(["base", "3", "2"]);
  expect(table.rows.map(({ name, outputs }) => [name, outputs.waited])).toEqual([
    ["base", 0],
    ...[1, 2, 3, 4, 5].map((each) => [`${each}`, each]),
  ]);
});

test("each row counts its own work, whoever else works meanwhile", async () => {
  const inner = memoize("inner/counted", async () => level() * 2);
  const { fn, until, open } = gated("wait/counted", inner);
  const base = new Context("base");
  const run = runScenarios(base, {
    outputs: { waited: fn.node() },
    scenarios: [
      at(1),
      at(2),
      scenario("given", [Tweaks.empty.tweak(level.node(), 3), Tweaks.empty.tweak(inner.node(), 7)]),
    ],
    concurrency: 3,
    contexts: true,
  });
  await until(3);
  const other = memoize("other/counted", () => level() + 1);
  base.run(() => other()); // somebody else's, in the base's family
  base
    .fork()
    .tweak(level.node(), 9)
    .run(() => other());
  [3, 1, 2].forEach((each) => open(each));
  const table = await run;
  expect(table.rows.map(({ outputs, nodes }) => [outputs.waited, nodes.executed])).toEqual([
    [0, 2], // level and the function
    [3, 2], // the function and inner
    [6, 2],
    [10, 1],
  ]);
  expect(table.sharing().executed).toBe(5);
  expect(table.context("2")?.get(inner.node())).toBe(4);
});

test("[S17] each function runs once for each distinct combination, whether its evaluation is settled or under way elsewhere", async () => {
  const runs: string[] = [];
  let [wide, together] = [1, deferred()];
  let waiting = 0;
  const kind = memoize("kind/shared", () => 0);
  const common = memoize("common/shared", async () => {
    runs.push(`common ${kind()}`);
    if (kind() > 0 && wide > 1) await together.promise;
    return kind();
  });
  const own = memoize("own/shared", async () => {
    runs.push("own");
    if (kind() > 0 && ++waiting === 2) queueMicrotask(together.resolve); // one of each kind; others of it wait for that
    return (await common()) + level();
  });
  const scenarios = [1, 2, 3, 4].map((i) =>
    scenario(`${i}`, Tweaks.empty.tweak(level.node(), i).tweak(kind.node(), i % 2 ? 10 : 20)),
  );
  const ran = async (concurrency?: number): Promise<Readonly<Record<string, number>>> => {
    runs.length = waiting = 0;
    [wide, together] = [concurrency ?? 1, deferred()];
    const options = { outputs: { own: own.node() }, scenarios, concurrency };
    const table = await runScenarios(new Context("base"), options);
    expect(table.scenarios.map(({ outputs }) => outputs.own)).toEqual([11, 22, 13, 24]);
    expect(table.effort.executed + table.base.nodes.executed - 2).toBe(runs.length); // level and kind are the base's
    return Object.fromEntries(
      ["common 0", "common 10", "common 20", "own"].map((name) => [
        name,
        runs.filter((each) => each === name).length,
      ]),
    );
  };
  const once = { "common 0": 1, "common 10": 1, "common 20": 1, own: 5 };
  expect(await ran()).toEqual(once);
  expect(await ran(1)).toEqual(once);
  expect(await ran(2)).toEqual(once);
  expect(await ran(4)).toEqual(once); // 1 and 3 need the same while it is under way, and so do 2 and 4
});

test("a failing scenario costs its own row, with the node that threw, whatever is under way beside it", async () => {
  const { fn, until, gates, open } = gated("wait/failing");
  const outer = memoize("outer/failing", async () => await fn());
  const run = runScenarios(new Context("base"), {
    outputs: { outer: outer.node() },
    scenarios: levels(3),
    concurrency: 3,
  });
  await until(3);
  const error = new RangeError("no");
  gates.get(2)?.reject(error);
  open(3);
  open(1);
  const table = await run;
  expect(table.rows.map(({ status }) => status)).toEqual(["ok", "ok", "failed", "ok"]);
  expect(table.rows[2]?.error).toBe(error);
  expect(String(table.rows[2]?.thrower)).toBe("wait/failing()");
});

test("[S22f] aborting ends all that is under way, and what is finished is usable", async () => {
  const { fn, until, open } = gated("wait/aborted");
  const controller = new AbortController();
  const run = rejection(
    runScenarios(new Context("base"), {
      outputs: { waited: fn.node() },
      scenarios: levels(9),
      concurrency: 3,
      signal: controller.signal,
      onProgress: ({ name }) => name === "3" && controller.abort(new Error("enough")),
    }),
  );
  await until(3);
  open(2);
  await until(4);
  open(3);
  const error = (await run) as RunAbortedError;
  expect(error).toBeInstanceOf(RunAbortedError);
  expect(error.table?.rows.map(({ name }) => name)).toEqual(["base", "2", "3"]);
});

test("a stream that is left aborts what is under way, and leaves nothing pending", async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const both = deferred();
  const stuck = memoize("stuck/left", async () => {
    const own = level();
    if (own === 0) return own;
    if (own === 1) {
      await both.promise;
      return own;
    }
    signals.push(signalHere());
    if (signals.length === 2) both.resolve();
    return await new Promise<number>(() => undefined);
  });
  const base = new Context("base");
  const rows: Row<{ stuck: ReturnType<typeof stuck.node> }>[] = [];
  const options = { outputs: { stuck: stuck.node() }, scenarios: levels(5), concurrency: 3 };
  for await (const row of streamScenarios(base, options)) {
    rows.push(row);
    if (row.name === "1") break;
  }
  expect(rows.map(({ name }) => name)).toEqual(["base", "1"]);
  expect(signals.map((each) => each?.aborted)).toEqual([true, true]);
  expect(base.pending()).toEqual([]);
});

test("a stream gives rows in order, and its fast ones do not run away from a slow one", async () => {
  const { fn, begun, until, open } = gated("wait/slow");
  let made = 0;
  function* many() {
    for (let i = 1; i <= 500; i++) {
      made = i;
      yield at(i);
    }
  }
  const fast = memoize("fast/slow", async () => (level() === 1 ? await fn() : level()));
  const names: string[] = [];
  const options = { outputs: { fast: fast.node() }, scenarios: many(), concurrency: 2 };
  const whole = (async () => {
    for await (const { name } of streamScenarios(new Context("base"), options)) names.push(name);
  })();
  await until(1);
  // Until nothing more is begun; on a busy machine the run pauses before it begins any other.
  const isAtRest = (before: number): boolean => before === made && made > 2;
  for (let before = -1; !isAtRest(before);) {
    before = made;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(begun).toEqual([1]);
  expect(made).toBeGreaterThan(2);
  expect(made).toBeLessThan(50);
  expect(names).toEqual(["base"]);
  open(1);
  await whole;
  expect(names).toEqual(["base", ...levels(500).map(({ name }) => name)]);
});

test("a slow source of scenarios does not hold up what is finished", async () => {
  const next = deferred();
  async function* source() {
    yield at(1);
    await next.promise;
    yield at(2);
  }
  const twice = memoize("twice/source", async () => level() * 2);
  const options = { outputs: { twice: twice.node() }, scenarios: source(), concurrency: 4 };
  const rows = streamScenarios(new Context("base"), options);
  expect((await rows.next()).value?.name).toBe("base");
  expect((await rows.next()).value?.name).toBe("1");
  next.resolve();
  expect((await rows.next()).value?.name).toBe("2");
  expect((await rows.next()).done).toBe(true);
});

test("contexts are kept, and forgotten, as one at a time", async () => {
  const twice = memoize("twice/kept", async () => level() * 2);
  const base = new Context("base");
  const options = { outputs: { twice: twice.node() }, scenarios: levels(6), concurrency: 3 };
  const table = await runScenarios(base, { ...options, contexts: true, keep: 2 });
  expect(table.rows.filter(({ name }) => table.context(name) !== undefined)).toHaveLength(3);
  expect(table.scenarios.map(({ outputs }) => outputs.twice)).toEqual([2, 4, 6, 8, 10, 12]);
});

test("many that wait are no reason to warn of a leak", async () => {
  const warnings: string[] = [];
  const warn = ({ message }: Error): unknown => warnings.push(message);
  process.on("warning", warn);
  const { fn, until, open } = gated("wait/many");
  const outputs = Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [
      `o${i}`,
      memoize(`many/${i}`, async () => await fn()).node(),
    ]),
  );
  const { signal } = new AbortController();
  const run = runScenarios(new Context("base"), {
    outputs,
    scenarios: levels(12),
    concurrency: 12,
    signal,
  });
  await until(12);
  for (let i = 1; i <= 12; i++) open(i);
  await run;
  await new Promise((resolve) => setImmediate(resolve)); // warnings are told in the next turn
  process.off("warning", warn);
  expect(warnings).toEqual([]);
});

test("synchronous outputs run one after the other, as there is nothing to wait for", async () => {
  const twice = memoize("twice/sync", () => level() * 2);
  const options = { outputs: { twice: twice.node() }, scenarios: levels(3), concurrency: 3 };
  const table = await runScenarios(new Context("base"), options);
  expect(table.rows.map(({ nodes }) => nodes.executed)).toEqual([2, 1, 1, 1]);
});

test.each([0, -1, 1.5, NaN])("%j at the same time is refused", async (concurrency) => {
  const options = { outputs: { level: level.node() }, scenarios: [], concurrency };
  await expect(runScenarios(new Context("base"), options)).rejects.toThrow(
    `concurrency is a whole number from 1, not ${concurrency}`,
  );
});
