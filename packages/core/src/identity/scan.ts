import { NodeSyntaxError } from "../errors.ts";

/** Reads a text from left to right, piece by piece; white space before a piece is skipped. */
export class Scanner {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The character that comes next; `""` at the end. */
  get next(): string {
    this.#match(/\s*/y);
    return this.#text.charAt(this.#offset);
  }

  /** Goes past a character if it comes next. */
  take(character: string): boolean {
    if (this.next !== character) return false;
    this.#offset++;
    return true;
  }

  /** Goes past a character that has to come next. */
  expect(character: string): void {
    if (!this.take(character)) this.fail(JSON.stringify(character));
  }

  /** Goes past what a sticky expression matches, and answers it; `undefined` if it does not match here. */
  match(sticky: RegExp): string | undefined {
    return this.next === "" ? undefined : this.#match(sticky);
  }

  /** Reads a string as JSON writes it. */
  string(): string {
    if (this.next !== '"') this.fail("a string");
    const start = this.#offset;
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== '"')
      end += this.#text[end] === "\\" ? 2 : 1;
    try {
      const value: unknown = JSON.parse(this.#text.slice(start, end + 1));
      if (typeof value === "string") {
        this.#offset = end + 1;
        return value;
      }
    } catch {
      // Said below.
    }
    return this.fail("a string as JSON writes it");
  }

  /** Reads the end of the text. */
  end(): void {
    if (this.next !== "") this.fail("the end");
  }

  /** @throws {NodeSyntaxError} saying what should stand where reading has come to. */
  fail(expected: string): never {
    throw new NodeSyntaxError({ text: this.#text, offset: this.#offset, expected });
  }

  #match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#offset;
    const found = sticky.exec(this.#text)?.[0];
    this.#offset += found?.length ?? 0;
    return found;
  }
}
