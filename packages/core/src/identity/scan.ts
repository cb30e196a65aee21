import { NodeSyntaxError } from "../errors.ts";

/** How far a text is read: from left to right, piece by piece; white space before a piece is skipped. */
export interface Scan {
  readonly text: string;
  offset: number;
}

/** The character that comes next; `""` at the end. */
export function next(scan: Scan): string {
  piece(scan, /\s*/y);
  return scan.text.charAt(scan.offset);
}

/** Goes past a character if it comes next. */
export function take(scan: Scan, character: string): boolean {
  const comes = next(scan) === character;
  if (comes) scan.offset++;
  return comes;
}

/** Goes past a character that has to come next. */
export function expect(scan: Scan, character: string): void {
  if (!take(scan, character)) fail(scan, JSON.stringify(character));
}

/** Goes past what a sticky expression matches, and answers it; `undefined` if it does not match here. */
export function match(scan: Scan, sticky: RegExp): string | undefined {
  return next(scan) === "" ? undefined : piece(scan, sticky);
}

/** Reads a string as JSON writes it. */
export function string(scan: Scan): string {
  if (next(scan) !== '"') fail(scan, "a string");
  const start = scan.offset++;
  while (piece(scan, /[^"\\]+|\\[^]/y) !== undefined);
  try {
    return JSON.parse(scan.text.slice(start, ++scan.offset)) as string;
  } catch {
    scan.offset = start;
    return fail(scan, "a string as JSON writes it");
  }
}

/** @throws {NodeSyntaxError} saying what should stand where reading has come to. */
export function fail({ text, offset }: Scan, expected: string): never {
  throw new NodeSyntaxError({ text, offset, expected });
}

function piece(scan: Scan, sticky: RegExp): string | undefined {
  sticky.lastIndex = scan.offset;
  const found = sticky.exec(scan.text)?.[0];
  scan.offset += found?.length ?? 0;
  return found;
}
