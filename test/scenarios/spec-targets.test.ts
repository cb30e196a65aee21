import { Context, memoize, Node, NodeSyntaxError, UnknownFunctionError } from "@dug/core";
import { axis, change, matching, pattern, tagged, type TargetsOf } from "@dug/scenarios";
import { expect, test } from "vitest";

const spot = memoize("spot", (ticker: string): number => ticker.length * 100, { tags: ["equity"] });
const curve = memoize("curve", (currency: string, year: number): number => currency.length + year, {
  tags: ["rates"],
});
const fixing = memoize("fixing", (day: Date): number => day.getUTCFullYear());
const sum = memoize("sum", (...parts: number[]): number => parts.reduce((a, b) => a + b, 0));
const odd = memoize("odd name(", (text: string): number => text.length);

/** The value of each node with the targets set to −1. */
function marked(targets: TargetsOf<number>, nodes: readonly Node<number>[]): readonly boolean[] {
  const context = new Context().apply(change.set(targets, -1));
  return nodes.map((node) => context.evaluate(node) === -1);
}

test.each<[string, readonly (readonly [Node<number>, boolean])[]]>([
  [
    'spot("IBM")',
    [
      [spot.node("IBM"), true],
      [spot.node("AAPL"), false],
    ],
  ],
  [
    "spot(*)",
    [
      [spot.node("IBM"), true],
      [curve.node("USD", 1), false],
    ],
  ],
  [
    "spot",
    [
      [spot.node("IBM"), true],
      [curve.node("USD", 1), false],
    ],
  ],
  [
    'curve("USD", >=5)',
    [
      [curve.node("USD", 5), true],
      [curve.node("USD", 4), false],
      [curve.node("EUR", 5), false],
    ],
  ],
  [
    "curve(*, <5)",
    [
      [curve.node("EUR", 4.9), true],
      [curve.node("EUR", 5), false],
    ],
  ],
  [
    "curve(*, >5)",
    [
      [curve.node("EUR", 5), false],
      [curve.node("EUR", 6), true],
    ],
  ],
  [
    "curve(*, <=5)",
    [
      [curve.node("EUR", 5), true],
      [curve.node("EUR", 6), false],
    ],
  ],
  [
    'curve(!="USD", *)',
    [
      [curve.node("EUR", 5), true],
      [curve.node("USD", 5), false],
    ],
  ],
  [
    'curve(>="F", *)',
    [
      [curve.node("GBP", 1), true],
      [curve.node("EUR", 1), false],
    ],
  ],
  [
    'fixing(>=#Date("2020-01-01"))',
    [
      [fixing.node(new Date("2021-01-01")), true],
      [fixing.node(new Date("2019-01-01")), false],
    ],
  ],
  [
    'fixing(!=#Date("2020-01-01"))',
    [
      [fixing.node(new Date("2020-01-01")), false],
      [fixing.node(new Date("2019-01-01")), true],
    ],
  ],
  [
    "sum(1, ...)",
    [
      [sum.node(1), true],
      [sum.node(1, 2), true],
      [sum.node(2, 1), false],
    ],
  ],
  [
    "sum(1, *)",
    [
      [sum.node(1), false],
      [sum.node(1, 2), true],
      [sum.node(1, 2, 3), false],
    ],
  ],
  [
    "sum()",
    [
      [sum.node(), true],
      [sum.node(1), false],
    ],
  ],
  ['"odd name("(*)', [[odd.node("x"), true]]],
  [
    '"odd name("("a,)\\"")',
    [
      [odd.node('a,)"'), true],
      [odd.node("a"), false],
    ],
  ],
])("[S12a] the pattern %s is for the nodes that its arguments say", (text, nodes) => {
  expect(
    marked(
      pattern(text),
      nodes.map(([node]) => node),
    ),
  ).toEqual(nodes.map(([, is]) => is));
});

test("a pattern without wildcards is the node", () => {
  expect(pattern('spot("IBM")')).toBeInstanceOf(Node);
  expect(String(pattern("curve( * , >= 5 )"))).toBe("curve( * , >= 5 )");
});

test("a tag stands for the functions that were memoised with it", () => {
  const nodes = [spot.node("IBM"), curve.node("USD", 1)];
  expect(marked(tagged("equity"), nodes)).toEqual([true, false]);
  expect(marked([...tagged("equity"), ...tagged("rates")], nodes)).toEqual([true, true]);
});

test("[S12a] any filter over the arguments selects nodes, those not computed yet included", () => {
  const long = matching(spot, (ticker) => ticker.length > 3);
  expect(marked(long, [spot.node("IBM"), spot.node("AAPL")])).toEqual([false, true]);
});

test.each<[string, string]>([
  ["spot(", 'expected ")" at position 6'],
  ["spot(*", 'expected ")" at position 7'],
  ["spot(*) x", "expected the end at position 8"],
  ["spot(*,,*)", "expected an argument at position 8"],
  ["spot(>=)", "expected a value at position 8"],
  ['curve("USD", >=true)', "which have an order, at position 16"],
  ['spot("IBM)', "expected a string as JSON writes it at position 6"],
  ["spot(I, *)", 'expected "(" after the name I at position 7'],
  ["(*)", "expected the name of a function at position 1"],
  ["", "expected the name of a function at position 1"],
])("%j is no target, and the message says where", (text, message) => {
  expect(() => pattern(text)).toThrow(NodeSyntaxError);
  expect(() => pattern(text)).toThrow(message);
});

test("an unknown function in a pattern is told, with the nearest", () => {
  expect(() => pattern("spto(*)")).toThrow(UnknownFunctionError);
  expect(() => pattern("spto")).toThrow('the nearest is "spot"');
});

test("targets that share a node are refused in one list, and so is a wrong number of amounts", () => {
  expect(() => change.add([spot.node("IBM"), spot], 1)).toThrow(
    "spot shares nodes with a target before it",
  );
  expect(() => change.add([spot.node("IBM"), spot.node("AAPL")], [1])).toThrow(
    "2 targets need as many amounts, here are 1",
  );
  expect(() => axis.add([spot.node("IBM"), spot.node("AAPL")], [[1, 2], [3]])).toThrow(
    "here are 1",
  );
});
