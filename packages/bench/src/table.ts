import type { Goal } from "./goal.ts";
import { peerNames } from "./graph.ts";
import type { GoalResult, MeasureResult } from "./result.ts";
import type { Summary } from "./statistics.ts";

/** The table of medians, with the spread of each, and how dug's stands to it. */
export function medianTable(results: readonly MeasureResult[]): string[] {
  const peers = peerNames.filter((name) => results.some((each) => each.peers[name] !== undefined));
  const rows = results.map(({ measure, unit, peers: found }) => [
    measure,
    unit,
    ...peers.map((name) => cell(found[name], name === "dug" ? undefined : found.dug)),
  ]);
  return align([["", "", ...peers], ...rows]);
}

/** `5.1 (4.9–6.2) ÷0.2`: the median, least and most, and dug's median as a multiple of it. */
function cell(summary: Summary | undefined, dug: Summary | undefined): string {
  if (summary === undefined) return "";
  const { median, least, most } = summary;
  const spread = summary.samples > 1 ? ` (${show(least)}–${show(most)})` : "";
  const ratio = dug === undefined || median <= 0 ? "" : ` ${show(dug.median / median)}×`;
  return `${show(median)}${spread}${ratio}`;
}

/** The table of goals: what is required, what is the target, what was measured. */
export function goalTable(results: readonly MeasureResult[]): string[] {
  const rows = results.flatMap(({ measure, unit, goals }) =>
    goals.map((each) => goalRow(measure, unit, each)),
  );
  if (rows.length === 0) return [];
  return align([["", "", "required", "target", "beyond", "measured", ""], ...rows]);
}

function goalRow(name: string, unit: string, { goal, measured, verdict }: GoalResult): string[] {
  return [
    name,
    about(goal, unit),
    levelOf(goal, goal.required),
    levelOf(goal, goal.target),
    levelOf(goal, goal.beyond),
    measured === undefined ? "" : show(measured),
    verdict,
  ];
}

/** A level of a goal, as a bound; nothing if it has none. */
export function levelOf({ kind }: Goal, value: number | undefined): string {
  return value === undefined ? "" : `${kind === "faster" ? "≥" : "≤"} ${show(value)}`;
}

/** What a goal is about: the unit, or the ratio to a peer. */
export function about(goal: Goal, unit: string): string {
  switch (goal.kind) {
    case "most":
      return unit;
    case "slower":
      return `× ${goal.than}`;
    case "faster":
      return `times faster than ${goal.than}`;
    default:
      return goal satisfies never;
  }
}

/** Three digits that tell something, or all in front of the point, with separators. */
export function show(value: number): string {
  const options =
    Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return value.toLocaleString("en-US", options);
}

/** Lines up a table: the first two columns to the left, the others to the right. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((text, column) => {
        const width = widths[column] ?? 0;
        return column < 2 ? text.padEnd(width) : text.padStart(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
