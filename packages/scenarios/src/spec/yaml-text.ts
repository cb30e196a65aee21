import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
} from "yaml";
import type { Place } from "../errors.ts";
import { type Datum, fail, type Field } from "./datum.ts";
import { Lines } from "./lines.ts";

/** How many parts a file may come to, those counted again that aliases repeat. */
const mostParts = 5_000_000;
/** How many levels of nesting. */
const deepest = 100;

/** Reads YAML 1.2, with the places of its parts. @throws {ScenarioFileError} at the first thing that does not fit. */
export function readYAML(text: string, file: string): Datum {
  const lines = new Lines(text, file);
  const document = parse(lines);
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const isDeep = problem.message.includes("call stack"); // the parser recurses, and notices
    const said = problem.message.replace(/[.\s]+$/, "").replace(/; please use YAML\..*/s, "");
    const what = isDeep ? "it is nested too deep" : said;
    return fail({ place: lines.placeAt(problem.pos[0]) }, `not valid YAML: ${what}`, problem);
  }
  return new Conversion(lines).datum(document.contents, 0, 0);
}

function parse(lines: Lines): Document.Parsed {
  try {
    // Keys that come twice are told by whoever reads the fields; JSON has them, too.
    return parseDocument(lines.text, { prettyErrors: false, uniqueKeys: false });
  } catch (error) {
    // The parser recurses: what is nested too deep for it is a mistake in the file, not in the program.
    if (!(error instanceof RangeError)) throw error;
    return fail({ place: lines.placeAt(0) }, "not valid YAML: it is nested too deep", error);
  }
}

/** How much a part stands for, aliases written out. */
interface Extent {
  readonly parts: number;
  /** Levels of nesting. */
  readonly height: number;
}

const single: Extent = { parts: 1, height: 0 };

/** Turns the parser's nodes into data; what an alias stands for is turned once. */
class Conversion {
  readonly #lines: Lines;
  readonly #extents = new WeakMap<Datum, Extent>();
  /** By their names, the latest of each: the parser looks each up from the top of the file. */
  readonly #anchors = new Map<string, Node>();
  readonly #done = new Map<Node, Datum>();
  readonly #open = new Set<Node>();

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  /** @param offset of what the node is part of: a part that is left out has no place of its own */
  datum(node: Node | null, offset: number, depth: number): Datum {
    const place = this.#lines.placeAt(node?.range?.[0] ?? offset);
    if (node === null) return { kind: "scalar", place, value: null };
    if (isAlias(node)) return this.#aliased(node, place, depth);
    this.#anchor(node);
    if (depth > deepest) fail({ place }, `nested deeper than ${deepest} levels`);
    this.#open.add(node);
    const datum = this.#convert(node, place, depth + 1);
    this.#open.delete(node);
    this.#done.set(node, datum);
    return datum;
  }

  #aliased(alias: Alias, place: Place, depth: number): Datum {
    const node = this.#anchors.get(alias.source);
    if (node === undefined)
      return fail({ place }, `not valid YAML: there is no anchor &${alias.source} before this`);
    if (this.#open.has(node)) fail({ place }, "not valid YAML: an anchor holds itself");
    const datum = this.#done.get(node) ?? this.datum(node, 0, depth);
    if (depth + (this.#extents.get(datum) ?? single).height > deepest)
      fail({ place }, `nested deeper than ${deepest} levels, with what the aliases stand for`);
    return datum;
  }

  #anchor(node: Node): void {
    if (!isAlias(node) && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
  }

  #convert(node: Node, place: Place, depth: number): Datum {
    if (isMap<Node, Node | null>(node)) {
      const fields = node.items.map(({ key, value }): Field => {
        const at = key.range?.[0] ?? 0;
        return { ...this.#key(key), value: this.datum(value, at, depth) };
      });
      return this.#sized(
        { kind: "map", place, fields },
        fields.map(({ value }) => value),
      );
    }
    if (isSeq<Node | null>(node)) {
      const items = node.items.map((item) => this.datum(item, node.range?.[0] ?? 0, depth));
      return this.#sized({ kind: "list", place, items }, items);
    }
    return { kind: "scalar", place, value: isScalar(node) ? this.#plain(node.value, place) : null };
  }

  #key(key: Node): { readonly name: string; readonly place: Place } {
    const place = this.#lines.placeAt(key.range?.[0] ?? 0);
    this.#anchor(key);
    if (!isScalar(key)) return fail({ place }, "expected a name");
    return { name: String(key.source ?? key.value), place };
  }

  #plain(value: unknown, place: Place): string | number | boolean | null {
    if (value === null || ["string", "number", "boolean"].includes(typeof value))
      return value as string | number | boolean | null;
    return fail({ place }, "expected a text, a number, true, false or null");
  }

  /** A few aliases of aliases can stand for more than a machine holds. */
  #sized<D extends Datum>(datum: D, parts: readonly Datum[]): D {
    const extents = parts.map((part) => this.#extents.get(part) ?? single);
    const size = extents.reduce((sum, { parts: count }) => sum + count, 1);
    if (size > mostParts) fail(datum, `it comes to more than ${mostParts} parts`);
    const height = extents.reduce((most, each) => Math.max(most, each.height), 0) + 1;
    this.#extents.set(datum, { parts: size, height });
    return datum;
  }
}
