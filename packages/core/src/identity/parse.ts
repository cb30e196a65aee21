import { collectionKind, withParts } from "./collections.ts";
import { padWithHoles } from "./holes.ts";
import { holdsBigints, makeTypedArray } from "./natives.ts";
import { expect, fail, match, next, type Scan, string, take } from "./scan.ts";
import { deepest } from "./trail.ts";

/** How what a text names is found again. */
export interface Resolve {
  node(name: string, args: readonly unknown[]): unknown;
  /** The memoised function of this name. */
  definition(name: string): unknown;
  /** The instance of a class that was written as `key`. */
  instance(className: string, key: unknown): unknown;
}

/** A text that is being read. Nothing is evaluated: what is not in the language that `writeArguments` describes is an error. */
interface Reading extends Scan {
  readonly resolve: Resolve;
  /** How many levels of nesting lie around the place that is read. */
  depth: number;
}

/**
 * Reads the readable form of a node: what `writeName` and `writeArguments` write.
 * Complexity: the text's length, each level of nodes within nodes counting once more.
 * @throws {NodeSyntaxError} when `text` is no such form.
 */
export function parseNodeText(text: string, resolve: Resolve): unknown {
  return readWhole(text, resolve, (at) => readNode(at, readName(at)));
}

/** Reads one value: what `writeValue` writes. @throws {NodeSyntaxError} when `text` is no such form. */
export function parseValueText(text: string, resolve: Resolve): unknown {
  return readWhole(text, resolve, readValue);
}

function readWhole(text: string, resolve: Resolve, read: (at: Reading) => unknown): unknown {
  const at: Reading = { text, offset: 0, resolve, depth: 0 };
  const value = read(at);
  if (next(at) !== "") fail(at, "the end");
  return value;
}

const namePattern = /[A-Za-z_$][\w$./:-]*/y;

const words: Readonly<Record<string, unknown>> = {
  undefined,
  null: null,
  true: true,
  false: false,
  NaN,
  Infinity,
};

function readName(at: Reading): string {
  if (next(at) === '"') return string(at);
  return match(at, namePattern) ?? fail(at, "the name of a memoised function");
}

/** Reads a node's arguments, and finds the node. */
function readNode(at: Reading, name: string): unknown {
  return at.resolve.node(name, readList(at, "()", readValue));
}

function readValue(at: Reading): unknown {
  switch (next(at)) {
    case '"': {
      const text = string(at);
      return next(at) === "(" ? inside(at, () => readNode(at, text)) : text;
    }
    case "[":
      return inside(at, readArray);
    case "{":
      return Object.fromEntries(inside(at, readFields));
    case "#":
      return readTagged(at);
    default:
      return readNumber(at) ?? readWordOrNode(at);
  }
}

function readWordOrNode(at: Reading): unknown {
  const word = match(at, namePattern) ?? fail(at, "a value");
  if (next(at) === "(") return inside(at, () => readNode(at, word));
  return Object.hasOwn(words, word) ? words[word] : fail(at, `"(" after the name ${word}`);
}

function readNumber(at: Reading): number | bigint | undefined {
  const digits = match(at, /-Infinity|-?(?:0|[1-9]\d*)(?:n|(?:\.\d+)?(?:[eE][+-]?\d+)?)/y);
  if (digits === undefined) return undefined;
  if (!digits.endsWith("n")) return Number(digits);
  try {
    return BigInt(digits.slice(0, -1));
  } catch {
    return fail(at, "a bigint of fewer digits");
  }
}

/** As in JavaScript: a comma with no element before it is a hole, one at the end is not. */
function readArray(at: Reading): unknown[] {
  expect(at, "[");
  const array: unknown[] = [];
  while (!take(at, "]")) {
    if (take(at, ",")) {
      pad(at, array, 1);
      continue;
    }
    if (match(at, /#holes\b/y) !== undefined) pad(at, array, readCount(at));
    else array.push(readValue(at));
    if (next(at) !== "]") expect(at, ",");
  }
  return array;
}

function pad(at: Reading, array: unknown[], holes: number): void {
  if (array.length + holes >= 2 ** 32) fail(at, "fewer holes");
  padWithHoles(array, array.length + holes);
}

function readCount(at: Reading): number {
  expect(at, "(");
  const digits = match(at, /[1-9]\d{0,9}/y) ?? fail(at, "how many holes");
  expect(at, ")");
  return Number(digits);
}

function readFields(at: Reading): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [name, value] of readList(at, "{}", readField)) {
    if (fields.has(name)) fail(at, `only one property ${JSON.stringify(name)} before this`);
    fields.set(name, value);
  }
  return fields;
}

function readField(at: Reading): [string, unknown] {
  const name = next(at) === '"' ? string(at) : match(at, /[A-Za-z_$][\w$]*/y);
  if (name === undefined) return fail(at, "the name of a property");
  expect(at, ":");
  return [name, readValue(at)];
}

function readTagged(at: Reading): unknown {
  const tag = match(at, /#[A-Za-z]\w*/y)?.slice(1);
  if (tag === "null")
    return Object.setPrototypeOf(Object.fromEntries(inside(at, readFields)), null);
  expect(at, "(");
  const value = readContent(at, tag ?? "");
  expect(at, ")");
  return value;
}

/** What stands between the parentheses after a tag. */
function readContent(at: Reading, tag: string): unknown {
  switch (tag) {
    case "Date":
      return readDate(at);
    case "function":
      return at.resolve.definition(readName(at));
    case "new":
      return inside(at, readInstance);
    default:
      return (
        readCollection(at, tag) ??
        readTypedArray(at, tag) ??
        fail(at, "a tag that there is before this")
      );
  }
}

function readDate(at: Reading): Date {
  if (match(at, /NaN/y) !== undefined) return new Date(NaN);
  const text = string(at);
  const date = new Date(text);
  const written = Number.isNaN(date.getTime()) ? "" : date.toISOString();
  if (written === text || written === `${text}T00:00:00.000Z`) return date;
  return fail(at, "a date such as 2020-01-31 or 2020-01-31T12:00:00.000Z before this");
}

function readInstance(at: Reading): unknown {
  const className = string(at);
  expect(at, ",");
  return at.resolve.instance(className, readValue(at));
}

function readCollection(at: Reading, tag: string): unknown {
  const kind = collectionKind(tag);
  if (kind === undefined) return undefined;
  const read = kind.keyed === true ? readEntry : readValue;
  return withParts(
    kind,
    inside(at, () => readList(at, "[]", read)),
  );
}

function readEntry(at: Reading): [unknown, unknown] {
  expect(at, "[");
  const key = readValue(at);
  expect(at, ",");
  const value = readValue(at);
  expect(at, "]");
  return [key, value];
}

function readTypedArray(at: Reading, tag: string): unknown {
  if (makeTypedArray(tag, []) === undefined) return undefined;
  const type = holdsBigints(tag) ? "bigint" : "number";
  const elements = readList(at, "[]", readValue);
  if (elements.some((element) => typeof element !== type))
    fail(at, `elements of type ${type} before this`);
  return makeTypedArray(tag, elements);
}

/** Reads what stands between commas, and the two `brackets` around it. */
function readList<T>(at: Reading, brackets: string, read: (at: Reading) => T): T[] {
  const [open = "", close = ""] = brackets;
  expect(at, open);
  const list: T[] = [];
  if (take(at, close)) return list;
  do list.push(read(at));
  while (take(at, ","));
  expect(at, close);
  return list;
}

/** Reads a level of nesting. */
function inside<T>(at: Reading, read: (at: Reading) => T): T {
  if (++at.depth > deepest) fail(at, `at most ${deepest} levels of nesting`);
  const value = read(at);
  at.depth--;
  return value;
}
