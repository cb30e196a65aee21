import { Context, ContextOrderError, here, LateCallError, memoize, type Memoised } from "@dug/core";
import { checkInvariants } from "@dug/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { deferred } from "../../test/support/deferred.ts";
import { settings } from "../engine/settings.ts";
import { drain, leftovers, turns } from "./schedule.ts";

type Mistake = "none" | "late call" | "late handle" | "entered" | "entered late";

/** What a function does wrong, or `none`. */
const authors = fc.array(
  fc.record({
    mistake: fc.constantFrom<Mistake>(
      "none",
      "none",
      "late call",
      "late handle",
      "entered",
      "entered late",
    ),
    /** Turns before it calls its dependency, and after. */
    before: fc.nat({ max: 3 }),
    after: fc.nat({ max: 3 }),
    how: fc.constantFrom("evaluate", "run"),
  }),
  { minLength: 2, maxLength: 6 },
);

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
      const found: unknown[] = [];
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
      await leftovers(scheduler);

      const isWrong = ({ mistake }: (typeof specs)[number]): boolean =>
        mistake.startsWith("entered");
      const outcomes: Readonly<Record<Mistake, (n: number) => unknown>> = {
        none: (n) => ({ value: 2 * n + 100 }),
        "late call": (n) => ({ value: n }),
        "late handle": (n) => ({ value: n }),
        entered: () => ({ error: expect.any(ContextOrderError) }),
        "entered late": () => ({ error: expect.any(ContextOrderError) }),
      };
      expect(found).toEqual(specs.map(({ mistake }, n) => outcomes[mistake](n)));
      expect(late.filter(isRefusal).length).toBe(late.length);
      expect(late.length).toBe(specs.filter(({ mistake }) => mistake.startsWith("late")).length);
      expect(specs.filter((_, n) => base.has(wrong.node(n)))).toEqual([]);
      const evaluated = [...specs.entries()].filter(([, { how }]) => how === "evaluate");
      expect(evaluated.map(([n]) => base.has(author.node(n)))).toEqual(
        evaluated.map(([, spec]) => !isWrong(spec)),
      );
      const right = evaluated.filter(([, { mistake }]) => mistake === "none");
      expect(right.map(([n]) => [...base.dependencies(author.node(n))].map(String))).toEqual(
        right.map(([n]) => [leaf.node(n), leaf.node(n + 100)].map(String)),
      );
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
