import type { Fn, Memoised, Node } from "@dug/core";

/** How two values of one type are compared in a pattern. */
export type Operator = ">=" | "<=" | ">" | "<";

/** What one argument of a node must be for a pattern to be for it. */
export type Matcher =
  | { readonly kind: "any" }
  | { readonly kind: "literal" | "other"; readonly value: unknown }
  | { readonly kind: "compare"; readonly operator: Operator; readonly bound: unknown };

/** The arguments that a pattern is for: these, and any more after them if it is `open`. */
export interface Matchers {
  readonly list: readonly Matcher[];
  readonly open: boolean;
}

type Callee = Memoised<Fn>;

/** Whether arguments are those of the pattern. */
export function accepts(fn: Callee, { list, open }: Matchers, args: readonly unknown[]): boolean {
  if (args.length < list.length || (args.length > list.length && !open)) return false;
  return list.every((matcher, i) => acceptsOne(fn, matcher, args[i]));
}

function acceptsOne(fn: Callee, matcher: Matcher, argument: unknown): boolean {
  switch (matcher.kind) {
    case "any":
      return true;
    case "literal":
      return isSame(fn, matcher.value, argument);
    case "other":
      return !isSame(fn, matcher.value, argument);
    case "compare":
      return compares(argument, matcher.operator, matcher.bound);
  }
}

/** As the engine compares arguments: by value (S24). */
function isSame(fn: Callee, a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return typeof a === typeof b && nodeOf(fn, a).equals(nodeOf(fn, b));
}

/** Two values are the same argument iff their nodes are the same, whatever the function takes. */
function nodeOf(fn: Callee, argument: unknown): Node {
  return fn.node(...([argument] as never[]));
}

/** Values of two types never compare. */
function compares(value: unknown, operator: Operator, bound: unknown): boolean {
  if (value instanceof Date && bound instanceof Date)
    return compares(value.getTime(), operator, bound.getTime());
  if (typeof value !== typeof bound || !isOrdered(value) || !isOrdered(bound)) return false;
  if (operator === ">") return value > bound;
  if (operator === "<") return value < bound;
  return operator === ">=" ? value >= bound : value <= bound;
}

/** Whether values of this type have an order. */
export function isOrdered(value: unknown): value is number | bigint | string | Date {
  return ["number", "bigint", "string"].includes(typeof value) || value instanceof Date;
}

/** Whether two patterns of one function can be seen to have no node in common. */
export function areDisjoint(fn: Callee, a: Matchers, b: Matchers): boolean {
  const [short, long] = a.list.length <= b.list.length ? [a, b] : [b, a];
  if (short.list.length < long.list.length && !short.open) return true;
  return short.list.some((matcher, i) => excludes(fn, matcher, long.list[i]));
}

function excludes(fn: Callee, a: Matcher, b: Matcher | undefined): boolean {
  if (a.kind === "literal" && b !== undefined) return !acceptsOne(fn, b, a.value);
  return b?.kind === "literal" && !acceptsOne(fn, a, b.value);
}
