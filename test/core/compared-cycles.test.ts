import { Context, CycleError, memoize } from "@dug/core";
import { afterEach, expect, test } from "vitest";

/** Which functions ran, in order. */
const ran: string[] = [];
afterEach(() => void ran.splice(0));

/** Two values of one tenth are equal. */
const roughly = (a: number, b: number): boolean => Math.floor(a / 10) === Math.floor(b / 10);

const level = memoize("compared.level", (): number => 10, { equals: roughly });
const mode = memoize("compared.mode", (): string => "plain");
/** Calls `ahead` at 10 exactly: at 11, which its `equals` takes for the same, it does not. */
const top = memoize("compared.top", (): number => {
  ran.push("top");
  return level() === 10 ? ahead() : 7;
});
const ahead = memoize("compared.ahead", (): number => {
  ran.push("ahead");
  return mode() === "plain" ? 1 : back() + 1;
});
const back = memoize("compared.back", (): number => {
  ran.push("back");
  return top() + 1;
});

function warm(): Context {
  const base = new Context();
  expect(base.evaluate(top.node())).toBe(1);
  ran.length = 0;
  return base;
}

test("[S16, S20] what is evaluated for a comparison alone closes no cycle", () => {
  const child = warm().fork().tweak(level.node(), 11).tweak(mode.node(), "back");

  expect(child.evaluate(top.node())).toBe(7);
  expect(ran).toEqual(["ahead", "back", "top"]);
  expect([child.has(ahead.node()), child.has(back.node())]).toEqual([false, false]);
  ran.length = 0;
  expect(child.evaluate(ahead.node())).toBe(9);
  expect(ran).toEqual(["ahead", "back"]);
  expect(child.run(() => [ahead(), back(), top()])).toEqual([9, 8, 7]);
});

test("[S16, S20] nor does it where the call leads back to a caller of what is compared", () => {
  const child = warm().fork().tweak(level.node(), 11).tweak(mode.node(), "back");

  expect(child.evaluate(back.node())).toBe(8);
  expect(ran).toEqual(["back", "ahead", "top"]);
  expect(child.run(() => [top(), ahead(), back()])).toEqual([7, 9, 8]);
});

test("[S20] a ring that a comparison comes upon is found, from wherever it is read, and is one error for all", () => {
  for (const first of [top, ahead, back]) {
    const child = warm().fork().tweak(mode.node(), "back");
    expect(() => child.evaluate(first.node())).toThrow(CycleError);
    const outcomes = [ahead, back, top].map((fn) => child.peek(fn.node()));
    const [error] = outcomes.map((outcome) => outcome?.kind === "error" && outcome.error);
    expect(error).toBeInstanceOf(CycleError);
    expect((error as CycleError).nodes.map(String)).toEqual([
      "compared.ahead()",
      "compared.back()",
      "compared.top()",
    ]);
    expect(outcomes).toEqual(outcomes.map(() => ({ kind: "error", error })));
    expect(ran.toSorted()).toEqual(["ahead", "back", "top"]);
    ran.length = 0;
    expect(child.tweak(mode.node(), "plain").evaluate(first.node())).toBe(first === back ? 2 : 1);
  }
});

test("[S20] nobody is on a cycle for having caught what only a comparison called", () => {
  const caught = memoize((): number => {
    try {
      return top();
    } catch {
      return -1;
    }
  });
  const child = warm().fork().tweak(level.node(), 11).tweak(mode.node(), "back");

  expect(child.evaluate(caught.node())).toBe(7);
});
