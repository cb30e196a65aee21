import { Context, memoize, type Node } from "@dug/core";
import { AsyncBench, asyncProgramArbitrary } from "@dug/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { settings } from "../engine/settings.ts";
import { calledIn } from "./called-in.ts";
import { drain, leftovers, play, turns } from "./schedule.ts";

/** Who runs, and how often and how many at once they did. */
class Runs {
  readonly most = new Map<string, number>();
  readonly all = new Map<string, number>();
  readonly #now = new Map<string, number>();
  readonly #contexts = new Map<Context, number>();

  /** A function begins to run, in a context; what is returned says that it is done. */
  started(node: Node, state = ""): () => void {
    const key = `${node} in context ${this.#numberOf(Context.current)} at ${state}`;
    const running = (this.#now.get(key) ?? 0) + 1;
    this.#now.set(key, running);
    this.most.set(key, Math.max(this.most.get(key) ?? 0, running));
    this.all.set(key, (this.all.get(key) ?? 0) + 1);
    return () => void this.#now.set(key, (this.#now.get(key) ?? 0) - 1);
  }

  #numberOf(context: Context): number {
    const number = this.#contexts.get(context) ?? this.#contexts.size;
    this.#contexts.set(context, number);
    return number;
  }
}

function moreThanOnce(counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts].filter(([, count]) => count > 1).map(([key]) => key);
}

test("[S22c] nothing changed: each node runs once in each context, whatever the schedule", async () => {
  await fc.assert(
    fc.asyncProperty(
      asyncProgramArbitrary({ changes: false, errors: false, opening: false }),
      fc.scheduler(),
      async (program, scheduler) => {
        const kept = {
          ...program,
          tree: program.tree.map((each) => ({ ...each, retain: true })),
        };
        const runs = new Runs();
        const bench = new AsyncBench(kept, {
          turn: turns(scheduler),
          started: (node) => runs.started(node),
        });
        await play(scheduler, bench, kept);
        expect(moreThanOnce(runs.all)).toEqual([]);
      },
    ),
    settings(),
  );
});

test("[S22c] in one state of a context one evaluation of a node runs at a time, at most, whatever is changed", async () => {
  // With sharing and reuse a function may begin when another evaluation lands that it waited for: then it would
  // be put down to the state in which that was called.
  const programs = asyncProgramArbitrary({ share: false });
  await fc.assert(
    fc.asyncProperty(programs, fc.scheduler(), async (program, scheduler) => {
      const functions = program.graph.functions.map((each) => ({ ...each, reuse: false }));
      const runs = new Runs();
      let begunAnew = 0;
      const bench = new AsyncBench(
        { ...program, graph: { ...program.graph, functions } },
        {
          turn: turns(scheduler),
          // A context that its function tweaks has more states than flows can tell.
          started: (node) =>
            Context.current.name === "bumped"
              ? () => undefined
              : runs.started(node, calledIn.getStore()),
          around: (state, call) => calledIn.run(`${state} ${begunAnew}`, call),
        },
      );
      // What an entry has evaluated is gone with it if the context retains nothing (S9), or if another flow
      // is still in it, on another state of the parent perhaps (S8): the next entry begins a new state.
      const forgetful = bench.stands.all.flatMap(({ real }, at) =>
        program.tree[at]?.retain ? [] : [real],
      );
      const open = new Map<Context, number>();
      bench.stands.at(0).real.observe(["entered", "left"], ({ kind, context }) => {
        const entries = (open.get(context) ?? 0) + (kind === "entered" ? 1 : -1);
        open.set(context, entries);
        if (kind === "left" && (entries > 0 || forgetful.includes(context))) begunAnew++;
      });
      await play(scheduler, bench, program);
      expect(moreThanOnce(runs.most)).toEqual([]);
    }),
    settings(),
  );
});

test("[S19] within one run no node runs twice, failures included, while nothing is changed", async () => {
  await fc.assert(
    fc.asyncProperty(
      asyncProgramArbitrary({ changes: false, opening: false, flows: 1 }),
      fc.scheduler(),
      async (program, scheduler) => {
        const runs = new Runs();
        const calls = program.flows
          .flat()
          .flatMap((action) =>
            action.kind === "run" ? action.actions.filter(({ kind }) => kind === "call") : [],
          );
        const only = {
          ...program,
          flows: [
            [
              {
                kind: "run" as const,
                context: 0,
                way: "async" as const,
                actions: calls,
                awaits: true,
              },
            ],
          ],
        };
        const bench = new AsyncBench(only, {
          turn: turns(scheduler),
          started: (node) => runs.started(node),
        });
        await drain(scheduler, bench.flow(only.flows[0] ?? [], "flow"));
        bench.verdict();
        expect(moreThanOnce(runs.all)).toEqual([]);
      },
    ),
    settings(),
  );
});

test("[S22d] what has settled is stored wherever it holds: changes of something else lose nothing", async () => {
  await fc.assert(
    fc.asyncProperty(
      // Of several entries into one context only the last to exit is retained (S8), so there is one that nobody enters anew.
      asyncProgramArbitrary({ changes: false, errors: false, opening: false, contexts: 1 }),
      fc.scheduler(),
      fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 6 }),
      async (program, scheduler, ticks) => {
        const unread = memoize((): number => 0);
        const ended: (readonly [Context, Node])[] = [];
        const turn = turns(scheduler);
        const kept = { ...program, tree: program.tree.map((each) => ({ ...each, retain: true })) };
        const bench = new AsyncBench(kept, {
          turn,
          started: (node) => {
            const context = Context.current;
            return () => void ended.push([context, node]);
          },
        });
        const tick = async (): Promise<void> => {
          for (const [i, at] of ticks.entries()) {
            await turn("something else changes");
            bench.stands.at(at).real.tweak(unread.node(), i);
          }
        };
        const flows = kept.flows.map((actions, i) => bench.flow(actions, `flow ${i}`));
        await drain(scheduler, Promise.all([tick(), ...flows]));
        await leftovers(scheduler);

        expect(ended.filter(([context, node]) => !context.has(node)).map(String)).toEqual([]);
        await drain(scheduler, bench.rest());
        const before = ended.length;
        await drain(scheduler, bench.rest());
        bench.verdict();
        expect(ended.slice(before).map(String)).toEqual([]);
      },
    ),
    settings(),
  );
});

/** Layers of functions: each reads the source, waits, and reads some of the layer below together. */
const layered = fc.array(
  fc.array(fc.array(fc.nat({ max: 3 }), { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  { minLength: 1, maxLength: 4 },
);

test("[S22c] an evaluation that has read what was changed since is never waited for", async () => {
  await fc.assert(
    fc.asyncProperty(
      layered,
      fc.scheduler(),
      fc.nat({ max: 20 }),
      async (layers, scheduler, after) => {
        const never = new Promise<void>(() => undefined);
        let isHeld = true;
        const source = memoize((): number => 1);
        const cell = memoize(async (layer: number, at: number): Promise<number> => {
          let sum = source();
          const isStale = isHeld;
          await scheduler.schedule(Promise.resolve(), `${layer}.${at}`);
          const below = layers[layer]?.[at] ?? [];
          const width = layers[layer - 1]?.length ?? 0;
          const read = width === 0 ? [] : below.map((each) => cell(layer - 1, each % width));
          for (const value of await Promise.all(read)) sum += value;
          if (isStale) await never;
          return sum;
        });
        const base = new Context();
        const top = layers.length - 1;
        void base.evaluate(cell.node(top, 0));
        for (let i = 0; i < after && scheduler.count() > 0; i++) await scheduler.waitNext(1);
        isHeld = false;
        base.tweak(source.node(), 100);
        const fresh = base.evaluate(cell.node(top, 0));
        await drain(scheduler, fresh);

        expect((await fresh) % 100).toBe(0);
      },
    ),
    settings(),
  );
});
