import { CallInShiftError, Context, memoize, type Snapshot } from "@dug/core";
import { afterEach, expect, test } from "vitest";
import { thrown } from "../support/deferred.ts";

const quote = memoize("changesInCallbacks.quote", (i: number): number => i);
const total = memoize("changesInCallbacks.total", (): number => quote(1) + quote(2));

/** What a change in a callback came to, each time. */
const refusals: unknown[] = [];
afterEach(() => void refusals.splice(0));

const changes: [string, (context: Context, before: Snapshot) => unknown][] = [
  ["tweak", (context) => context.tweak(quote.node(2), 50)],
  ["untweak", (context) => context.untweak(quote.node(2))],
  ["invalidate", (context) => context.invalidate(quote.node(2))],
  ["forget", (context) => context.clear()],
  ["restore", (context, before) => context.restore(before)],
  ["compact", (context) => context.compact()],
];

test.each(changes)(
  "[S12a, S21] a filter cannot change the context whose change asks it: %s",
  (name, change) => {
    const base = new Context("base");
    base.run(total);
    const before = base.snapshot();
    base.tweakAll(quote, 100, {
      where: (i) => {
        if (!base.tweaks.isEmpty) return i === 1;
        refusals.push(thrown(() => change(base, before)));
        return i === 1;
      },
    });

    expect(refusals.length).toBeGreaterThan(0);
    for (const error of refusals) {
      expect(error).toBeInstanceOf(CallInShiftError);
      expect(error).toMatchObject({
        call: `context "base".${name}`,
        where: "a filter of tweakAll",
      });
    }
    expect(base.tweaks.nodes.size).toBe(0);
    expect(base.run(total)).toBe(102);
  },
);

test("[S12a, S21] what a filter throws by that is the outcome of the nodes that it was asked about", () => {
  const base = new Context("base");
  base.run(total);
  base.tweakAll(quote, 100, { where: () => Boolean(base.tweak(quote.node(2), 50)) });

  expect(base.tweaks.nodes.size).toBe(0);
  expect(thrown(() => base.run(() => quote(1)))).toMatchObject({ code: "TWEAK_DURING_EVALUATION" });
});

test("[S16, S21] nor can an `equals` that a re-entry asks", () => {
  let change: (() => unknown) | undefined;
  const input = memoize("changesInCallbacks.input", (): number => 1, {
    equals: (a, b) => {
      change?.();
      return Math.floor(a) === Math.floor(b);
    },
  });
  const other = memoize("changesInCallbacks.other", (): number => 0);
  const sum = memoize("changesInCallbacks.sum", (): number => input() + other());
  const base = new Context("base");
  const child = base.fork("child");
  child.run(sum);
  base.tweak(input.node(), 1.5);
  change = () => refusals.push(thrown(() => child.tweak(other.node(), 9)));
  child.run(() => undefined);

  expect(refusals).toEqual([expect.any(CallInShiftError)]);
  expect(child.tweaks.isEmpty).toBe(true);
  expect(child.run(sum)).toBe(1);
});

test("[S21] a listener is told when all is done, and can", () => {
  const base = new Context("base");
  base.run(total);
  const stop = base.observe(["masked"], () => {
    stop();
    base.tweak(quote.node(2), 50);
  });
  base.tweak(quote.node(1), 10);

  expect(base.tweaks.nodes.size).toBe(2);
  expect(base.run(total)).toBe(60);
});
