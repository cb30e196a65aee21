import {
  type Fn,
  functionNamed,
  functionsTagged,
  type Memoised,
  Node,
  NodeSyntaxError,
} from "@dug/core";
import { isOrdered, type Matcher, type Operator } from "./matcher.ts";
import { Selection, type Target } from "./selection.ts";

/** A piece of a text, and where in it the piece begins. */
interface Piece {
  readonly text: string;
  readonly offset: number;
}

/** A target of which the text does not tell the type: it passes for one of any type. */
export type Untyped = Node<never> | Memoised<(...args: never[]) => never> | Selection;

/**
 * The functions that were memoised with a tag, each for all its arguments.
 * @throws {UnknownFunctionError} when there is none
 */
export function tagged(tag: string): readonly Untyped[] {
  return functionsTagged(tag) as readonly Untyped[];
}

/**
 * Reads what a tweak is for: a node such as `spot("IBM")`; a function, `spot`, for all its arguments; a
 * pattern over arguments such as `curve("USD", >=5)`. In a pattern each argument is a value as nodes have
 * it; `*`, anything; `>=5`, `<=5`, `>5`, `<5`, of one type with what is compared, numbers, texts or dates;
 * `!=5`, anything else. `...` at the end stands for any further arguments.
 *
 * @throws {NodeSyntaxError} when the text is none of these
 * @throws {UnknownFunctionError} when the function is not loaded here
 */
export function pattern(text: string): Untyped {
  return targetIn(text) as Untyped;
}

function targetIn(text: string): Target {
  const open = openingOf(text);
  if (open === undefined) return functionNamed(nameIn(text, text.trim()));
  const fn = functionNamed(nameIn(text, text.slice(0, open).trim()));
  const pieces = argumentsIn(text, open);
  const isOpen = pieces.at(-1)?.text === "...";
  const list = (isOpen ? pieces.slice(0, -1) : pieces).map((piece) => matcherOf(fn, piece, text));
  if (!isOpen && list.every(({ kind }) => kind === "literal")) return Node.parse(text);
  return new Selection(fn, text.trim(), { list, open: isOpen });
}

const quoted = /"(?:[^"\\]|\\.)*"/y;

/** Where the arguments begin: the first parenthesis that is in no name's quotes. */
function openingOf(text: string): number | undefined {
  quoted.lastIndex = text.length - text.trimStart().length;
  const start = quoted.test(text) ? quoted.lastIndex : 0;
  const open = text.indexOf("(", start);
  return open < 0 ? undefined : open;
}

function nameIn(text: string, name: string): string {
  if (!name.startsWith('"')) return name === "" ? refuse(text, 0, "the name of a function") : name;
  try {
    return String(JSON.parse(name));
  } catch {
    return refuse(text, text.indexOf('"'), "a name as JSON writes it");
  }
}

/** The arguments' texts: what stands between commas that are in no brackets and no quotes. */
function argumentsIn(text: string, open: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let begin = open + 1;
  let depth = 0;
  const close = (at: number): void => void pieces.push(trimmed(text, begin, at));
  for (let i = open + 1; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '"') i = endOfString(text, i);
    else if ("([{".includes(character)) depth++;
    else if (depth > 0) depth -= ")]}".includes(character) ? 1 : 0;
    else if (character === ",") {
      close(i);
      begin = i + 1;
    } else if (character === ")") {
      close(i);
      return whole(text, i, pieces);
    }
  }
  return refuse(text, text.length, '")"');
}

function endOfString(text: string, start: number): number {
  quoted.lastIndex = start;
  if (!quoted.test(text)) refuse(text, start, "a string as JSON writes it");
  return quoted.lastIndex - 1;
}

function trimmed(text: string, begin: number, end: number): Piece {
  const piece = text.slice(begin, end);
  return { text: piece.trim(), offset: begin + piece.length - piece.trimStart().length };
}

function whole(text: string, close: number, pieces: readonly Piece[]): readonly Piece[] {
  if (text.slice(close + 1).trim() !== "") refuse(text, close + 1, "the end");
  const [first] = pieces;
  if (pieces.length === 1 && first?.text === "") return [];
  const empty = pieces.find((piece) => piece.text === "");
  if (empty !== undefined) refuse(text, empty.offset, "an argument");
  return pieces;
}

const comparison = /^(>=|<=|!=|>|<)\s*(.*)$/s;

function matcherOf(fn: Memoised<Fn>, { text, offset }: Piece, owner: string): Matcher {
  if (text === "*") return { kind: "any" };
  const [, operator, bound = ""] = comparison.exec(text) ?? [];
  if (operator === undefined) return { kind: "literal", value: valueIn(fn, text, offset, owner) };
  const at = offset + text.length - bound.length;
  const value = valueIn(fn, bound, at, owner);
  if (operator === "!=") return { kind: "other", value };
  if (!isOrdered(value)) refuse(owner, at, "a number, a text or a date, which have an order,");
  return { kind: "compare", operator: operator as Operator, bound: value };
}

/** One value, in the form that it has among a node's arguments. */
function valueIn(fn: Memoised<Fn>, text: string, offset: number, owner: string): unknown {
  const prefix = `${JSON.stringify(fn.id)}(`;
  try {
    const { args } = Node.parse(`${prefix}${text})`);
    if (args.length === 1) return args[0];
  } catch (error) {
    if (!(error instanceof NodeSyntaxError)) throw error;
    const inside = Math.min(Math.max(error.offset - prefix.length, 0), text.length);
    return refuse(owner, offset + inside, error.expected);
  }
  return refuse(owner, offset, "a value");
}

function refuse(text: string, offset: number, expected: string): never {
  throw new NodeSyntaxError({ text, offset, expected });
}
