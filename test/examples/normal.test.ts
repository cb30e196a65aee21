import { expect, test } from "vitest";
import { cumulative, density } from "../../packages/examples/src/book/normal.ts";

// Computed with 120 digits from the series Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/15 + …).
const known: readonly (readonly [number, number])[] = [
  [-12, 1.776482112077679e-33],
  [-10, 7.619853024160525e-24],
  [-8, 6.220960574271784e-16],
  [-6, 9.86587645037698e-10],
  [-5, 2.866515718791939e-7],
  [-3, 0.0013498980316300946],
  [-2, 0.02275013194817921],
  [-1, 0.15865525393145705],
  [-0.5, 0.3085375387259869],
  [-0.1, 0.460172162722971],
  [0, 0.5],
  [0.1, 0.539827837277029],
  [0.5, 0.6914624612740131],
  [1, 0.8413447460685429],
  [2, 0.9772498680518208],
  [3, 0.9986501019683699],
  [5, 0.9999997133484281],
];

test.each(known)("the cumulative normal distribution at %d is right to 1e-14", (x, expected) => {
  expect(Math.abs(cumulative(x) / expected - 1)).toBeLessThan(1e-14);
});

test("the cumulative normal distribution ends in 0 and 1, and NaN stays NaN", () => {
  expect([-Infinity, -40, 40, Infinity].map(cumulative)).toEqual([0, 0, 1, 1]);
  expect(cumulative(NaN)).toBeNaN();
});

test("the pieces of the cumulative normal distribution meet, and their slope is the density", () => {
  const step = 1e-4;
  for (const x of [-0.67448975, 0.67448975, -Math.sqrt(32)]) {
    const slope = (cumulative(x + step) - cumulative(x - step)) / (2 * step);
    expect(slope / density(x)).toBeCloseTo(1, 6);
  }
});
