import { ExpressionError, expression } from "@dug/scenarios";
import { expect, test } from "vitest";

const at = (text: string, base: number): number => expression(text).apply(base);

test.each<[string, number, number]>([
  ["base", 7, 7],
  ["base + 2 * 3", 1, 7],
  ["(base + 2) * 3", 1, 9],
  ["-base ** 2", 3, 9], // a sign binds tighter than a power
  ["2 ** 3 ** 2", 0, 512],
  ["base % 3 - 1 / 4", 7, 0.75],
  ["max(base - 0.01, 0)", 0.005, 0],
  ["min(base, 1, -1)", 5, -1],
  ["base > 100 ? 100 : base", 150, 100],
  ["base >= 1 && base < 2 || base == 9", 9, 1],
  ["!base + (base != 0)", 0, 1],
  ["round(base) + floor(base) + ceil(base)", 1.5, 5],
  ["sqrt(base) + abs(-1) + sign(-3) + pow(base, 2)", 4, 18],
  ["exp(log(base))", 1, 1],
  ["pi * e", 0, Math.PI * Math.E],
  ["1e3 + .5", 0, 1000.5],
])("%s of %d is %d", (text, base, value) => {
  expect(at(text, base)).toBe(value);
});

test.each<[string, string]>([
  ["", "more or less than one expression"],
  ["1 2", "more or less than one expression"],
  ["base +", "Expected expression after +"],
  ["base(", "position 6"],
  ["base.constructor", "a member expression"],
  ["base['constructor']('return 1')()", "it calls what has no name"],
  ["max.constructor(1)", "it calls what has no name"],
  ["constructor", 'it does not know "constructor"'],
  ["toString()", 'it does not know "toString"'],
  ["__proto__", 'it does not know "__proto__"'],
  ["bsae * 2", "the nearest is base"],
  ["maxx(base)", "the nearest is max"],
  ["sqrt(1, 2)", "sqrt takes 1 arguments, here are 2"],
  ["max()", "max takes 1 to 20 arguments, here are 0"],
  ["base = 3", 'Unexpected "="'],
  ["'text'", '"text" is no number'],
  ["true", "true is no number"],
  ["this", "a this expression"],
  ["[1]", "an array expression"],
  ["base | 1", "there is no operator |"],
  ["~base", "there is no operator ~"],
  ["`x`", "position 1"],
  ["base + ".repeat(200), "longer than 1000 characters"],
])("%j is refused: %s", (text, message) => {
  expect(() => expression(text)).toThrow(ExpressionError);
  expect(() => expression(text)).toThrow(message);
});

test("an expression is a shift that compares by its text", () => {
  expect(expression("base + 1").equals(expression("base + 1"))).toBe(true);
  expect(expression("base + 1").equals(expression("base + 2"))).toBe(false);
  expect([expression("base + 1"), expression("base + 2")].map((shift) => shift.apply(1))).toEqual([
    2, 3,
  ]);
});
