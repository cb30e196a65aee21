import { ByteWriter, type ColumnSource, parquetWriteRows } from "hyparquet-writer";
import type { Cell } from "../cell.ts";
import { cellToJSON } from "../json.ts";
import type { Outputs, Row } from "../row.ts";
import { type Column, opened, type RowSource } from "../table/columns.ts";
import { wholeFile } from "./whole.ts";

/** How a Parquet file is written. */
export interface ParquetOptions {
  /** How many rows are held and written together. Default 10,000. */
  readonly rowGroup?: number;
}

/** A column of the file, without its data. */
type Place = Omit<ColumnSource, "data">;

/** What is written of a row in one column of the table: one place, or two. */
interface Field<O extends Outputs> {
  readonly places: readonly Place[];
  put(row: Row<O>, record: Record<string, unknown>): void;
}

/**
 * Writes rows as Parquet, a row group at a time: the file is there whole or not at all.
 *
 * An axis, an output or a difference is two columns: one of its own name with the values of one type, by
 * which the first group's first number, text or boolean decides, and `<name>.json` with everything else
 * as JSON, `null`, `undefined` and errors included; a missing value is null in both.
 *
 * @param source a table, or rows that come one by one, of which a group is held
 * @throws {TableQuestionError} at a row on an axis that has no column
 */
export async function writeParquetFile<O extends Outputs>(
  path: string,
  source: RowSource<O>,
  options: ParquetOptions = {},
): Promise<void> {
  await wholeFile(path, (file) => writeParquet((bytes) => file.appendFile(bytes), source, options));
}

/**
 * Hands the same over piece by piece, to be written somewhere else.
 * @param put takes the next bytes, and is awaited before those that follow; they are its own until then
 * @throws {TableQuestionError} at a row on an axis that has no column
 */
export async function writeParquet<O extends Outputs>(
  put: (bytes: Uint8Array) => Promise<void> | void,
  source: RowSource<O>,
  { rowGroup = 10_000 }: ParquetOptions = {},
): Promise<void> {
  const { columns, rows } = await opened(source);
  const { first, all } = await grouped(rows(), rowGroup);
  const fields = fieldsOf(columns, first);
  const writer = new PiecewiseWriter(put);
  await parquetWriteRows({
    writer,
    rows: records(all, fields),
    columns: fields.flatMap(({ places }) => places),
    rowGroupSize: rowGroup,
  });
  await writer.flush();
}

/** Hands over what was written after each row group. */
class PiecewiseWriter extends ByteWriter {
  readonly #put: (bytes: Uint8Array) => Promise<void> | void;

  constructor(put: (bytes: Uint8Array) => Promise<void> | void) {
    super();
    this.#put = put;
  }

  async flush(): Promise<void> {
    await this.#put(new Uint8Array(this.buffer, 0, this.index));
    this.index = 0;
  }
}

/** The first rows, and all of them. */
async function grouped<O extends Outputs>(
  rows: AsyncGenerator<Row<O>, void>,
  size: number,
): Promise<{ readonly first: readonly Row<O>[]; readonly all: AsyncIterable<Row<O>> }> {
  const first: Row<O>[] = [];
  while (first.length < size) {
    const next = await rows.next();
    if (next.done === true) break;
    first.push(next.value);
  }
  const all = async function* (): AsyncGenerator<Row<O>> {
    yield* first;
    yield* rows;
  };
  return { first, all: all() };
}

async function* records<O extends Outputs>(
  rows: AsyncIterable<Row<O>>,
  fields: readonly Field<O>[],
): AsyncGenerator<Record<string, unknown>> {
  for await (const row of rows) {
    const record: Record<string, unknown> = {};
    for (const field of fields) field.put(row, record);
    yield record;
  }
}

const types = { text: "STRING", count: "INT32", number: "DOUBLE" } as const;

/** No two places have one name. */
function fieldsOf<O extends Outputs>(
  columns: readonly Column<O>[],
  first: readonly Row<O>[],
): readonly Field<O>[] {
  const taken = new Set(columns.map(({ name }) => name));
  return columns.map((column) => {
    if (column.kind !== "any") return factField(column, types[column.kind]);
    let rest = `${column.name}.json`;
    while (taken.has(rest)) rest = `${rest}.json`;
    taken.add(rest);
    return valueField(column, kindOf(first.map(column.cell)), rest);
  });
}

function factField<O extends Outputs>(
  { name, cell }: Column<O>,
  type: "STRING" | "INT32" | "DOUBLE",
): Field<O> {
  return {
    places: [{ name, type, encoding: "PLAIN" }],
    put: (row, record) => {
      const found = cell(row);
      record[name] = found.kind === "value" ? found.value : null;
    },
  };
}

/** @param rest the name of the column for what does not fit */
function valueField<O extends Outputs>(
  { name, cell }: Column<O>,
  kind: keyof typeof kinds,
  rest: string,
): Field<O> {
  return {
    places: [
      { name, type: kinds[kind], encoding: "PLAIN" }, // a dictionary would take -0 for 0
      { name: rest, type: "STRING" },
    ],
    put: (row, record) => {
      const found = cell(row);
      const fits = found.kind === "value" && typeof found.value === kind;
      record[name] = fits ? found.value : null;
      record[rest] = fits || found.kind === "missing" ? null : JSON.stringify(cellToJSON(found));
    },
  };
}

const kinds = { number: "DOUBLE", string: "STRING", boolean: "BOOLEAN" } as const;

function kindOf(cells: readonly Cell[]): keyof typeof kinds {
  for (const cell of cells) {
    if (cell.kind !== "value") continue;
    const kind = typeof cell.value;
    if (kind === "number" || kind === "string" || kind === "boolean") return kind;
  }
  return "number";
}
