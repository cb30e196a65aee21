import { Context, ContextOrderError, here, LateCallError, memoize, type Memoised } from "@dug/core";
import { checkInvariants } from "@dug/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { deferred } from "../../test/support/deferred.ts";
import { settings } from "../engine/settings.ts";
import { drain, turns } from "./schedule.ts";

/** What a function does wrong, or `none`. */
const authors = fc.array(
  fc.record({
    mistake: fc.constantFrom("none", "none", "late call", "late handle", "entered", "entered late"),
    /** Turns before it calls its dependency, and after. */
    before: fc.nat({ max: 3 }),
    after: fc.nat({ max: 3 }),
    how: fc.constantFrom("evaluate", "run"),
  }),
  { minLength: 2, maxLength: 6 },
);

interface Found {
  value?: unknown;
  error?: unknown;
}

test("[S10, S22e] late calls and misplaced `enter` make their author fail, and nobody else", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), authors, async (scheduler, specs) => {
      const turn = turns(scheduler);
      const late: unknown[] = [];
      const base = new Context("base");
      const leaf = memoize((n: number): number => n);
      const wrong = memoize((n: number): number => n);
      const wait = async (times: number, who: string): Promise<void> => {
        for (let i = 0; i < times; i++) await turn(who);
      };
      const settled = specs.map(() => deferred());
      const leaveBehind = async (n: number, body: () => unknown): Promise<void> => {
        await settled[n]?.promise;
        await turn("left behind");
        try {
          late.push({ value: body() });
        } catch (error) {
          late.push(error);
        }
      };
      const body = async (n: number): Promise<number> => {
        const { mistake, before, after } = specs[n] ?? {};
        const name = `author ${n}`;
        await wait(before ?? 0, name);
        if (mistake === "late call") void leaveBehind(n, () => wrong(n));
        if (mistake === "late handle") {
          const handle = here();
          void leaveBehind(n, () => Context.outside(() => handle.run(() => wrong(n))));
        }
        if (mistake === "entered") new Context("own").enter();
        const first = mistake === "entered" ? 0 : leaf(n);
        await wait(1 + (after ?? 0), name);
        if (mistake === "entered late") {
          new Context("own").enter();
          await wait(1, name);
        }
        return first + (mistake === "none" ? leaf(n + 100) : 0);
      };
      const author: Memoised<(n: number) => Promise<number>> = memoize(
        async (n: number): Promise<number> => await body(n),
      );
      const found: Found[] = [];
      const work = specs.map(async ({ how }, n) => {
        await turn(`begin ${n}`);
        try {
          const value = await (how === "evaluate"
            ? base.evaluate(author.node(n))
            : base.run(async () => await body(n)));
          found[n] = { value };
        } catch (error) {
          found[n] = { error };
        }
        settled[n]?.resolve();
      });
      await drain(scheduler, Promise.all(work));
      for (let i = 0; i < 3; i++) await drain(scheduler, turn("rest"));
      while (scheduler.count() > 0) await scheduler.waitNext(1);

      specs.forEach(({ mistake }, n) => {
        if (mistake === "none") expect(found[n]).toEqual({ value: 2 * n + 100 });
        else if (mistake.startsWith("late")) expect(found[n]).toEqual({ value: n });
        else expect(found[n]?.error).toBeInstanceOf(ContextOrderError);
      });
      const left = specs.filter(({ mistake }) => mistake.startsWith("late"));
      expect(late.length).toBe(left.length);
      for (const error of late) expect(isRefusal(error)).toBe(true);
      specs.forEach(({ mistake, how }, n) => {
        expect(base.has(wrong.node(n))).toBe(false);
        if (how !== "evaluate") return;
        expect(base.has(author.node(n))).toBe(!mistake.startsWith("entered"));
        if (mistake === "none") {
          expect([...base.dependencies(author.node(n))].map(String)).toEqual(
            [leaf.node(n), leaf.node(n + 100)].map(String),
          );
        }
      });
      expect(() => Context.current).toThrow(expect.objectContaining({ code: "OUTSIDE_CONTEXT" }));
      expect(base.pending()).toEqual([]);
      checkInvariants(base);
    }),
    settings(),
  );
});

/** A late call; or, from inside an evaluation, the refusal of `Context.outside` (S21). */
function isRefusal(error: unknown): boolean {
  if (error instanceof LateCallError) return true;
  return error instanceof Error && "code" in error && error.code === "FOREIGN_CONTEXT";
}
