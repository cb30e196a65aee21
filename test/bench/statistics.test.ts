import { expect, test } from "vitest";
import { median, summarise } from "../../packages/bench/src/statistics.ts";

test("a median is the middle sample, whatever their order", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([10, 9, 1, 2])).toBe(5.5);
  expect(median([7])).toBe(7);
});

test("without samples there is none", () => {
  expect(() => median([])).toThrow(RangeError);
});

test("a summary tells the spread", () => {
  expect(summarise([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3, samples: 3 });
});
