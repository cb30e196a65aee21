import type { Node, Tweaks } from "@dug/core";
import { type Amount, change, type Numeric, type TargetsOf } from "./change.ts";
import { labelOf } from "./label.ts";
import type { Source } from "./loan.ts";
import type { LayeredScenario } from "../scenario.ts";

/** A scenario that is a point on an axis. */
export interface Point extends LayeredScenario {
  /** Where on the axis it lies: what the table's column of the axis shows. */
  readonly at: number | string;
}

/** The points along one axis of a combination, in order; each is a scenario by itself. */
export type Axis = readonly Point[];

/** A point on an axis. @param amount what it is made with; where it is no number or text, it lies at its label */
export function pointOf(
  operation: Parameters<typeof labelOf>[0],
  amount: unknown,
  tweaks: Tweaks,
): Point {
  const name = labelOf(operation, amount);
  const isPlain = typeof amount === "number" || typeof amount === "string";
  return { name, at: isPlain ? amount : name, layers: [tweaks] };
}

function numericAxis(operation: Numeric): NumericAxis {
  return (targets, amounts) =>
    amounts.map((amount) => pointOf(operation, amount, change[operation](targets, amount)));
}

type NumericAxis = (targets: TargetsOf<number>, amounts: readonly Amount[]) => Axis;

/** Axes: one operation on the same targets with one amount after another. For a list of targets an amount may be a list, one for each. */
export const axis: {
  readonly set: <V>(targets: TargetsOf<V>, values: readonly Amount<V>[]) => Axis;
  readonly add: NumericAxis;
  readonly multiply: NumericAxis;
  readonly relative: NumericAxis;
  readonly floor: NumericAxis;
  readonly cap: NumericAxis;
  readonly expression: (targets: TargetsOf<number>, texts: readonly Amount<string>[]) => Axis;
  readonly from: (nodes: Node | readonly Node[], sources: readonly Source[]) => Axis;
} = {
  set: (targets, values) =>
    values.map((value) => pointOf("set", value, change.set(targets, value))),
  add: numericAxis("add"),
  multiply: numericAxis("multiply"),
  relative: numericAxis("relative"),
  floor: numericAxis("floor"),
  cap: numericAxis("cap"),
  expression: (targets, texts) =>
    texts.map((text) => pointOf("expression", text, change.expression(targets, text))),
  from: (nodes, sources) =>
    sources.map((source) =>
      pointOf(
        "from",
        typeof source === "string" ? source : source.name,
        change.from(nodes, source),
      ),
    ),
};

/**
 * Numbers from one to another at equal distances, both ends included.
 * @example `range(-0.2, 0.2, 5) // [-0.2, -0.1, 0, 0.1, 0.2]`
 * @param count a whole number from 2
 */
export function range(from: number, to: number, count: number): readonly number[] {
  const steps = count - 1;
  return Array.from({ length: count }, (_, i) =>
    Number(((from * (steps - i) + to * i) / steps).toPrecision(15)),
  );
}
