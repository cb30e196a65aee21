import { Context, memoize, type Node, signal } from "@dug/core";
import {
  asyncGraphArbitrary,
  buildAsyncGraph,
  buildTwin,
  checkInvariants,
  oracle,
} from "@dug/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { unhandled } from "../../test/support/deferred.ts";
import { settings } from "../engine/settings.ts";
import { drain, leftovers, turns } from "./schedule.ts";

const callers = fc.array(
  fc.record({
    node: fc.nat({ max: 11 }),
    /** How many turns until it calls, and until it aborts: never, where this is `undefined`. */
    after: fc.nat({ max: 4 }),
    aborts: fc.option(fc.nat({ max: 12 }), { nil: undefined }),
    how: fc.constantFrom("evaluate", "run"),
  }),
  { minLength: 1, maxLength: 6 },
);

async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    return { error };
  }
}

function expectedOf(node: Node): unknown {
  const outcome = oracle(node, []);
  return outcome.kind === "value" ? outcome.value : { error: outcome.error };
}

test("[S22f] under random aborts who did not abort gets the oracle's outcome, and who did gets that or its reason", async () => {
  let aborted = 0;
  await fc.assert(
    fc.asyncProperty(
      asyncGraphArbitrary(),
      fc.scheduler(),
      callers,
      async (spec, scheduler, calls) => {
        const turn = turns(scheduler);
        const graph = buildAsyncGraph(spec, { pause: () => turn("pause") });
        const twin = buildTwin(spec);
        const base = new Context("base");
        const pairs = graph.nodes.flatMap(({ node }, at) => {
          const other = twin.nodes[at];
          return other === undefined ? [] : [{ node, expected: expectedOf(other.node) }];
        });
        const chosen = calls.map((call) => ({
          ...call,
          ...pick(pairs, call.node),
          stop: new AbortController(),
          reason: new Error("enough"),
        }));
        const work = chosen.map(async ({ node, expected, after, aborts, how, stop, reason }) => {
          for (let i = 0; i < after; i++) await turn("before the call");
          const options = aborts === undefined ? {} : { signal: stop.signal };
          const call =
            how === "evaluate"
              ? async () => await base.evaluate(node, options)
              : async () => await base.run(async () => await base.evaluate(node), options);
          const found = outcomeOf(call());
          for (let i = 0; i < (aborts ?? 0); i++) await turn("before the abort");
          if (aborts !== undefined) stop.abort(reason);
          const outcome = await found;
          const isAborted = aborts !== undefined && isError(outcome, reason);
          if (isAborted) aborted++;
          expect(outcome).toEqual(isAborted ? { error: reason } : expected);
        });
        const reports = await unhandled(async () => {
          await drain(scheduler, Promise.all(work));
          await leftovers(scheduler);
        });

        expect(reports).toEqual([]);
        expect(base.pending()).toEqual([]);
        checkInvariants(base);
        for (const { node, expected } of chosen) {
          const again = outcomeOf(Promise.resolve().then(() => base.evaluate(node)));
          await drain(scheduler, again);
          expect(await again).toEqual(expected);
        }
        await leftovers(scheduler);
        expect(base.pending()).toEqual([]);
      },
    ),
    settings(),
  );
  expect(aborted).toBeGreaterThan(0);
});

function pick<T>(list: readonly T[], number: number): T {
  const found = list[number % list.length];
  if (found === undefined) throw new RangeError("There is nothing to pick from.");
  return found;
}

function isError(outcome: unknown, reason: Error): boolean {
  return (
    typeof outcome === "object" &&
    outcome !== null &&
    "error" in outcome &&
    outcome.error === reason
  );
}

test("[S22f] an evaluation is aborted with its last caller and not before: chains that meet", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.record({ depth: fc.nat({ max: 3 }), aborts: fc.boolean() }), {
        minLength: 1,
        maxLength: 5,
      }),
      async (scheduler, chains) => {
        const turn = turns(scheduler);
        const signals: AbortSignal[] = [];
        const gate = { isOpen: false };
        const shared = memoize(async (): Promise<number> => {
          signals.push(signal());
          while (!gate.isOpen) await turn("shared");
          return 1;
        });
        const link = memoize(async (chain: number, depth: number): Promise<number> =>
          depth === 0 ? await shared() : (await link(chain, depth - 1)) + 1,
        );
        const base = new Context("base");
        const reason = new Error("enough");
        const calls = chains.map(({ depth, aborts }, chain) => {
          const stop = new AbortController();
          const promise = base.evaluate(link.node(chain, depth), { signal: stop.signal });
          return { promise: outcomeOf(promise), stop, aborts, depth };
        });
        await drain(scheduler, turn("begun"));
        expect(signals.length).toBe(1);
        const leaving = calls.filter(({ aborts }) => aborts);
        for (const { stop } of leaving) stop.abort(reason);
        await drain(scheduler, turn("aborted"));
        expect(signals[0]?.aborted).toBe(leaving.length === calls.length);
        gate.isOpen = true;
        for (const { promise, aborts, depth } of calls) {
          await drain(scheduler, promise);
          expect(await promise).toEqual(aborts ? { error: reason } : depth + 1);
        }
        await leftovers(scheduler);
        expect(base.has(shared.node())).toBe(leaving.length < calls.length);
        expect(base.pending()).toEqual([]);
      },
    ),
    settings(),
  );
});

test("[S22f, S20] in cyclic graphs random aborts leave nothing pending, and nothing hangs", async () => {
  await fc.assert(
    fc.asyncProperty(
      asyncGraphArbitrary({ cycles: true }),
      fc.scheduler(),
      callers,
      async (spec, scheduler, calls) => {
        const turn = turns(scheduler);
        const graph = buildAsyncGraph(spec, { pause: () => turn("pause") });
        const base = new Context("base");
        const reason = new Error("enough");
        const work = calls.map(async ({ node, aborts }) => {
          const chosen = pick(graph.nodes, node);
          const stop = new AbortController();
          const found = outcomeOf(
            Promise.resolve().then(() => base.evaluate(chosen.node, { signal: stop.signal })),
          );
          for (let i = 0; i < (aborts ?? 0); i++) await turn("before the abort");
          if (aborts !== undefined) stop.abort(reason);
          await found;
        });
        await drain(scheduler, Promise.all(work));
        await leftovers(scheduler);
        expect(base.pending()).toEqual([]);
        const peeked = graph.nodes.map(({ node }) => base.peek(node));
        const errors = peeked.flatMap((each) => (each?.kind === "error" ? [each.error] : []));
        expect(errors).not.toContain(reason);
        checkInvariants(base);
      },
    ),
    settings(),
  );
});
