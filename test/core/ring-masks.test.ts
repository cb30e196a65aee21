import { Context, CycleError, memoize } from "@dug/core";
import { expect, test } from "vitest";

test("[S13, S20] all nodes of a ring are masked where one of them reads a masked node", () => {
  const turn = memoize((): number => 0);
  const a: () => number = memoize((): number => (turn() === 1 ? b() : 1));
  const b = memoize((): number => a());
  const base = new Context("base", { parent: null });
  const child = base.fork("child").tweak(turn.node(), 1);

  expect(() => child.run(() => a())).toThrow(CycleError);
  expect(child.masked.has(b.node())).toBe(true);

  expect(base.evaluate(b.node())).toBe(1); // no ring there
  child.run(() => 0);
  child.forget(b.node());
  expect(() => child.evaluate(b.node())).toThrow(CycleError); // and not the parent's value
});
