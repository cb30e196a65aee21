import type { Context, Node } from "@dug/core";
import type { Outputs } from "../row.ts";
import { type AnyScenario, layersOf } from "../scenario.ts";
import { baseGraph } from "./base-graph.ts";
import { Forecast } from "./forecast.ts";

/** What a run would execute. */
export interface Plan {
  /** Outputs that the base has not evaluated: nothing is known of what they need. */
  readonly unknown: readonly string[];
  /** In the order of the scenarios: the nodes whose functions would run, dependencies first. */
  readonly scenarios: readonly PlannedScenario[];
  /** How many functions would run in all. */
  readonly executions: number;
  /** How many by the function's name, the most first. */
  readonly functions: ReadonlyMap<string, number>;
}

/** What one scenario would execute. */
export interface PlannedScenario {
  readonly name: string;
  readonly nodes: readonly Node[];
}

/** What is planned. */
export interface PlanOptions {
  readonly outputs: Outputs;
  readonly scenarios: Iterable<AnyScenario>;
  /** Whether the scenarios will share (S17). Default `true`. */
  readonly share?: boolean;
}

/**
 * Lists what a run would execute, and executes nothing: for each scenario the nodes that its tweaks reach
 * and that no scenario before it has evaluated in the same way. It goes by the paths that the base took:
 * evaluate that first. Fewer run where different tweaks turn out to give one value, others where a value
 * makes a function read something else. Inner contexts (S21) count as if they were none.
 *
 * Complexity: scenarios times the nodes and edges that the outputs are made of.
 *
 * @param base what it has not cached is not evaluated: see `unknown`
 * @example
 * const scenarios = [scenario("crash", Tweaks.empty.tweak(spot.node("IBM"), 80))];
 * planScenarios(base, { outputs: { value: book.node() }, scenarios }).executions;
 */
export function planScenarios(base: Context, options: PlanOptions): Plan {
  const { outputs, scenarios, share = true } = options;
  const snapshot = base.snapshot();
  const graph = baseGraph(snapshot, outputs);
  const forecast = new Forecast(snapshot, graph);
  const planned = Array.from(scenarios, (scenario): PlannedScenario => {
    if (!share) forecast.forget();
    return { name: scenario.name, nodes: forecast.nodes(layersOf(scenario)) };
  });
  const counts = new Map<string, number>();
  for (const { label } of planned.flatMap(({ nodes }) => nodes.map((node) => node.definition)))
    counts.set(label, (counts.get(label) ?? 0) + 1);
  const functions = new Map([...counts].toSorted(([, a], [, b]) => b - a));
  const executions = planned.reduce((sum, { nodes }) => sum + nodes.length, 0);
  return { unknown: graph.unknown, scenarios: planned, executions, functions };
}
