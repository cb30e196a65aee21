import { expect, test } from "vitest";
import { readAxis } from "../../packages/cli/src/axis-text.ts";
import { UsageError } from "../../packages/cli/src/exit.ts";

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
  ["f()=sub:1", 'no operation "sub"; there is: set, add, multiply, relative, floor, cap'],
  ["f()=set:1,,2", '"" is no number'],
  ["f()=set:low..2:3", '"low" is no number'],
  ["f()=set:1..2:1", '"1" is no count of points'],
  ["f()=set:1..2:2.5", '"2.5" is no count of points'],
])("%j is refused, and quoted", (text, message) => {
  expect(() => readAxis(text)).toThrow(UsageError);
  expect(() => readAxis(text)).toThrow(`--axis ${text}: `);
  expect(() => readAxis(text)).toThrow(message);
});
