import { collectionKind } from "./collections.ts";
import { padWithHoles } from "./holes.ts";
import { holdsBigints, makeTypedArray } from "./natives.ts";
import { Scanner } from "./scan.ts";
import { deepest } from "./trail.ts";

/** How what a text names is found again. */
export interface Resolve {
  node(name: string, args: readonly unknown[]): unknown;
  /** The memoised function of this name. */
  definition(name: string): unknown;
  /** The instance of a class that was written as `key`. */
  instance(className: string, key: unknown): unknown;
}

/**
 * Reads the readable form of a node: what `writeName` and `writeArguments` write.
 * Complexity: the text's length, each level of nodes within nodes counting once more.
 * @throws {NodeSyntaxError} when `text` is no such form.
 */
export function parseNodeText(text: string, resolve: Resolve): unknown {
  const parser = new Parser(text, resolve);
  return parser.whole(() => parser.node(parser.name()));
}

/** Reads one value: what `writeValue` writes. @throws {NodeSyntaxError} when `text` is no such form. */
export function parseValueText(text: string, resolve: Resolve): unknown {
  const parser = new Parser(text, resolve);
  return parser.whole(() => parser.value());
}

const namePattern = /[A-Za-z_$][\w$./:-]*/y;
const propertyPattern = /[A-Za-z_$][\w$]*/y;
const tagPattern = /#[A-Za-z]\w*/y;
const countPattern = /[1-9]\d{0,9}/y;
const numberPattern = /-Infinity|-?(?:0|[1-9]\d*)(?:n|(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["undefined", undefined],
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", NaN],
  ["Infinity", Infinity],
]);

/** Nothing is evaluated: what is not in the language that `writeArguments` describes is an error. */
class Parser {
  readonly #scanner: Scanner;
  readonly #resolve: Resolve;
  #depth = 0;

  constructor(text: string, resolve: Resolve) {
    this.#scanner = new Scanner(text);
    this.#resolve = resolve;
  }

  whole<T>(read: () => T): T {
    const value = read();
    this.#scanner.end();
    return value;
  }

  name(): string {
    if (this.#scanner.next === '"') return this.#scanner.string();
    return (
      this.#scanner.match(namePattern) ?? this.#scanner.fail("the name of a memoised function")
    );
  }

  /** Reads a node's arguments, and finds the node. */
  node(name: string): unknown {
    this.#scanner.expect("(");
    const args = this.#list(")", () => this.value());
    return this.#resolve.node(name, args);
  }

  value(): unknown {
    switch (this.#scanner.next) {
      case '"':
        return this.#stringOrNode();
      case "[":
        return this.#inside(() => this.#array());
      case "{":
        return this.#inside(() => Object.fromEntries(this.#fields()));
      case "#":
        return this.#tagged();
      default:
        return this.#number() ?? this.#wordOrNode();
    }
  }

  #stringOrNode(): unknown {
    const text = this.#scanner.string();
    return this.#scanner.next === "(" ? this.#inside(() => this.node(text)) : text;
  }

  #wordOrNode(): unknown {
    const word = this.#scanner.match(namePattern) ?? this.#scanner.fail("a value");
    if (this.#scanner.next === "(") return this.#inside(() => this.node(word));
    if (!words.has(word)) return this.#scanner.fail(`"(" after the name ${word}`);
    return words.get(word);
  }

  #number(): number | bigint | undefined {
    const digits = this.#scanner.match(numberPattern);
    if (digits === undefined || !digits.endsWith("n"))
      return digits === undefined ? undefined : Number(digits);
    try {
      return BigInt(digits.slice(0, -1));
    } catch {
      return this.#scanner.fail("a bigint of fewer digits");
    }
  }

  /** As in JavaScript: a comma with no element before it is a hole, one at the end is not. */
  #array(): unknown[] {
    this.#scanner.expect("[");
    const array: unknown[] = [];
    while (!this.#scanner.take("]")) {
      if (this.#scanner.take(",")) {
        this.#pad(array, 1);
        continue;
      }
      if (this.#scanner.match(/#holes\b/y) !== undefined) this.#pad(array, this.#count());
      else array.push(this.value());
      if (this.#scanner.next !== "]") this.#scanner.expect(",");
    }
    return array;
  }

  #pad(array: unknown[], holes: number): void {
    if (array.length + holes >= 2 ** 32) this.#scanner.fail("fewer holes");
    padWithHoles(array, array.length + holes);
  }

  #count(): number {
    this.#scanner.expect("(");
    const digits = this.#scanner.match(countPattern) ?? this.#scanner.fail("how many holes");
    this.#scanner.expect(")");
    return Number(digits);
  }

  #fields(): Map<string, unknown> {
    this.#scanner.expect("{");
    const fields = new Map<string, unknown>();
    for (const [name, value] of this.#list("}", () => this.#field())) {
      if (fields.has(name))
        this.#scanner.fail(`only one property ${JSON.stringify(name)} before this`);
      fields.set(name, value);
    }
    return fields;
  }

  #field(): [string, unknown] {
    const quoted = this.#scanner.next === '"';
    const name = quoted ? this.#scanner.string() : this.#scanner.match(propertyPattern);
    if (name === undefined) return this.#scanner.fail("the name of a property");
    this.#scanner.expect(":");
    return [name, this.value()];
  }

  #tagged(): unknown {
    const tag = this.#scanner.match(tagPattern)?.slice(1);
    if (tag === "null") {
      const fields = this.#inside(() => this.#fields());
      return Object.assign(Object.create(null), Object.fromEntries(fields));
    }
    this.#scanner.expect("(");
    const value = this.#content(tag ?? "");
    this.#scanner.expect(")");
    return value;
  }

  /** What stands between the parentheses after a tag. */
  #content(tag: string): unknown {
    switch (tag) {
      case "Date":
        return this.#date();
      case "Map":
        return new Map(this.#inside(() => this.#entries()));
      case "Set":
        return new Set(this.#inside(() => this.#elements()));
      case "function":
        return this.#resolve.definition(this.name());
      case "new":
        return this.#inside(() => this.#instance());
      default:
        return (
          this.#collection(tag) ??
          this.#typedArray(tag) ??
          this.#scanner.fail("a tag that there is before this")
        );
    }
  }

  #date(): Date {
    if (this.#scanner.match(/NaN/y) !== undefined) return new Date(NaN);
    const text = this.#scanner.string();
    const date = new Date(text);
    const written = Number.isNaN(date.getTime()) ? "" : date.toISOString();
    if (written === text || written === `${text}T00:00:00.000Z`) return date;
    return this.#scanner.fail("a date such as 2020-01-31 or 2020-01-31T12:00:00.000Z before this");
  }

  #instance(): unknown {
    const className = this.#scanner.string();
    this.#scanner.expect(",");
    return this.#resolve.instance(className, this.value());
  }

  #collection(tag: string): unknown {
    const kind = collectionKind(tag);
    if (kind === undefined) return undefined;
    return kind.keyed
      ? kind.make(this.#inside(() => this.#entries()))
      : kind.make(this.#inside(() => this.#elements()));
  }

  #typedArray(tag: string): unknown {
    if (makeTypedArray(tag, []) === undefined) return undefined;
    const type = holdsBigints(tag) ? "bigint" : "number";
    const elements = this.#elements();
    if (elements.some((element) => typeof element !== type))
      this.#scanner.fail(`elements of type ${type} before this`);
    return makeTypedArray(tag, elements);
  }

  #elements(): unknown[] {
    this.#scanner.expect("[");
    return this.#list("]", () => this.value());
  }

  #entries(): [unknown, unknown][] {
    this.#scanner.expect("[");
    return this.#list("]", () => {
      this.#scanner.expect("[");
      const key = this.value();
      this.#scanner.expect(",");
      const value = this.value();
      this.#scanner.expect("]");
      return [key, value];
    });
  }

  /** Reads what stands between commas, and the character that closes it. */
  #list<T>(close: string, read: () => T): T[] {
    const list: T[] = [];
    if (this.#scanner.take(close)) return list;
    do list.push(read());
    while (this.#scanner.take(","));
    this.#scanner.expect(close);
    return list;
  }

  #inside<T>(read: () => T): T {
    if (++this.#depth > deepest) this.#scanner.fail(`at most ${deepest} levels of nesting`);
    const value = read();
    this.#depth--;
    return value;
  }
}
