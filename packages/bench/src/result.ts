import type { Findings } from "./bench.ts";
import { type Goal, measuredBy, type Verdict, verdict } from "./goal.ts";
import type { PeerName } from "./graph.ts";
import { summarise, type Summary } from "./statistics.ts";
import type { Measure, Unit, Workload } from "./workload.ts";

/** One line of the table. */
export interface MeasureResult {
  readonly workload: string;
  readonly measure: string;
  readonly unit: Unit;
  readonly peers: Readonly<Partial<Record<PeerName, Summary>>>;
  readonly goals: readonly GoalResult[];
}

export interface GoalResult {
  readonly goal: Goal;
  /** dug's own figure, or the ratio to the peer's, of medians; absent if somebody was not measured. */
  readonly measured?: number;
  readonly verdict: Verdict;
}

/** What one process found out, and about what. */
export interface Run {
  readonly workload: Workload;
  readonly peer: PeerName;
  readonly findings: Findings;
}

/** Puts all rounds together: one line for each measure that has samples. */
export function resultsOf(runs: readonly Run[]): MeasureResult[] {
  return [...new Set(runs.map(({ workload }) => workload))].flatMap((workload) =>
    workload.measures
      .map((measure) =>
        resultOf(
          workload,
          measure,
          runs.filter((run) => run.workload === workload),
        ),
      )
      .filter(({ peers }) => Object.keys(peers).length > 0),
  );
}

function resultOf(workload: Workload, measure: Measure, runs: readonly Run[]): MeasureResult {
  const samples = new Map<PeerName, number[]>();
  for (const { peer, findings } of runs) {
    const found = findings.samples[measure.name] ?? [];
    if (found.length > 0) samples.set(peer, [...(samples.get(peer) ?? []), ...found]);
  }
  const summaries = new Map([...samples].map(([peer, found]) => [peer, summarise(found)] as const));
  const medians = new Map([...summaries].map(([peer, summary]) => [peer, summary.median] as const));
  return {
    workload: workload.name,
    measure: measure.name,
    unit: measure.unit,
    peers: Object.fromEntries(summaries),
    goals: (measure.goals ?? []).map((goal) => judge(goal, medians)),
  };
}

function judge(goal: Goal, medians: ReadonlyMap<PeerName, number>): GoalResult {
  const measured = measuredBy(goal, medians);
  return { goal, ...(measured !== undefined && { measured }), verdict: verdict(goal, measured) };
}
