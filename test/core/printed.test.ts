import { inspect } from "node:util";
import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";

const price = memoize("printed/price", (ticker: string, n: number): number => ticker.length * n);
const twice = memoize("printed/twice", (): number => 2 * price("A", 1));

test("[S25] a node is printed in its readable form, inside other things too", () => {
  expect(inspect(price.node("AAPL", 2))).toBe('Node printed/price("AAPL",2)');
  expect(inspect({ a: [price.node("AAPL", 2)] })).toBe('{ a: [ Node printed/price("AAPL",2) ] }');
});

test("a context and a snapshot are printed by name, and reading nothing", () => {
  const base = new Context("base");
  expect([base, base.snapshot(), new Context().snapshot()].map((each) => inspect(each))).toEqual([
    'Context "base"',
    'Snapshot of "base"',
    "Snapshot",
  ]);
  expect(inspect(new Context())).toMatch(/^Context \d+$/);
  const printing = memoize((): string => inspect(Context.current));
  expect(base.run(() => printing())).toBe('Context "base"');
});

test("[S13] masked nodes are printed as how many they are", () => {
  const base = new Context();
  base.evaluate(twice.node());
  const child = base.fork();
  expect(inspect(child.masked)).toBe("Masked { 0 nodes }");
  child.tweak(twice.node(), 1);
  expect(inspect(child.masked)).toBe("Masked { 1 node }");
  expect(String(child.tweak(price.node("A", 1), 1).masked)).toBe("masked { 2 nodes }");
});
