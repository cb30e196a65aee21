import { defineShift, nearest, type Shift } from "@dug/core";
import jsep from "jsep";
import { ExpressionError } from "./errors.ts";

type Parsed = jsep.Expression;

/** An expression, ready to be computed for a base value. */
type Compute = (base: number) => number;

const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

/** The functions that an expression may call, and how many arguments each takes: at least, at most. */
const functions: Readonly<
  Record<
    string,
    { readonly apply: (...args: number[]) => number; readonly arity: [number, number] }
  >
> = {
  abs: { apply: Math.abs, arity: [1, 1] },
  ceil: { apply: Math.ceil, arity: [1, 1] },
  exp: { apply: Math.exp, arity: [1, 1] },
  floor: { apply: Math.floor, arity: [1, 1] },
  log: { apply: Math.log, arity: [1, 1] },
  max: { apply: Math.max, arity: [1, 20] },
  min: { apply: Math.min, arity: [1, 20] },
  pow: { apply: Math.pow, arity: [2, 2] },
  round: { apply: Math.round, arity: [1, 1] },
  sign: { apply: Math.sign, arity: [1, 1] },
  sqrt: { apply: Math.sqrt, arity: [1, 1] },
};

const unary: Readonly<Record<string, (a: number) => number>> = {
  "-": (a) => -a,
  "+": (a) => a,
  "!": (a) => Number(a === 0),
};

/** Comparisons give 1 and 0; what is not 0 counts as true. */
const binary: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b),
  ">=": (a, b) => Number(a >= b),
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  "&&": (a, b) => Number(a !== 0 && b !== 0),
  "||": (a, b) => Number(a !== 0 || b !== 0),
};

/** The longest text of an expression: the parser's own depth is bounded by it. */
const longest = 1000;

/**
 * Reads an arithmetic expression over `base`. A parser gives its tree, of which only the kinds of node
 * listed here are understood: numbers, `base`, constants, operators, `condition ? a : b`, and calls of the
 * functions listed here. There is nothing else in it to be reached, and nothing is run as code.
 *
 * @throws {ExpressionError} when the text is no such expression
 */
export function readExpression(text: string): Compute {
  if (text.length > longest)
    throw new ExpressionError(text, `it is longer than ${longest} characters`);
  return compile(text, parse(text));
}

function parse(text: string): Parsed {
  try {
    return jsep(text);
  } catch (error) {
    if (!(error instanceof Error && "description" in error && "index" in error)) throw error;
    const at = Number(error.index) + 1;
    throw new ExpressionError(text, `${String(error.description)} at position ${at}`);
  }
}

function compile(text: string, parsed: Parsed): Compute {
  const inner = (part: Parsed): Compute => compile(text, part);
  const node = parsed as jsep.CoreExpression;
  switch (node.type) {
    case "Literal":
      return literal(text, node.value);
    case "Identifier":
      return identifier(text, node.name);
    case "UnaryExpression": {
      const [apply, a] = [pick(text, unary, node.operator, "operator"), inner(node.argument)];
      return (base) => apply(a(base));
    }
    case "BinaryExpression": {
      const apply = pick(text, binary, node.operator, "operator");
      const [a, b] = [inner(node.left), inner(node.right)];
      return (base) => apply(a(base), b(base));
    }
    case "ConditionalExpression": {
      const [test, yes, no] = [inner(node.test), inner(node.consequent), inner(node.alternate)];
      return (base) => (test(base) === 0 ? no(base) : yes(base));
    }
    case "CallExpression":
      return call(text, node.callee, node.arguments.map(inner));
    default:
      throw new ExpressionError(text, `it holds ${named(node.type)}, which is no arithmetic`);
  }
}

function named(type: string): string {
  if (type === "Compound") return "more or less than one expression";
  const words = type
    .replaceAll(/([A-Z])/g, " $1")
    .toLowerCase()
    .trim();
  return `${/^[aeiou]/.test(words) ? "an" : "a"} ${words}`;
}

function literal(text: string, value: unknown): Compute {
  if (typeof value === "number") return () => value;
  throw new ExpressionError(text, `${JSON.stringify(value)} is no number`);
}

function identifier(text: string, name: string): Compute {
  if (name === "base") return (base) => base;
  if (!Object.hasOwn(constants, name))
    throw unknown(text, name, ["base", ...Object.keys(constants)]);
  const value = constants[name] ?? NaN;
  return () => value;
}

function call(text: string, callee: Parsed, args: readonly Compute[]): Compute {
  const { name } = callee;
  if (callee.type !== "Identifier" || typeof name !== "string")
    throw new ExpressionError(text, "it calls what has no name");
  const { apply, arity } = pick(text, functions, name, "function");
  const [least, most] = arity;
  if (args.length < least || args.length > most)
    throw new ExpressionError(
      text,
      `${name} takes ${least === most ? least : `${least} to ${most}`} arguments, here are ${args.length}`,
    );
  return (base) => apply(...args.map((argument) => argument(base)));
}

function pick<T>(text: string, table: Readonly<Record<string, T>>, name: string, what: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found !== undefined) return found;
  throw what === "function"
    ? unknown(text, name, Object.keys(table))
    : new ExpressionError(
        text,
        `there is no ${what} ${name}; there are ${Object.keys(table).join(" ")}`,
      );
}

function unknown(text: string, name: string, names: readonly string[]): ExpressionError {
  const [first] = nearest(name, names);
  const hint = first === undefined ? `there are ${names.join(", ")}` : `the nearest is ${first}`;
  return new ExpressionError(text, `it does not know ${JSON.stringify(name)}; ${hint}`);
}

/** The shift that an expression is: `expression("max(base - 5, 0)")`. Compares by its text and can be written down (S12). */
export function expression(text: string): Shift<number> {
  readExpression(text); // so that a mistake shows here and not in each row
  return written(text);
}

const written = /* @__PURE__ */ defineShift("expression", (base: number, text: string) => {
  if (typeof base === "number") return computed(text)(base);
  throw new ExpressionError(
    text,
    `the base value is no number but ${base === null ? "null" : typeof base}`,
  );
});

let latest: { readonly text: string; readonly compute: Compute } | undefined;

/** Of a tweak of many nodes every one asks for the same expression. */
function computed(text: string): Compute {
  if (latest?.text !== text) latest = { text, compute: readExpression(text) };
  return latest.compute;
}
