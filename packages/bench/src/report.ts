import { curvesOf, type CurveResult } from "./curve.ts";
import type { PeerName } from "./graph.ts";
import type { Machine } from "./machine.ts";
import { type MeasureResult, resultsOf, type Run } from "./result.ts";
import { goalTable, medianTable } from "./table.ts";

/** What is written as JSON. */
export interface Report {
  readonly machine: Machine;
  readonly isQuick: boolean;
  readonly clock: "wall" | "cpu";
  readonly results: readonly MeasureResult[];
  readonly curves: readonly CurveResult[];
  readonly executions: readonly Executions[];
}

/** How often functions ran, which was what it must be. */
interface Executions {
  readonly workload: string;
  readonly peer: PeerName;
  readonly counts: Readonly<Record<string, number>>;
}

export function reportOf(
  machine: Machine,
  { isQuick, clock }: Pick<Report, "isQuick" | "clock">,
  runs: readonly Run[],
): Report {
  const executions = new Map(
    runs.map(({ workload, peer, findings }) => [
      `${workload.name} ${peer}`,
      { workload: workload.name, peer, counts: findings.executions },
    ]),
  );
  return {
    machine,
    isQuick,
    clock,
    results: resultsOf(runs),
    curves: [...new Set(runs.map(({ workload }) => workload))].flatMap((workload) =>
      curvesOf(
        workload,
        runs.filter((run) => run.workload === workload).map(({ findings }) => findings),
      ),
    ),
    executions: [...executions.values()],
  };
}

/** The report for people. */
export function printed({ machine, isQuick, clock, results, curves, executions }: Report): string {
  const { cpu, cpus, node, versions, commit } = machine;
  const packages = Object.entries(versions).map((each) => each.join(" "));
  const counts = executions.reduce((sum, each) => sum + Object.keys(each.counts).length, 0);
  const lines = [
    `${cpu}, ${cpus} cores, Node ${node}; ${packages.join(", ")}${commit && `; commit ${commit}`}`,
    ...(isQuick
      ? []
      : [`Medians (least–most) of ${clock} time; × is dug's median as a multiple of the peer's.`]),
    "",
    ...medianTable(results),
    "",
    ...(isQuick ? [] : [...goalTable(results), ""]),
    ...curves.map(({ workload, curve, along, slope }) => {
      return `${workload} ${curve}: a slope of ${slope.toFixed(2)} along ${along}`;
    }),
    ...(curves.length > 0 ? [""] : []),
    `${counts} numbers of executions are what they must be, and so are all values.`,
  ];
  return `${lines.join("\n")}\n`;
}
