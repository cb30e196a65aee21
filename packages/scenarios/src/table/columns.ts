import {
  type Cell,
  differenceCell,
  messageOf,
  optionalCell,
  outputCell,
  relativeCell,
} from "../cell.ts";
import { TableQuestionError } from "../errors.ts";
import type { Outputs, Row } from "../row.ts";

/** One column of a written table. */
export interface Column<O extends Outputs> {
  readonly name: string;
  /** What stands in it: texts, whole numbers and numbers where there is anything; any value in those of axes and outputs. */
  readonly kind: "text" | "count" | "number" | "any";
  readonly cell: (row: Row<O>) => Cell;
}

/** Rows to be written, all at once or one by one. A table is one. */
export interface RowSource<O extends Outputs> {
  readonly rows: Iterable<Row<O>> | AsyncIterable<Row<O>>;
  /** The names of the outputs. */
  readonly outputs: readonly (keyof O & string)[];
  /** The names of the axes. Left out, they are those of the first two rows, the base and a scenario. */
  readonly axes?: readonly string[] | undefined;
}

/** All columns of a table, in their order; no two have one name. */
export function columnsOf<O extends Outputs>(
  axes: readonly string[],
  outputs: readonly (keyof O & string)[],
): readonly Column<O>[] {
  const before = [text<O>("name", (row) => row.name), ...axes.map((axis) => axisColumn<O>(axis))];
  const after = [
    ...outputs.map((output) =>
      any<O>(`difference.${output}`, (row) => differenceCell(row, output)),
    ),
    ...outputs.map((output) => any<O>(`relative.${output}`, (row) => relativeCell(row, output))),
    text<O>("status", (row) => row.status),
    text<O>("error", (row) => (row.status === "failed" ? messageOf(row.error) : undefined)),
    text<O>("thrower", (row) => (row.thrower === undefined ? undefined : String(row.thrower))),
    text<O>("note", (row) => row.note),
    text<O>("unread", (row) => row.unread.join(" ")),
    ...(["executed", "reused", "shared"] as const).map((effort) =>
      fact<O>("count", `nodes.${effort}`, (row) => row.nodes[effort]),
    ),
    fact<O>("number", "ms", (row) => row.ms),
  ];
  const taken = new Set([...before, ...after].map(({ name }) => name));
  const values = outputs.map((output) => {
    let name: string = output;
    while (taken.has(name)) name = `output.${name}`;
    taken.add(name);
    return any<O>(name, (row) => outputCell(row, output));
  });
  return [...before, ...values, ...after];
}

/** What is written of a row: refuses one that lies on an axis without a column. */
function checkAxes<O extends Outputs>(row: Row<O>, axes: ReadonlySet<string>): void {
  const unknown = Object.keys(row.axes).find((axis) => !axes.has(axis));
  if (unknown === undefined) return;
  throw new TableQuestionError(
    `The row ${JSON.stringify(row.name)} lies on the axis ${JSON.stringify(unknown)}, for which there is no column: ` +
      `rows that are written one by one have the axes of the first scenario, unless \`axes\` names them all.`,
  );
}

/** The columns of rows, and the rows again, those included that were looked at to know the columns. */
export async function opened<O extends Outputs>({
  rows,
  outputs,
  axes,
}: RowSource<O>): Promise<{
  readonly columns: readonly Column<O>[];
  readonly rows: () => AsyncGenerator<Row<O>, void>;
}> {
  const iterator =
    Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  const seen: Row<O>[] = [];
  for (let wanted = axes === undefined ? 2 : 0; wanted > 0; wanted--) {
    const next = await iterator.next();
    if (next.done === true) break;
    seen.push(next.value);
  }
  const names = new Set(axes ?? seen.flatMap((row) => Object.keys(row.axes)));
  return { columns: columnsOf<O>([...names], outputs), rows: () => checked(seen, iterator, names) };
}

async function* checked<O extends Outputs>(
  seen: Row<O>[],
  iterator: Iterator<Row<O>> | AsyncIterator<Row<O>>,
  axes: ReadonlySet<string>,
): AsyncGenerator<Row<O>, void> {
  try {
    for (;;) {
      const first = seen.shift();
      const next = first === undefined ? await iterator.next() : { done: false, value: first };
      if (next.done === true) return;
      checkAxes(next.value, axes);
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

function fact<O extends Outputs>(
  kind: Column<O>["kind"],
  name: string,
  read: (row: Row<O>) => unknown,
): Column<O> {
  return { kind, name, cell: (row) => optionalCell(read(row)) };
}

function text<O extends Outputs>(name: string, read: (row: Row<O>) => unknown): Column<O> {
  return fact("text", name, read);
}

function any<O extends Outputs>(name: string, cell: (row: Row<O>) => Cell): Column<O> {
  return { kind: "any", name, cell };
}

function axisColumn<O extends Outputs>(axis: string): Column<O> {
  return any(`axis.${axis}`, ({ axes }) =>
    Object.hasOwn(axes, axis) ? { kind: "value", value: axes[axis] } : { kind: "missing" },
  );
}
