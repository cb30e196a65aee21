import {
  add,
  defineShift,
  InvalidArgumentError,
  type Memoised,
  Node,
  relative,
  scale,
  type Shift,
  shift,
  Tweaks,
} from "@dug/core";
import { borrowed, type Source } from "./loan.ts";
import { expression } from "./expression.ts";
import {
  isList,
  listed,
  type Selection,
  type Target,
  type Targets,
  textOf,
  tweakOf,
} from "./selection.ts";
import { overlap } from "./stack.ts";

const raised = /* @__PURE__ */ defineShift("floor", (value: number, floor: number) =>
  Math.max(value, floor),
);
const capped = /* @__PURE__ */ defineShift("cap", (value: number, cap: number) =>
  Math.min(value, cap),
);

/** Targets whose values are of a type; a pattern's are not known. */
export type TargetOf<V> =
  Node<V | Promise<V>> | Memoised<(...args: never[]) => V | Promise<V>> | Selection;

/** One target, or several. */
export type TargetsOf<V> = TargetOf<V> | readonly TargetOf<V>[];

/** How much: for several targets perhaps a list, one for each. */
export type Amount<V = number> = V | readonly V[];

/** The operations that take a number, by the names that they have in files. */
export const numeric: Readonly<Record<Numeric, (by: number) => Shift<number>>> = {
  add: add,
  multiply: scale,
  relative: relative,
  floor: raised,
  cap: capped,
};

export type Numeric = "add" | "multiply" | "relative" | "floor" | "cap";

/** What an operation puts in the place of a target's value: a value or a shift. */
export function replacementOf(
  operation: Numeric | "set" | "expression" | "from",
  amount: unknown,
  target: Target,
): unknown {
  if (operation === "set") return amount;
  if (operation === "expression") return expression(String(amount));
  return operation === "from"
    ? borrowed(nodeIn(target), amount as Source)
    : numeric[operation](Number(amount));
}

/**
 * The tweaks that replace each target's value. @param toOf the replacement for an amount
 * @throws {InvalidArgumentError} when there are not as many amounts as targets, or two targets have a node in common
 */
export function changeEach<V>(
  method: string,
  targets: Targets,
  amount: Amount<V>,
  toOf: (amount: V, target: Target) => unknown,
): Tweaks {
  const list = listed(targets);
  const isVector = isList(targets) && Array.isArray(amount);
  if (isVector && amount.length !== list.length)
    throw new InvalidArgumentError(
      method,
      `${list.length} targets need as many amounts, here are ${amount.length}`,
    );
  return list.reduce((tweaks, target, i) => {
    const own = tweakOf(target, toOf((isVector ? amount[i] : amount) as V, target));
    if (overlap(tweaks, own))
      throw new InvalidArgumentError(
        method,
        `${textOf(target)} shares nodes with a target before it`,
      );
    return tweaks.merge(own);
  }, Tweaks.empty);
}

function numericChange(name: Numeric) {
  return (targets: TargetsOf<number>, amount: Amount): Tweaks =>
    changeEach(`change.${name}`, targets as Targets, amount, (by) => numeric[name](by));
}

/**
 * Operations on targets, each giving the tweaks that do it; `scenario(name, [change…, change…])` puts several
 * on one another. A target is a node, a function for all its arguments, or a pattern; for a list of targets
 * the amount may be a list, one for each.
 */
export const change: {
  /** The value itself. */
  readonly set: <V>(targets: TargetsOf<V>, value: Amount<V>) => Tweaks;
  readonly add: NumericChange;
  readonly multiply: NumericChange;
  /** By a fraction of the base value: −0.2 makes 100 to 80. */
  readonly relative: NumericChange;
  /** No lower than this. */
  readonly floor: NumericChange;
  /** No higher than this. */
  readonly cap: NumericChange;
  /** Arithmetic over `base`, as in a file: `"max(base - 5, 0)"`. @throws {ExpressionError} */
  readonly expression: (targets: TargetsOf<number>, text: Amount<string>) => Tweaks;
  /** Any function of the base value; calls no memoised function. It has no form in a file. */
  readonly by: <V>(targets: TargetsOf<V>, apply: (base: V) => V) => Tweaks;
  /** The value that each node has in another scenario of the run, by name, or in a snapshot. */
  readonly from: (nodes: Node | readonly Node[], source: Source) => Tweaks;
} = {
  set: (targets, value) => changeEach("change.set", targets as Targets, value, (one) => one),
  add: numericChange("add"),
  multiply: numericChange("multiply"),
  relative: numericChange("relative"),
  floor: numericChange("floor"),
  cap: numericChange("cap"),
  expression: (targets, text) =>
    changeEach("change.expression", targets as Targets, text, (one) => expression(one)),
  by: (targets, apply) => changeEach("change.by", targets as Targets, apply, (one) => shift(one)),
  from: (nodes, source) =>
    changeEach("change.from", nodes, source, (_, target) => borrowed(nodeIn(target), source)),
};

type NumericChange = (targets: TargetsOf<number>, amount: Amount) => Tweaks;

function nodeIn(target: Target): Node {
  if (target instanceof Node) return target;
  throw new InvalidArgumentError(
    "change.from",
    `${textOf(target)} is not one node but many; name each`,
  );
}
