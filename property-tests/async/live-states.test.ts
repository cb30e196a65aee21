import { Context, memoize } from "@dug/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { turn } from "../../test/support/deferred.ts";
import { Ghosts } from "../../test/support/ghosts.ts";
import { settings } from "../engine/settings.ts";

/** Between forty ticks and the next: whether an evaluation begins, and whether the oldest is let go. */
const steps = fc.array(fc.record({ begins: fc.boolean(), ends: fc.boolean() }), {
  minLength: 20,
  maxLength: 30,
});

/** So many values may live on for each state that is kept: the cells hold what a state or two had last. */
const bound = 12;

test("[S22d, S26] under a ticking tweak as many states live as evaluations are pinned to, and no more", async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (list, isChild) => {
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
      const step = async ({ begins, ends }: (typeof list)[number]): Promise<void> => {
        for (let i = 0; i < 40; i++) {
          base.tweak(source.node(), ghosts.make());
          reading.run(() => source());
        }
        if (begins && calls.length - freed < 4)
          calls.push(reading.evaluate(waiting.node(calls.length)));
        if (ends && freed < gates.length) gates[freed++]?.();
        await turn();
      };
      for (const each of list) await step(each);
      const pending = calls.length - freed;

      expect(ghosts.made).toBe(40 * list.length);
      expect(await ghosts.alive()).toBeLessThanOrEqual((pending + 2) * bound);
      for (; freed < gates.length; freed++) gates[freed]?.();
      expect(await Promise.all(calls)).toEqual(calls.map((_, n) => n));
      expect(await ghosts.alive()).toBeLessThanOrEqual(2 * bound);
      expect([...base.pending(), ...reading.pending()]).toEqual([]);
    }),
    { ...settings(20), numRuns: Math.min(settings(20).numRuns, 50) }, // each collects garbage
  );
});
