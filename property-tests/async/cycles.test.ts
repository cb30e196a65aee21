import { Context, CycleError } from "@dug/core";
import {
  AsyncBench,
  type AsyncGraphSpec,
  asyncGraphArbitrary,
  asyncProgramArbitrary,
  type AsyncProgramOptions,
  asyncTarget,
  buildAsyncGraph,
} from "@dug/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { settings } from "../engine/settings.ts";
import { drain, leftovers, play, turns } from "./schedule.ts";

/** A call wherever it stands in the plain data of a function's body. */
interface Call {
  readonly kind: "call";
  readonly back: number;
  readonly argument: number;
  readonly ahead: boolean;
}

function callsIn(of: unknown): readonly Call[] {
  if (typeof of !== "object" || of === null) return [];
  if ("kind" in of && of.kind === "call") return [of as Call];
  return Object.values(of).flatMap(callsIn);
}

/** Which function can call which, whatever happens: more than do. */
function edges(spec: AsyncGraphSpec): ReadonlyMap<number, ReadonlySet<number>> {
  return new Map(
    spec.functions.map(({ body }, index) => {
      const targets = callsIn(body).map((call) => asyncTarget(spec, call, { index })?.index);
      return [index, new Set(targets.filter((target) => target !== undefined))];
    }),
  );
}

/** Whether each of some functions can reach each of them by at least one call. */
function areOnOneCycle(spec: AsyncGraphSpec, functions: readonly number[]): boolean {
  const calls = edges(spec);
  return functions.every((from) => {
    const reached = new Set<number>();
    const todo = [from];
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      for (const next of calls.get(at) ?? []) {
        if (reached.has(next)) continue;
        reached.add(next);
        todo.push(next);
      }
    }
    return functions.every((to) => reached.has(to));
  });
}

function numbersOf(error: CycleError): readonly number[] {
  return error.nodes.map((node) => Number(/\.f(\d+)\(/.exec(String(node))?.[1]));
}

test("[S20] random cyclic graphs never hang, and who is reported to be on a cycle is on one", async () => {
  let cycles = 0;
  await fc.assert(
    fc.asyncProperty(
      asyncGraphArbitrary({ cycles: true }),
      fc.scheduler(),
      fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 5 }),
      async (spec, scheduler, picks) => {
        const graph = buildAsyncGraph(spec, { pause: () => turns(scheduler)("pause") });
        const base = new Context();
        const errors: unknown[] = [];
        const calls = picks.map(async (at) => {
          const chosen = graph.nodes[at % graph.nodes.length];
          if (chosen === undefined) return;
          try {
            await base.evaluate(chosen.node);
          } catch (error) {
            errors.push(error);
          }
        });
        await drain(scheduler, Promise.all(calls));
        await leftovers(scheduler);
        for (const error of errors) {
          if (!(error instanceof CycleError)) continue;
          cycles++;
          expect(error.nodes.length).toBeGreaterThan(0);
          expect(error.nodes.map(String)).toEqual(error.nodes.map(String).toSorted());
          expect(areOnOneCycle(spec, numbersOf(error))).toBe(true);
        }
        expect(() => Context.current).toThrow(expect.objectContaining({ code: "OUTSIDE_CONTEXT" }));
      },
    ),
    settings(),
  );
  expect(cycles).toBeGreaterThan(0);
});

test("[S20] after everything has settled nothing is pending in a cyclic graph, whatever was forgotten", async () => {
  await fc.assert(
    fc.asyncProperty(
      asyncProgramArbitrary({ cycles: true, flows: 3, opening: false }),
      fc.scheduler(),
      async (program, scheduler) => {
        const bench = new AsyncBench(program, { turn: turns(scheduler) });
        const flows = program.flows.map((actions, i) => bench.flow(actions, `flow ${i}`));
        await drain(scheduler, Promise.all(flows));
        await leftovers(scheduler);
        expect(bench.stands.all.flatMap(({ real }) => real.pending())).toEqual([]);
      },
    ),
    settings(),
  );
});

/** Plays random programs whose calls are all awaited; says how many came out right. */
async function always(options: AsyncProgramOptions): Promise<number> {
  let played = 0;
  await fc.assert(
    fc.asyncProperty(
      asyncProgramArbitrary({ cycles: true, floats: false, ...options }),
      fc.scheduler(),
      async (program, scheduler) => {
        await play(scheduler, new AsyncBench(program, { turn: turns(scheduler) }), program);
        played++;
      },
    ),
    settings(),
  );
  return played;
}

test("[S20] who is on a cycle, and with whom, depends on no schedule where every call is awaited: it is the oracle's word", async () => {
  expect(await always({ opening: false, changes: false })).toBeGreaterThan(0);
});

test("[S20, S22a] likewise while contexts are changed, which cuts cycles and closes them", async () => {
  expect(await always({})).toBeGreaterThan(0);
});

test("[S20] so it is in one context alone, whatever is changed there", async () => {
  expect(await always({ contexts: 1 })).toBeGreaterThan(0);
});

test("[S17, S20] so it is in a family that shares, whoever waits for whom", async () => {
  expect(await always({ share: true })).toBeGreaterThan(0);
});
