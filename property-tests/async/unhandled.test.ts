import { Context, flow, memoize } from "@dug/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { unhandled } from "../../test/support/deferred.ts";
import { settings } from "../engine/settings.ts";
import { drain, leftovers, turns } from "./schedule.ts";

/**
 * A chain of evaluations whose innermost one fails. At one link, or by the flow itself, the rejection is
 * dropped or handled; above that link all is well.
 */
const chains = fc.array(
  fc.record({
    depth: fc.nat({ max: 3 }),
    /** At which link, counted from the failing one; the last is the flow. */
    at: fc.integer({ min: 1, max: 4 }),
    how: fc.constantFrom("dropped", "caught"),
    isFlow: fc.boolean(),
    pauses: fc.nat({ max: 2 }),
    /** Whether a link that dropped its call stays for a while. */
    stays: fc.boolean(),
    cacheErrors: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

test("[S22g] the platform reports exactly the rejections that nobody handles", async () => {
  let reported = 0;
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), chains, fc.boolean(), async (scheduler, specs, isOneRun) => {
      const wait = turns(scheduler);
      const expected: string[] = [];
      const base = new Context("base");
      const begin = specs.map((spec, chain) => {
        const { depth, how, isFlow, pauses, stays, cacheErrors } = spec;
        const at = Math.min(spec.at, depth + 1);
        const handle = (call: Promise<unknown>): Promise<unknown> | undefined => {
          if (how === "caught") return call.catch(() => 0);
          void call;
          return undefined;
        };
        function* steps(link: number): Generator<unknown, number, number> {
          for (let i = 0; i < pauses; i++) yield wait(`chain ${chain}`);
          if (link === 0) throw new Error(`chain ${chain}`);
          if (link !== at) return yield below(link - 1);
          yield handle(below(link - 1));
          if (stays) for (let i = 0; i < 4; i++) yield wait(`chain ${chain} stays`);
          return 1;
        }
        const below: (link: number) => Promise<number> = isFlow
          ? memoize(
              flow(function* (link: number): Generator<unknown, number, never> {
                return yield* steps(link);
              }),
              { cacheErrors },
            )
          : memoize(async (link: number): Promise<number> => await awaiting(steps(link)), {
              cacheErrors,
            });
        if (how === "dropped") expected.push(`Error: chain ${chain}`);
        return async (): Promise<void> => {
          const call = below(depth);
          if (at === depth + 1) await handle(call);
          else await call;
        };
      });
      const reports = await unhandled(async () => {
        const work = isOneRun
          ? base.run(async () => void (await Promise.all(begin.map(async (each) => await each()))))
          : Promise.all(begin.map(async (each) => await base.run(async () => await each())));
        await drain(scheduler, work);
        await leftovers(scheduler);
      });
      reported += reports.length;

      expect(reports.map(String).toSorted()).toEqual(expected.toSorted());
      expect(base.pending()).toEqual([]);
    }),
    settings(),
  );
  expect(reported).toBeGreaterThan(0);
});

async function awaiting(steps: Generator<unknown, number, number>): Promise<number> {
  for (let next = steps.next(); ;) {
    if (next.done === true) return next.value;
    let failure: { error: unknown } | undefined;
    let sent = 0;
    try {
      sent = Number(await next.value);
    } catch (error) {
      failure = { error };
    }
    next = failure === undefined ? steps.next(sent) : steps.throw(failure.error);
  }
}
