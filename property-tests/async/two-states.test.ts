import { add, Context, memoize } from "@dug/core";
import { checkInvariants } from "@dug/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { settings } from "../engine/settings.ts";
import { drain, turns } from "./schedule.ts";

type Step = "source" | "slow" | "sum" | "pause";

/** What happens to the parent, by number. */
const ticks = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 6 });
/** What each flow in the child does: reads, or pauses. */
const reads = fc.array(fc.constantFrom(...(["source", "slow", "sum", "pause"] as const)), {
  minLength: 1,
  maxLength: 6,
});

test("[S8] two flows over two states of one parent: each sees the one on which it entered, and the child's own tweaks as they are", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      ticks,
      fc.array(fc.record({ reads, after: fc.nat({ max: 5 }) }), { minLength: 2, maxLength: 3 }),
      fc.array(fc.option(fc.nat({ max: 9 }), { nil: undefined }), { maxLength: 4 }),
      async (scheduler, parents, flows, owns) => {
        const turn = turns(scheduler);
        const source = memoize((): number => 0);
        const own = memoize((): number => 1000);
        const slow = memoize(async (): Promise<number> => {
          const before = source();
          await turn("slow");
          expect(source()).toBe(before);
          return before * 10_000 + own();
        });
        const sum = memoize(async (): Promise<number> => (await slow()) + source());
        const base = new Context("base");
        const child = base.fork("child").tweak(slow.node(), add(1));
        let parentAt = 0;
        let ownAt = 1000;

        const tick = async (): Promise<void> => {
          for (const value of parents) {
            await turn("parent");
            parentAt = value;
            base.tweak(source.node(), value);
          }
        };
        const tweak = async (): Promise<void> => {
          for (const value of owns) {
            await turn("child");
            ownAt = value ?? 1000;
            if (value === undefined) child.untweak(own.node());
            else child.tweak(own.node(), value);
          }
        };
        const enter = async (steps: readonly Step[], after: number): Promise<void> => {
          for (let i = 0; i < after; i++) await turn("wait");
          const pinned = parentAt;
          await child.run(async () => {
            for (const step of steps) {
              await turn(step);
              const ownNow = ownAt;
              expect(own()).toBe(ownNow);
              // A shift's base is what lies beneath: the child's own tweaks do not reach it (S1).
              const slowly = pinned * 10_000 + 1000 + 1;
              const expected = { source: pinned, slow: slowly, sum: slowly + pinned, pause: 0 };
              const read = { source, slow, sum, pause: () => 0 };
              expect(await read[step]()).toBe(expected[step]);
            }
          });
        };
        await drain(
          scheduler,
          Promise.all([tick(), tweak(), ...flows.map((flow) => enter(flow.reads, flow.after))]),
        );

        expect(child.run(() => source())).toBe(parentAt);
        await drain(scheduler, child.evaluate(sum.node()));
        expect(child.get(sum.node())).toBe(parentAt * 10_000 + 1001 + parentAt);
        expect([...base.pending(), ...child.pending()]).toEqual([]);
        checkInvariants(child);
        checkInvariants(base);
      },
    ),
    settings(),
  );
});
