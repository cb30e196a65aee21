import type { Context } from "@dug/core";
import type { Meter } from "./meter.ts";
import type { Differences, Outputs, Row, RowFacts, Values } from "./row.ts";
import type { Scenario } from "./scenario.ts";

/** What became of the outputs in one context. */
interface Outcomes {
  readonly values: Readonly<Record<string, unknown>>;
  readonly errors: Readonly<Record<string, unknown>>;
  readonly unread: readonly string[];
  /** Why the tweaks could not be put on. */
  readonly refused?: { readonly error: unknown };
}

/** The row of the context itself. */
export function evaluateBase<O extends Outputs>(
  base: Context,
  name: string,
  outputs: O,
  meter: Meter,
): Row<O> {
  const { result, ...facts } = meter.measure(() => evaluateOutputs(base, outputs));
  return rowOf({ name, axes: {}, note: undefined, unread: [], ...facts }, result, outputs, result);
}

/** The row of a fork of the context under the scenario's tweaks. Nothing that is thrown gets out. */
export function evaluateScenario<O extends Outputs>(
  base: Context,
  { name, tweaks, axes = {}, note }: Scenario,
  outputs: O,
  { meter, first }: { readonly meter: Meter; readonly first: Row<O> },
): Row<O> {
  const { result, ...facts } = meter.measure((): Outcomes => {
    try {
      const context = base.fork(name).apply(tweaks);
      const outcomes = evaluateOutputs(context, outputs);
      return { ...outcomes, unread: unreadNodes(context, tweaks, outputs) };
    } catch (error) {
      return { values: {}, errors: {}, unread: [], refused: { error } };
    }
  });
  return rowOf({ name, axes, note, unread: result.unread, ...facts }, result, outputs, {
    values: first.outputs,
  });
}

/** All within one `run`, so that an outcome that is not cached is computed once (S19). */
function evaluateOutputs(context: Context, outputs: Outputs): Outcomes {
  const values: Record<string, unknown> = {};
  const errors: Record<string, unknown> = {};
  context.run(() => {
    for (const [output, node] of Object.entries(outputs)) {
      try {
        values[output] = context.evaluate(node);
      } catch (error) {
        errors[output] = error;
      }
    }
  });
  return { values, errors, unread: [] };
}

/** The tweaked nodes that are no output, and that nothing evaluated here depends on. */
function unreadNodes(context: Context, tweaks: Scenario["tweaks"], outputs: Outputs): string[] {
  return [...tweaks.nodes.keys()]
    .filter((node) => !Object.values(outputs).some((output) => output.equals(node)))
    .filter((node) => [...context.dependants(node)].length === 0)
    .map(String);
}

function rowOf<O extends Outputs>(
  facts: RowFacts,
  { values, errors, refused }: Outcomes,
  outputs: O,
  base: { readonly values: Readonly<Record<string, unknown>> },
): Row<O> {
  const differences = differencesOf<O>(values, base.values, Object.keys(outputs));
  if (refused === undefined && Object.keys(errors).length === 0) {
    // Every output of O is in `values`, which was filled from them one by one.
    const all = values as Values<O>;
    return { ...facts, status: "ok", outputs: all, differences, error: undefined, errors: {} };
  }
  const [error] = refused === undefined ? Object.values(errors) : [refused.error];
  const some = values as Partial<Values<O>>;
  return { ...facts, status: "failed", outputs: some, differences, error, errors };
}

function differencesOf<O extends Outputs>(
  values: Readonly<Record<string, unknown>>,
  base: Readonly<Record<string, unknown>>,
  outputs: readonly string[],
): Differences<O> {
  const differences: Partial<Record<keyof O, number | bigint>> = {};
  for (const output of outputs) {
    const difference = minus(values[output], base[output]);
    if (difference !== undefined) differences[output as keyof O] = difference;
  }
  return differences;
}

function minus(value: unknown, base: unknown): number | bigint | undefined {
  if (typeof value === "number" && typeof base === "number") return value - base;
  return typeof value === "bigint" && typeof base === "bigint" ? value - base : undefined;
}
