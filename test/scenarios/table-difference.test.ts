import { expect, test } from "vitest";
import { difference, relativeDifference } from "../../packages/scenarios/src/table/difference.ts";

test.each<readonly [value: unknown, base: unknown, difference: unknown, relative: unknown]>([
  [50, -100, 150, 1.5],
  [50, 100, -50, -0.5],
  [1, 0, 1, Infinity],
  [-1, 0, -1, -Infinity],
  [0, 0, 0, NaN],
  [3n, -2n, 5n, 2.5],
  [NaN, 1, NaN, NaN],
  [
    [1, 2],
    [2, 1],
    [-1, 1],
    [-0.5, 1],
  ],
  [new Float64Array([1, 2]), new Float64Array([2, 1]), [-1, 1], [-0.5, 1]],
  [
    { a: 1, b: { c: [4] } },
    { a: 2, b: { c: [2] } },
    { a: -1, b: { c: [2] } },
    { a: -0.5, b: { c: [1] } },
  ],
  [
    [1, "a"],
    [2, "a"],
    [-1, undefined],
    [-0.5, undefined],
  ],
  [1, 1n, undefined, undefined],
  [1, "1", undefined, undefined],
  [null, null, undefined, undefined],
  [[1], [1, 2], undefined, undefined],
  [[1], 1, undefined, undefined],
  [{ a: 1 }, { b: 1 }, undefined, undefined],
  [["a"], ["a"], undefined, undefined],
  [new Date(1), new Date(0), undefined, undefined],
])("%o against %o differs by %o, a share of %o", (value, base, wanted, relative) => {
  expect(difference(value, base)).toEqual(wanted);
  expect(relativeDifference(value, base)).toEqual(relative);
});
