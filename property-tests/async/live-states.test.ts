import { Context, memoize } from "@dug/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { turn } from "../../test/support/deferred.ts";
import { Ghosts } from "../../test/support/ghosts.ts";
import { settings } from "../engine/settings.ts";

/** One tick: how many evaluations begin on it, and how many of the oldest are let go. */
const ticks = fc.array(fc.record({ begins: fc.nat({ max: 2 }), ends: fc.nat({ max: 2 }) }), {
  minLength: 80,
  maxLength: 100,
});

/** What may live on of what is known, noted or about to be collected. */
const bound = 32;

test("[S22d, S26] under a ticking tweak as many states live as evaluations are pinned to, and no more", async () => {
  await fc.assert(
    fc.asyncProperty(ticks, fc.boolean(), async (steps, isChild) => {
      const ghosts = new Ghosts();
      const gates: (() => void)[] = [];
      const source = memoize((): object => ({}));
      const waiting = memoize(async (n: number): Promise<number> => {
        await new Promise<void>((resolve) => gates.push(resolve));
        return typeof source() === "object" ? n : -1;
      });
      const base = new Context("base");
      const reading = isChild ? base.fork("child") : base;
      const calls: Promise<number>[] = [];
      let freed = 0;
      const tick = async ({ begins, ends }: (typeof steps)[number]): Promise<void> => {
        base.tweak(source.node(), ghosts.make());
        for (let i = 0; i < begins; i++) calls.push(reading.evaluate(waiting.node(calls.length)));
        for (let i = 0; i < ends && freed < gates.length; i++) gates[freed++]?.();
        await turn();
      };
      for (const step of steps) await tick(step);
      const pending = calls.length - freed;

      expect(ghosts.made).toBe(steps.length);
      expect(await ghosts.alive()).toBeLessThanOrEqual(pending + bound);
      while (freed < gates.length) gates[freed++]?.();
      expect(await Promise.all(calls)).toEqual(calls.map((_, n) => n));
      expect(await ghosts.alive()).toBeLessThanOrEqual(bound);
      expect([...base.pending(), ...reading.pending()]).toEqual([]);
    }),
    { ...settings(20), numRuns: Math.min(settings(20).numRuns, 50) }, // each collects garbage
  );
});
