import type { Place } from "../errors.ts";

/** The text of a file without a byte order mark, and where in it what is: lines end in CRLF, LF or CR, as editors have it. */
export class Lines {
  readonly text: string;
  readonly file: string;
  /** Where each line begins. */
  readonly #starts: readonly number[];

  constructor(text: string, file: string) {
    this.text = text.replace(/^\uFEFF/, "");
    this.file = file;
    const ends = this.text.matchAll(/\r\n|\n|\r/g);
    this.#starts = [0, ...Array.from(ends, ({ 0: end, index }) => index + end.length)];
  }

  /** Complexity: logarithmic in the number of lines. */
  placeAt(offset: number): Place {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? Infinity) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}
