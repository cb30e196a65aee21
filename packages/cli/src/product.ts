import { type Node, Tweaks } from "@dug/core";
import { type Scenario, scenario } from "@dug/scenarios";
import { type AxisText, label, replacement } from "./axis-text.ts";

/** An axis whose node is known. */
export interface Axis extends AxisText {
  readonly target: Node;
}

/** Every combination of the points, the first axis changing slowest; made as they are asked for. */
export function* product(axes: readonly Axis[]): Generator<Scenario> {
  const total = axes.reduce((size, { amounts }) => size * amounts.length, 1);
  for (let i = 0; i < total; i++) yield pointAt(axes, i);
}

function pointAt(axes: readonly Axis[], index: number): Scenario {
  let [tweaks, rest] = [Tweaks.empty, index];
  const names: string[] = [];
  const places: [string, number][] = [];
  for (const { target, operation, amounts } of axes.toReversed()) {
    const amount = amounts[rest % amounts.length] ?? NaN;
    rest = Math.floor(rest / amounts.length);
    tweaks = tweaks.tweak(target, replacement(operation, amount));
    names.unshift(`${target} ${label(operation, amount)}`);
    places.unshift([String(target), amount]);
  }
  return scenario(names.join(", "), tweaks, { axes: Object.fromEntries(places) });
}
