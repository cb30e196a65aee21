import { type Cell, differenceCell, messageOf, optionalCell, outputCell } from "./cell.ts";
import { valueToJSON } from "./json.ts";
import type { Outputs, Row } from "./row.ts";

/** The words that tell apart, in CSV, what has no number: written bare, so a text that looks like one is quoted. */
const WORDS = new Set([
  "null",
  "undefined",
  "true",
  "false",
  "NaN",
  "Infinity",
  "-Infinity",
  "#ERROR",
]);

interface Column<O extends Outputs> {
  readonly name: string;
  readonly cell: (row: Row<O>) => Cell;
}

/**
 * The table as RFC 4180 has it: a header, one line a row, ended by CRLF. Numbers have all their digits.
 * A missing value is empty; null, NaN, an error are `null`, `NaN`, `#ERROR`; a text that would read as
 * one of these, or as a number, and everything that is neither text nor number, is written as JSON.
 */
export function toCSV<O extends Outputs>(
  rows: readonly Row<O>[],
  outputs: readonly string[],
): string {
  const columns = columnsOf(rows, outputs);
  const lines = [columns.map(({ name }) => field(name))];
  for (const row of rows) lines.push(columns.map(({ cell }) => field(written(cell(row)))));
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}

function columnsOf<O extends Outputs>(
  rows: readonly Row<O>[],
  outputs: readonly string[],
): Column<O>[] {
  const axes = [...new Set(rows.flatMap((row) => Object.keys(row.axes)))];
  const fact = (name: string, read: (row: Row<O>) => unknown): Column<O> => ({
    name,
    cell: (row) => optionalCell(read(row)),
  });
  const before = [
    fact("name", (row) => row.name),
    ...axes.map((axis) => fact(`axis.${axis}`, (row) => row.axes[axis])),
  ];
  const differences = outputs.map((output) => ({
    name: `difference.${output}`,
    cell: (row: Row<O>) => differenceCell(row, output),
  }));
  const after = [
    fact("status", (row) => row.status),
    fact("error", (row) => (row.status === "failed" ? messageOf(row.error) : undefined)),
    fact("note", (row) => row.note),
    fact("unread", (row) => row.unread.join(" ")),
    fact("nodes.executed", (row) => row.nodes.executed),
    fact("nodes.reused", (row) => row.nodes.reused),
    fact("ms", (row) => row.ms),
  ];
  const taken = new Set([...before, ...differences, ...after].map(({ name }) => name));
  const values = outputs.map((output) => ({
    name: taken.has(output) ? `output.${output}` : output,
    cell: (row: Row<O>) => outputCell(row, output),
  }));
  return [...before, ...values, ...differences, ...after];
}

function written(cell: Cell): string {
  if (cell.kind === "missing") return "";
  return cell.kind === "error" ? "#ERROR" : writtenValue(cell.value);
}

function writtenValue(value: unknown): string {
  switch (typeof value) {
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "string":
      return isAmbiguous(value) ? JSON.stringify(value) : value;
    case "undefined":
    case "boolean":
    case "bigint":
      return String(value);
    default:
      return asJSON(value);
  }
}

function isAmbiguous(text: string): boolean {
  return (
    WORDS.has(text) || text.startsWith('"') || text.trim() === "" || !Number.isNaN(Number(text))
  );
}

/** JSON, or for what has none (a function, a cyclic structure) its readable form. */
function asJSON(value: unknown): string {
  try {
    return JSON.stringify(valueToJSON(value)) ?? String(value);
  } catch {
    return String(value);
  }
}

/** One field of RFC 4180. */
function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
