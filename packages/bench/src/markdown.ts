/** A table, its columns lined up as prettier does: the first `left` ones to the left, the others to the right. */
export function markdownTable(rows: readonly (readonly string[])[], left: number): string[] {
  const [head = [], ...rest] = rows;
  const widths = head.map((_, column) =>
    Math.max(3, ...rows.map((row) => cell(row, column).length)),
  );
  const lined = (row: readonly string[]): string =>
    line(
      widths.map((width, i) =>
        i < left ? cell(row, i).padEnd(width) : cell(row, i).padStart(width),
      ),
    );
  const rule = line(
    widths.map((width, i) => (i < left ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)),
  );
  return [lined(head), rule, ...rest.map(lined)];
}

function cell(row: readonly string[], column: number): string {
  return row[column] ?? "";
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
