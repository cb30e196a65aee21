import { Context, type Node, Tweaks } from "@dug/core";
import {
  type AsyncGraph,
  asyncGraphArbitrary,
  type AsyncGraphSpec,
  buildAsyncGraph,
  buildTwin,
  checkInvariants,
  oracle,
} from "@dug/testing";
import fc from "fast-check";
import { setMaxListeners } from "node:events";
import { expect, test } from "vitest";
import { unhandled } from "../../test/support/deferred.ts";
import { settings } from "../engine/settings.ts";
import { drain, leftovers, turns } from "./schedule.ts";

/** The tweaks of one context each: which nodes, and to what; and who gives up, after how many turns. */
const cells = fc.array(
  fc.record({
    tweaks: fc.array(fc.record({ at: fc.nat({ max: 11 }), to: fc.nat({ max: 2 }) }), {
      maxLength: 2,
    }),
    aborts: fc.option(fc.nat({ max: 8 }), { nil: undefined }),
  }),
  { minLength: 2, maxLength: 5 },
);
type Cells = typeof cells extends fc.Arbitrary<infer T> ? T : never;

/** What came of all nodes in all contexts, evaluated at once, and how often each node ran. */
interface Found {
  readonly outcomes: readonly (readonly unknown[])[];
  readonly runs: readonly number[];
  readonly saved: number;
}

async function evaluateAll(
  spec: AsyncGraphSpec,
  scheduler: fc.Scheduler,
  grid: Cells,
  share: boolean,
  reason?: Error,
): Promise<Found> {
  const turn = turns(scheduler);
  const counts = new Map<string, number>();
  const graph = buildAsyncGraph(spec, {
    pause: () => turn("pause"),
    started: (node) => {
      counts.set(`${node}`, (counts.get(`${node}`) ?? 0) + 1);
      return () => undefined;
    },
  });
  const base = new Context("base", { parent: null, share });
  const contexts = grid.map(({ tweaks }, i) =>
    base.fork(`cell ${i}`).apply(tweaksOf(graph, tweaks)),
  );
  const work = contexts.map(async (context, i) => {
    const stop = new AbortController();
    setMaxListeners(graph.nodes.length, stop.signal);
    const found = graph.nodes
      .toReversed()
      .map(
        async ({ node }) => await settled(() => context.evaluate(node, { signal: stop.signal })),
      );
    const { aborts } = grid[i] ?? {};
    if (reason !== undefined && aborts !== undefined) {
      for (let j = 0; j < aborts; j++) await turn("before the abort");
      stop.abort(reason);
    }
    return await Promise.all(found);
  });
  const all = Promise.all(work);
  await drain(scheduler, all);
  await leftovers(scheduler);
  for (const context of [base, ...contexts]) {
    expect(context.pending()).toEqual([]);
    checkInvariants(context);
  }
  return {
    outcomes: await all,
    runs: graph.nodes.map(({ node }) => counts.get(`${node}`) ?? 0),
    saved: base.sharing?.saved ?? 0,
  };
}

function tweaksOf({ nodes }: AsyncGraph, tweaks: Cells[number]["tweaks"]): Tweaks {
  return tweaks.reduce((all, { at, to }) => {
    const { node } = nodes[at % nodes.length] ?? {};
    return node === undefined ? all : all.tweak<unknown>(node, to);
  }, Tweaks.empty);
}

/** What a call comes to: a value, or a failure. */
async function settled(call: () => unknown): Promise<unknown> {
  try {
    return { value: await call() };
  } catch (error) {
    return { error };
  }
}

function expectedOf(spec: AsyncGraphSpec, grid: Cells): readonly (readonly unknown[])[] {
  const twin = buildTwin(spec);
  return grid.map(({ tweaks }) =>
    twin.nodes.toReversed().map(({ node }) => wordOn(node, tweaksOf(twin, tweaks))),
  );
}

function wordOn(node: Node, tweaks: Tweaks): unknown {
  const found = oracle(node, [tweaks]);
  return found.kind === "value" ? { value: found.value } : { error: found.error };
}

test("[S17] contexts that share and evaluate at once have the oracle's values, and no node runs more often than without sharing", async () => {
  let fewer = 0;
  await fc.assert(
    fc.asyncProperty(
      // How often a node runs in contexts that functions open depends on what is cached around them by then.
      asyncGraphArbitrary({ errors: false, floats: false, opening: false }),
      fc.scheduler(),
      fc.scheduler(),
      cells,
      async (spec, one, other, grid) => {
        const expected = expectedOf(spec, grid);
        const shared = await evaluateAll(spec, one, grid, true);
        const alone = await evaluateAll(spec, other, grid, false);

        expect(shared.outcomes).toEqual(expected);
        expect(alone.outcomes).toEqual(expected);
        const more = shared.runs.filter((runs, i) => runs > (alone.runs[i] ?? 0));
        expect(more).toEqual([]);
        fewer += shared.saved;
      },
    ),
    settings(),
  );
  expect(fewer).toBeGreaterThan(0);
});

test("[S17, S22f] likewise with failures, floating calls and aborts: nothing hangs, and who did not give up has the oracle's outcome", async () => {
  let aborted = 0;
  await fc.assert(
    fc.asyncProperty(
      asyncGraphArbitrary(),
      fc.scheduler(),
      cells,
      async (spec, scheduler, grid) => {
        const expected = expectedOf(spec, grid);
        const reason = new Error("enough");
        let outcomes: Found["outcomes"] = [];
        const reports = await unhandled(async () => {
          ({ outcomes } = await evaluateAll(spec, scheduler, grid, true, reason));
        });

        expect(reports).toEqual([]);
        const word = grid.map(({ aborts }, i) =>
          outcomes[i]?.map((found, j) => {
            const hasGivenUp = aborts !== undefined && isFor(found, reason);
            if (hasGivenUp) aborted++;
            return hasGivenUp ? found : expected[i]?.[j];
          }),
        );
        expect(outcomes).toEqual(word);
      },
    ),
    settings(),
  );
  expect(aborted).toBeGreaterThan(0);
});

function isFor(found: unknown, reason: Error): boolean {
  return typeof found === "object" && found !== null && "error" in found && found.error === reason;
}
