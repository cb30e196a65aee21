import type { Findings, Point } from "./bench.ts";
import { median } from "./statistics.ts";
import type { Workload } from "./workload.ts";

/** A curve as it was measured. */
export interface CurveResult {
  readonly workload: string;
  readonly curve: string;
  readonly along: string;
  /** The median at each place, in µs. */
  readonly points: readonly Point[];
  /** By how many decades it rises where the axis rises by one: of the line that fits the logarithms best. */
  readonly slope: number;
}

/** Puts all rounds of a workload together. */
export function curvesOf(
  { name, curves = [] }: Workload,
  findings: readonly Findings[],
): CurveResult[] {
  return curves.flatMap(({ name: curve, along }) => {
    const samples = findings.flatMap(({ points }) => points[curve] ?? []);
    const places = [...new Set(samples.map(([x]) => x))].toSorted((a, b) => a - b);
    const points = places.map((place): Point => {
      return [place, median(samples.filter(([x]) => x === place).map(([, y]) => y))];
    });
    if (points.length < 2) return [];
    return [{ workload: name, curve, along, points, slope: lineOf(points).slope }];
  });
}

/** The line through the logarithms with the least squares. */
export interface Line {
  readonly slope: number;
  at(x: number): number;
}

/** Fits it. */
export function lineOf(points: readonly Point[]): Line {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const meanX = mean(logs.map(([x]) => x));
  const meanY = mean(logs.map(([, y]) => y));
  const slope =
    sum(logs.map(([x, y]) => (x - meanX) * (y - meanY))) / sum(logs.map(([x]) => (x - meanX) ** 2));
  return { slope, at: (x) => Math.exp(meanY + slope * (Math.log(x) - meanX)) };
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
