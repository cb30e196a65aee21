import type { Outputs, Row } from "../../packages/scenarios/src/row.ts";

/** A row with one output, `value`, made up for tests of the table. */
export function row(name: string, value: unknown, facts: Partial<Row<Outputs>> = {}): Row<Outputs> {
  return {
    name,
    axes: {},
    note: undefined,
    unread: [],
    nodes: { executed: 0, reused: 0, shared: 0 },
    ms: 1,
    status: "ok",
    outputs: { value },
    differences: {},
    relativeDifferences: {},
    error: undefined,
    thrower: undefined,
    errors: {},
    ...facts,
  } as Row<Outputs>;
}

/** A row whose output threw. */
export function failure(name: string, error: unknown): Row<Outputs> {
  return row(name, undefined, {
    status: "failed",
    outputs: {},
    error,
    errors: { value: error },
  });
}
