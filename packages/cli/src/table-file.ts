import { extname } from "node:path";
import { csvLines, jsonLines, type Outputs, type Table } from "@dug/scenarios";
import { writeParquet } from "@dug/scenarios/files";
import { UsageError } from "./exit.ts";
import { OutputFile, type Run } from "./output-file.ts";
import { count } from "./print.ts";

/** Endings of spreadsheets, which would not open the CSV under them. */
const others = new Set([".xls", ".xlsx", ".ods"]);

/** The file that a table goes into: there whole or not at all. */
export class TableFile {
  readonly #path: string;
  readonly #ending: string;
  readonly #file: OutputFile;

  /** Opens it, so that what cannot be written fails before the work begins. @throws {InputError} */
  constructor(path: string, run: Run) {
    this.#path = path;
    this.#ending = extname(path).toLowerCase();
    if (others.has(this.#ending))
      throw new UsageError(
        `--out ${path}: tables are written as .csv, which spreadsheets open, .json or .parquet, not as ${this.#ending}`,
      );
    this.#file = new OutputFile(path, run);
  }

  /** Writes all of the table and puts the file in place. @returns what there is to say of it @throws {InputError} */
  async commit(table: Table<Outputs>): Promise<string> {
    if (this.#ending === ".parquet") await writeParquet((bytes) => this.#file.write(bytes), table);
    else {
      const lines = this.#ending === ".json" ? jsonLines(table) : csvLines(table);
      for await (const text of batched(lines)) this.#file.write(text);
    }
    this.#file.commit();
    return `Table: ${this.#path} (${count(table.rows.length, "row")})\n`;
  }

  /** Leaves nothing behind. Does nothing after `commit`. */
  discard(): void {
    this.#file.discard();
  }
}

const enough = 1 << 16;

/** Many lines at a time: a write costs more than a line. */
async function* batched(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let [waiting, length]: [string[], number] = [[], 0];
  for await (const line of lines) {
    waiting.push(line);
    length += line.length;
    if (length < enough) continue;
    yield waiting.join("");
    [waiting, length] = [[], 0];
  }
  yield waiting.join("");
}
