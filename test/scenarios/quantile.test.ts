import { expect, test } from "vitest";
import { quantile } from "../../packages/scenarios/src/quantile.ts";

test("a quantile is that of definition 7 of Hyndman and Fan", () => {
  const values = [15, 20, 35, 40, 50]; // R: quantile(c(15, 20, 35, 40, 50), c(0, .05, .3, .4, 1))
  expect([0, 0.05, 0.3, 0.4, 1].map((p) => quantile(values, p))).toEqual([15, 16, 23, 29, 50]);
});

test("the order of values does not matter, and they are left as they are", () => {
  const values = [3, 1, 2];
  expect(quantile(values, 0.5)).toBe(2);
  expect(values).toEqual([3, 1, 2]);
});

test("there is no quantile of nothing, nor of what is no number", () => {
  expect([quantile([], 0.5), quantile([1, NaN, 2], 0.5)]).toEqual([NaN, NaN]);
  expect(quantile([-Infinity, -Infinity, 1], 0.25)).toBe(-Infinity);
});

test("between an infinite value and another lies the infinite one, as in R; between two large ones a number", () => {
  expect(quantile([-Infinity, 1], 0.5)).toBe(-Infinity);
  expect(quantile([1, Infinity], 0.01)).toBe(Infinity);
  expect(quantile([-Infinity, Infinity], 0.5)).toBeNaN();
  expect(quantile([-Infinity, 1, 2], 0.5)).toBe(1);
  expect(quantile([-Number.MAX_VALUE, Number.MAX_VALUE], 0.5)).toBe(0);
});
