import { inspect } from "node:util";

/** A value for people: numbers with separators and as many digits as tell something, the rest on one line. */
export function show(value: unknown): string {
  if (typeof value === "number") return showNumber(value);
  const text =
    typeof value === "string" ? value : inspect(value, { depth: 2, breakLength: Infinity });
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function showNumber(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) return String(value);
  if (size >= 1e15 || size < 1e-4) return value.toExponential(4);
  return value.toLocaleString("en-US", {
    maximumFractionDigits: size >= 1000 ? 2 : size >= 1 ? 4 : 6,
  });
}

/** The first of some names, and how many more there are. */
export function enumerate(names: readonly string[], most = 20): string {
  if (names.length === 0) return "none";
  const more = names.length > most ? [`and ${names.length - most} more`] : [];
  return [...names.slice(0, most), ...more].join(", ");
}

/** So many of something, in words. */
export function count(n: number, what: string): string {
  return `${show(n)} ${what}${n === 1 ? "" : "s"}`;
}

/** A text on one line, whatever is in it: a line break or what steers a terminal is written as in JSON. */
export function inLine(text: string): string {
  return text.replace(/\p{Cc}/gu, (control) => {
    const written = JSON.stringify(control).slice(1, -1);
    if (written !== control) return written;
    return `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Lines up a table: the first column to the left, the others to the right unless `left` names them. */
export function align(
  given: readonly (readonly string[])[],
  left: readonly number[] = [],
): string[] {
  const rows = given.map((row) => row.map(inLine));
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 || left.includes(column) ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
