import type { CurveResult } from "./curve.ts";
import { type PeerName, peerNames } from "./graph.ts";
import { lossesOf } from "./losses.ts";
import { markdownTable } from "./markdown.ts";
import type { Report } from "./report.ts";
import type { GoalResult, MeasureResult } from "./result.ts";
import { about, levelOf, show } from "./table.ts";

/** The page about speed for those who use dug, made of a report and of nothing else. */
export function pageOf(report: Report): string {
  const sections = [
    introduction(report),
    goals(report.results),
    engines(report.results),
    growth(report.curves),
    losses(report.results),
    whenNot(report.results),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function introduction({ machine, clock }: Report): string[] {
  const { cpu, cpus, node, versions, commit } = machine;
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    "# Performance",
    "",
    "<!-- Written by `npm run bench -- --publish`, from packages/bench/results.json: change neither by hand. -->",
    "",
    "dug beside other engines and beside programs written by hand, on the same work, in the same run. What counts is the ratio:",
    "the figures are those of one machine. What each workload does, and how all this is measured, is told in",
    "[packages/bench](../../bench/README.md); `npm run bench` measures it on yours.",
    "",
    `Medians of ${clock === "wall" ? "the wall's" : "the processor's"} time on ${cpu}, ${cpus} cores, Node ${node}, commit ${commit}:`,
    `${packages.join(", ")}.`,
  ];
}

function goals(results: readonly MeasureResult[]): string[] {
  const rows = results.flatMap((result) => result.goals.map((goal) => goalRow(result, goal)));
  const missed = results.flatMap((result) =>
    result.goals.filter(({ verdict }) => verdict === "MISS").map(() => result.measure),
  );
  return [
    "## What was to be reached",
    "",
    missed.length === 0
      ? "All that is required is reached."
      : `Required, and missed: ${[...new Set(missed)].join("; ")}.`,
    "",
    ...markdownTable([["", "", "required", "target", "beyond", "measured", ""], ...rows], 2),
  ];
}

function goalRow(
  { measure, unit }: MeasureResult,
  { goal, measured, verdict }: GoalResult,
): string[] {
  return [
    measure,
    about(goal, unit),
    levelOf(goal, goal.required),
    levelOf(goal, goal.target),
    levelOf(goal, goal.beyond),
    measured === undefined ? "" : show(measured),
    verdict,
  ];
}

function engines(results: readonly MeasureResult[]): string[] {
  const peers = peerNames.filter((name) => results.some((each) => each.peers[name] !== undefined));
  const rows = results.map(({ measure, unit, peers: found }) => [
    `${measure}, ${unit}`,
    ...peers.map((name) => {
      const summary = found[name];
      return summary === undefined ? "" : show(summary.median);
    }),
  ]);
  return [
    "## Beside other engines",
    "",
    "`map` is one native Map from argument to value; `cone` and `sweep` are written by hand, for what a change reaches and for",
    "everything. An engine with one world plays a scenario by setting, reading, and setting back; dug forks.",
    "",
    ...markdownTable([["", ...peers], ...rows], 1),
  ];
}

function growth(curves: readonly CurveResult[]): string[] {
  const slopes = curves.map(({ curve, along, slope }) => {
    return `- ${curve.slice(curve.indexOf(":") + 2)}, along ${along}: **${slope.toFixed(2)}**`;
  });
  return [
    "## What a tweak costs",
    "",
    "It grows with its cone, the nodes that it reaches, and not with the graph: a child in which one node is changed is entered,",
    "which masks the cone, and all that it reaches is read. 1 would be in proportion, 0 no growth at all; a larger graph is also",
    "less of it in the processor's cache.",
    "",
    "![What a tweak costs over the size of the graph and of its cone](./growth.svg)",
    "",
    ...slopes,
  ];
}

function losses(results: readonly MeasureResult[]): string[] {
  const lines = lossesOf(results).flatMap(({ workload, figures, reason }) => [
    `- **${workload}** ${reason}`,
    ...figures.map((figure) => `  - ${figure}`),
  ]);
  return ["## Where dug loses, and why", "", "How many times as much dug takes:", "", ...lines];
}

function whenNot(results: readonly MeasureResult[]): string[] {
  const medianOf = (measure: string, peer: PeerName): number => {
    const median = results.find((each) => each.measure === measure)?.peers[peer]?.median;
    if (median === undefined) throw new Error(`${measure} was not measured on ${peer}`);
    return median;
  };
  const dug = (measure: string): string => show(medianOf(measure, "dug"));
  const toMap = (measure: string): string =>
    show(medianOf(measure, "dug") / medianOf(measure, "map"));
  return [
    "## When not to use it",
    "",
    `- **Functions of less than a microsecond.** A scenario whose functions take 1 µs takes ${dug("COST 1 µs")} % longer than what is`,
    `  recomputed by hand, at 10 µs ${dug("COST 10 µs")} %, at 100 µs ${dug("COST 100 µs")} %. A cached call takes ${dug("HIT")} ns.`,
    "- **One world that changes in place**, and nobody asks what if: signals are made for that, and have effects.",
    "- **Everything changes in every scenario**, each is read once, and no two come to the same anywhere: then there is nothing to",
    `  share, and a Map that is thrown away after each is simpler: where all shares of the book are changed, dug takes ${toMap("BOOK all shares")}×`,
    `  what such a Map takes, where one of five is, ${toMap("BOOK one share")}×.`,
    `- **Memory is short.** A node takes ${dug("MEMORY base, a node")} bytes in the base, and ${dug("MEMORY child, a masked node")} in each child that masks it.`,
  ];
}
