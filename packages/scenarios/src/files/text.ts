import type { FileHandle } from "node:fs/promises";
import { csvLines } from "../csv.ts";
import { jsonLines } from "../json.ts";
import type { Outputs } from "../row.ts";
import type { RowSource } from "../table/columns.ts";
import { wholeFile } from "./whole.ts";

/**
 * Writes rows as CSV (RFC 4180, UTF-8): the file is there whole or not at all.
 * @param source a table, or rows that come one by one, of which none is held
 * @throws {TableQuestionError} at a row on an axis that has no column
 */
export async function writeCSVFile<O extends Outputs>(
  path: string,
  source: RowSource<O>,
): Promise<void> {
  await wholeFile(path, (file) => writeTexts(file, csvLines(source)));
}

/** Writes rows as JSON, as `table.toJSON()` has them: the file is there whole or not at all. @param source as for CSV. */
export async function writeJSONFile<O extends Outputs>(
  path: string,
  source: RowSource<O>,
): Promise<void> {
  await wholeFile(path, (file) => writeTexts(file, jsonLines(source)));
}

const enough = 1 << 16;

/** Many lines at a time: a write costs more than a line. */
async function writeTexts(file: FileHandle, texts: AsyncIterable<string>): Promise<void> {
  let [waiting, length]: [string[], number] = [[], 0];
  for await (const text of texts) {
    waiting.push(text);
    length += text.length;
    if (length < enough) continue;
    await file.appendFile(waiting.join(""));
    [waiting, length] = [[], 0];
  }
  await file.appendFile(waiting.join(""));
}
