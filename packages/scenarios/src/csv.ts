import type { Cell } from "./cell.ts";
import { valueToJSON } from "./json.ts";
import type { Outputs, Row } from "./row.ts";
import { type Column, columnsOf, opened, type RowSource } from "./table/columns.ts";

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

/**
 * The table as RFC 4180 has it: a header, one line a row, ended by CRLF. Numbers have all their digits.
 * A missing value is empty; null, NaN, an error are `null`, `NaN`, `#ERROR`; a text that would read as
 * one of these, or as a number, and everything that is neither text nor number, is written as JSON.
 */
export function toCSV<O extends Outputs>(
  rows: readonly Row<O>[],
  outputs: readonly (keyof O & string)[],
): string {
  const axes = [...new Set(rows.flatMap((row) => Object.keys(row.axes)))];
  const columns = columnsOf<O>(axes, outputs);
  return [header(columns), ...rows.map((row) => line(row, columns))].join("");
}

/** The same line by line, the header first: for more rows than fit into one text. @throws {TableQuestionError} at a row with an axis that has no column. */
export async function* csvLines<O extends Outputs>(source: RowSource<O>): AsyncGenerator<string> {
  const { columns, rows } = await opened(source);
  yield header(columns);
  for await (const row of rows()) yield line(row, columns);
}

function header<O extends Outputs>(columns: readonly Column<O>[]): string {
  return record(columns.map(({ name }) => name));
}

function line<O extends Outputs>(row: Row<O>, columns: readonly Column<O>[]): string {
  return record(columns.map((column) => written(column.cell(row), column.kind)));
}

function record(fields: readonly string[]): string {
  return `${fields.map(field).join(",")}\r\n`;
}

function written(cell: Cell, kind: Column<Outputs>["kind"]): string {
  if (cell.kind === "missing") return "";
  if (cell.kind === "value" && kind === "text") return String(cell.value); // nothing else stands there
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
    WORDS.has(text) || /^["[{]/.test(text) || text.trim() === "" || !Number.isNaN(Number(text))
  );
}

/** JSON, or for what has none (a function, a symbol) its readable form. */
function asJSON(value: unknown): string {
  const hasNone = typeof value === "function" || typeof value === "symbol";
  return hasNone ? String(value) : JSON.stringify(valueToJSON(value));
}

/** One field of RFC 4180. */
function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
