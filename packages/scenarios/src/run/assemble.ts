import type { Differences, Outputs, RelativeDifferences, Row, RowFacts, Values } from "../row.ts";
import type { AnyScenario } from "../scenario.ts";
import { difference, relativeDifference } from "../table/difference.ts";
import type { Execution } from "./executor.ts";

type Given = Readonly<Record<string, unknown>>;

/** The row of a scenario. @param base the values of the base's row */
export function rowOf<O extends Outputs>(
  { name, axes = {}, note }: AnyScenario,
  { values, errors, thrower, refused, unread, nodes, ms }: Execution,
  base: Given,
): Row<O> {
  const facts: RowFacts = { name, axes, note, unread, nodes, ms };
  // These have the outputs' names, one by one, and what belongs to them.
  const differences = compared(values, base, difference) as Differences<O>;
  const relativeDifferences = compared(values, base, relativeDifference) as RelativeDifferences<O>;
  const compares = { differences, relativeDifferences };
  if (refused === undefined && Object.keys(errors).length === 0) {
    const none = { error: undefined, thrower: undefined, errors: {} };
    return { ...facts, status: "ok", outputs: values as Values<O>, ...compares, ...none };
  }
  const [error] = refused === undefined ? Object.values(errors) : [refused.error];
  const outputs = values as Partial<Values<O>>;
  return { ...facts, status: "failed", outputs, ...compares, error, thrower, errors };
}

function compared(
  values: Given,
  base: Given,
  compare: (value: unknown, base: unknown) => unknown,
): Given {
  const found: Record<string, unknown> = {};
  for (const [output, value] of Object.entries(values)) {
    const each = Object.hasOwn(base, output) ? compare(value, base[output]) : undefined;
    if (each !== undefined) found[output] = each;
  }
  return found;
}
