import { type Cell, messageOf, outputCell } from "./cell.ts";
import type { Axes } from "./scenario.ts";
import type { Effort, Outputs, Row } from "./row.ts";

/**
 * A value in JSON. What JSON has no form for is an object with one key: `{ "$number": "NaN" }` (also
 * "Infinity", "-Infinity", "-0"), `{ "$bigint": "12" }`, `{ "$undefined": true }`, and
 * `{ "$error": "TypeError: …" }` where the output threw.
 */
export type JSONCell = unknown;

/** One row in JSON; an output that was not reached lacks. */
export interface JSONRow {
  readonly name: string;
  readonly axes: Axes;
  readonly outputs: Readonly<Record<string, JSONCell>>;
  readonly differences: Readonly<Record<string, JSONCell>>;
  readonly status: "ok" | "failed";
  readonly error?: string;
  readonly note?: string;
  readonly unread: readonly string[];
  readonly nodes: Effort;
  readonly ms: number;
}

export function toJSONRow<O extends Outputs>(row: Row<O>, outputs: readonly string[]): JSONRow {
  return {
    name: row.name,
    axes: row.axes,
    outputs: Object.fromEntries(
      outputs
        .map((output) => [output, outputCell(row, output)] as const)
        .filter(([, cell]) => cell.kind !== "missing")
        .map(([output, cell]) => [output, cellToJSON(cell)]),
    ),
    differences: Object.fromEntries(
      Object.entries(row.differences).map(([output, value]) => [output, valueToJSON(value)]),
    ),
    status: row.status,
    ...(row.status === "failed" && { error: messageOf(row.error) }),
    ...(row.note !== undefined && { note: row.note }),
    unread: row.unread,
    nodes: row.nodes,
    ms: row.ms,
  };
}

function cellToJSON(cell: Cell): JSONCell {
  if (cell.kind === "error") return { $error: messageOf(cell.error) };
  return cell.kind === "value" ? valueToJSON(cell.value) : undefined;
}

/** The same for a value by itself, and for those inside arrays and plain objects. */
export function valueToJSON(value: unknown): JSONCell {
  if (value === undefined) return { $undefined: true };
  if (typeof value === "bigint") return { $bigint: String(value) };
  if (typeof value === "number") return numberToJSON(value);
  if (Array.isArray(value)) return value.map(valueToJSON);
  return isPlain(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, valueToJSON(inner)]))
    : value;
}

function numberToJSON(value: number): JSONCell {
  if (Object.is(value, -0)) return { $number: "-0" };
  return Number.isFinite(value) ? value : { $number: String(value) };
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
