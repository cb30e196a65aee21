import type { Place } from "../errors.ts";
import { fail } from "./datum.ts";
import { Lines } from "./lines.ts";

/** A field of a CSV file, and where it begins. */
export interface Cell {
  readonly text: string;
  readonly place: Place;
}

/**
 * Reads RFC 4180, with the places of its fields, which no parser at hand tells; empty lines are left out.
 * @throws {ScenarioFileError} when quotes do not close, or something follows them
 */
export function readCSV(text: string, file: string): readonly (readonly Cell[])[] {
  const scan = new Scan(new Lines(text, file));
  const records: (readonly Cell[])[] = [];
  while (!scan.isAtEnd) {
    const record = scan.record();
    if (record.length > 1 || record[0]?.text !== "") records.push(record);
  }
  return records;
}

const plain = /[^",\r\n]*/y;
const inQuotes = /"((?:[^"]|"")*)"/y;
const lineEnd = /\r\n|\n|\r/y;

class Scan {
  readonly #lines: Lines;
  readonly #text: string;
  #offset = 0;

  constructor(lines: Lines) {
    this.#lines = lines;
    this.#text = lines.text;
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#text.length;
  }

  record(): readonly Cell[] {
    const cells = [this.#cell()];
    while (this.#text.charAt(this.#offset) === ",") {
      this.#offset++;
      cells.push(this.#cell());
    }
    if (!this.isAtEnd && this.#take(lineEnd) === undefined)
      fail(
        { place: this.#place() },
        "not valid CSV: expected a comma or the end of the line; a field with quotes in it stands in quotes, these written twice",
      );
    return cells;
  }

  #cell(): Cell {
    const place = this.#place();
    if (this.#text.charAt(this.#offset) !== '"')
      return { text: (this.#take(plain) ?? "").trim(), place };
    const found = this.#take(inQuotes);
    if (found === undefined) return fail({ place }, "not valid CSV: these quotes do not close");
    return { text: found.slice(1, -1).replaceAll('""', '"'), place };
  }

  #take(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#offset;
    const found = sticky.exec(this.#text)?.[0];
    this.#offset += found?.length ?? 0;
    return found;
  }

  #place(): Place {
    return this.#lines.placeAt(this.#offset);
  }
}
