import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { label, readAxis } from "../../packages/cli/src/axis-text.ts";
import { UsageError } from "../../packages/cli/src/exit.ts";
import { product } from "../../packages/cli/src/product.ts";

test("a range has both ends, and percents are fractions", () => {
  expect(readAxis('spot("IBM")=relative:-20%..20%:5')).toEqual({
    node: 'spot("IBM")',
    operation: "relative",
    amounts: [-0.2, -0.1, 0, 0.1, 0.2],
  });
  expect(readAxis("f()=add:.1..0.4:4").amounts).toEqual([0.1, 0.2, 0.3, 0.4]);
});

test("a list is as it is; the last equals sign divides", () => {
  expect(readAxis('note("a=b:c")=set:80, -1e3,5%')).toEqual({
    node: 'note("a=b:c")',
    operation: "set",
    amounts: [80, -1000, 0.05],
  });
});

test.each([
  ["f()", "write NODE="],
  ["=set:1", "write NODE="],
  ["f()=set:", "write NODE="],
  ["f()=set:1..2", "write NODE="],
  ["f()=set:1,2:3", "write NODE="],
  ["f()=set:1..2..3:4", "write NODE="],
  ["f()=set:1..2:3:4", "write NODE="],
  ["f()=sub:1", 'no operation "sub"; there is: set, add, multiply, relative'],
  ["f()=set:1,,2", '"" is no number'],
  ["f()=set:low..2:3", '"low" is no number'],
  ["f()=set:1..2:1", '"1" is no count of points'],
  ["f()=set:1..2:2.5", '"2.5" is no count of points'],
])("%j is refused, and quoted", (text, message) => {
  expect(() => readAxis(text)).toThrow(UsageError);
  expect(() => readAxis(text)).toThrow(`--axis ${text}: `);
  expect(() => readAxis(text)).toThrow(message);
});

test("points are called by what is done", () => {
  expect([
    label("relative", -0.07),
    label("relative", 0.2),
    label("add", 0.5),
    label("add", -1),
    label("multiply", 2),
    label("set", 80),
  ]).toEqual(["-7%", "+20%", "+0.5", "-1", "×2", "80"]);
});

test("[S1] a product has every combination, the first axis slowest, each of the base's values", () => {
  const one = memoize("axis-text/one", () => 10);
  const two = memoize("axis-text/two", () => 100);
  const axes = [
    { ...readAxis("a=add:1,2"), target: one.node() },
    { ...readAxis("b=multiply:1,3"), target: two.node() },
  ];
  const base = new Context("base");
  const found = [...product(axes)].map(({ name, tweaks, axes: places }) => {
    const context = base.fork().apply(tweaks);
    return [name, places, context.run(() => one() + two())];
  });
  const [a, b] = ["axis-text/one()", "axis-text/two()"];
  expect(found).toEqual([
    [`${a} +1, ${b} ×1`, { [a]: 1, [b]: 1 }, 111],
    [`${a} +1, ${b} ×3`, { [a]: 1, [b]: 3 }, 311],
    [`${a} +2, ${b} ×1`, { [a]: 2, [b]: 1 }, 112],
    [`${a} +2, ${b} ×3`, { [a]: 2, [b]: 3 }, 312],
  ]);
});
