import { type Cell, messageOf, outputCell } from "./cell.ts";
import type { Effort, Outputs, Row } from "./row.ts";
import type { RowSource } from "./table/columns.ts";
import { elementsOf, isPlain } from "./table/difference.ts";

/**
 * A value in JSON. What JSON has no form for is an object with one key: `{ "$number": "NaN" }` (also
 * "Infinity", "-Infinity", "-0"), `{ "$bigint": "12" }`, `{ "$undefined": true }`, `{ "$date": "…" }`,
 * `{ "$map": [[key, value], …] }`, `{ "$set": […] }`, `{ "$text": "…" }` for a function, a symbol or what
 * contains itself, and `{ "$error": "TypeError: …" }` where the output threw. An object of the user's that
 * has a key beginning with `$` is `{ "$object": … }`. Typed arrays are lists; instances are what their
 * `toJSON` gives.
 */
export type JSONCell = unknown;

/** One row in JSON; an output that was not reached lacks. */
export interface JSONRow {
  readonly name: string;
  readonly axes: Readonly<Record<string, JSONCell>>;
  readonly outputs: Readonly<Record<string, JSONCell>>;
  readonly differences: Readonly<Record<string, JSONCell>>;
  readonly relativeDifferences: Readonly<Record<string, JSONCell>>;
  readonly status: "ok" | "failed";
  readonly error?: string;
  readonly thrower?: string;
  readonly note?: string;
  readonly unread: readonly string[];
  readonly nodes: Effort;
  readonly ms: number;
}

export function toJSONRow<O extends Outputs>(row: Row<O>, outputs: readonly string[]): JSONRow {
  return {
    name: row.name,
    axes: each(row.axes),
    outputs: Object.fromEntries(
      outputs
        .map((output) => [output, outputCell(row, output)] as const)
        .filter(([, cell]) => cell.kind !== "missing")
        .map(([output, cell]) => [output, cellToJSON(cell)]),
    ),
    differences: each(row.differences),
    relativeDifferences: each(row.relativeDifferences),
    status: row.status,
    ...(row.status === "failed" && { error: messageOf(row.error) }),
    ...(row.thrower !== undefined && { thrower: String(row.thrower) }),
    ...(row.note !== undefined && { note: row.note }),
    unread: row.unread,
    nodes: row.nodes,
    ms: row.ms,
  };
}

/** The text of a table's JSON, row by row: for more rows than fit into one text. */
export async function* jsonLines<O extends Outputs>({
  rows,
  outputs,
}: RowSource<O>): AsyncGenerator<string> {
  yield `{"outputs":${JSON.stringify(outputs)},"rows":[\n`;
  let between = "";
  for await (const row of rows) {
    yield `${between}${JSON.stringify(toJSONRow(row, outputs))}`;
    between = ",\n";
  }
  yield "\n]}\n";
}

/** What stands in a place of the table; `undefined` for what is missing. */
export function cellToJSON(cell: Cell): JSONCell {
  if (cell.kind === "error") return { $error: messageOf(cell.error) };
  return cell.kind === "value" ? valueToJSON(cell.value) : undefined;
}

function each(values: Readonly<Record<string, unknown>>): Readonly<Record<string, JSONCell>> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, valueToJSON(value)]),
  );
}

/** A value, and those inside lists, maps, sets and plain objects. @param around the values that it lies in */
export function valueToJSON(value: unknown, around: readonly unknown[] = []): JSONCell {
  switch (typeof value) {
    case "undefined":
      return { $undefined: true };
    case "bigint":
      return { $bigint: String(value) };
    case "number":
      return numberToJSON(value);
    case "function":
    case "symbol":
      return { $text: String(value) };
    case "object":
      return value === null ? null : objectToJSON(value, around);
    default:
      return value;
  }
}

function objectToJSON(value: object, around: readonly unknown[]): JSONCell {
  if (around.includes(value)) return { $text: "(contains itself)" };
  const inside = [...around, value];
  const list = (elements: Iterable<unknown>): JSONCell[] =>
    Array.from(elements, (element) => valueToJSON(element, inside));
  const elements = elementsOf(value);
  if (elements !== undefined) return list(elements);
  if (value instanceof Date) return { $date: Number.isNaN(+value) ? "" : value.toISOString() };
  if (value instanceof Map) return { $map: list(value) };
  if (value instanceof Set) return { $set: list(value) };
  if (isPlain(value)) return plainToJSON(value, inside);
  return "toJSON" in value && typeof value.toJSON === "function"
    ? valueToJSON(value.toJSON(), inside)
    : plainToJSON({ ...value }, inside);
}

function plainToJSON(
  value: Readonly<Record<string, unknown>>,
  inside: readonly unknown[],
): JSONCell {
  const entries = Object.entries(value).map(([key, inner]) => [key, valueToJSON(inner, inside)]);
  const plain: unknown = Object.fromEntries(entries);
  return Object.keys(value).some((key) => key.startsWith("$")) ? { $object: plain } : plain;
}

function numberToJSON(value: number): JSONCell {
  if (Object.is(value, -0)) return { $number: "-0" };
  return Number.isFinite(value) ? value : { $number: String(value) };
}
