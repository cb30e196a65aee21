import type { Context } from "@dug/core";
import { type AnyScenario, layersOf, type Outputs, type Table } from "@dug/scenarios";
import { count, enumerate } from "./print.ts";

const most = 5;

/** That nothing was asked for, or under nothing: seldom what was meant. `scenarios` is `undefined` where none were mentioned. */
export function emptyOf(outputs: Outputs, scenarios: readonly AnyScenario[] | undefined): string[] {
  const lines: string[] = [];
  if (Object.keys(outputs).length === 0)
    lines.push("The model has no outputs: name nodes, such as outputs: { total: total.node() }");
  if (scenarios?.length === 0) lines.push("The list of scenarios is empty");
  return lines;
}

/** Outputs that are numbers, but not in every scenario: extremes and quantiles leave these scenarios out. */
export function noNumbersOf<O extends Outputs>(table: Table<O>): string[] {
  return table.outputs.flatMap((output) => {
    const isAmong = (row: Table<O>["base"]): boolean => Object.hasOwn(row.outputs, output);
    if (!table.rows.some((row) => typeof row.outputs[output] === "number")) return [];
    const names = table.scenarios
      .filter((row) => isAmong(row) && !isNumber(row.outputs[output]))
      .map(({ name }) => name);
    if (names.length === 0) return [];
    return [
      `${output} is no number in ${count(names.length, "scenario")}: ${enumerate(names, most)}`,
    ];
  });
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" && !Number.isNaN(value);
}

/** Tweaks to a plain value of another type than the base has of that node, as far as it has one. */
export function retypedOf(base: Context, scenarios: readonly AnyScenario[]): string[] {
  const lines = scenarios.flatMap((scenario) =>
    layersOf(scenario)
      .flatMap(({ nodes }) => [...nodes])
      .flatMap(([node, to]) => {
        const before = base.get(node) ?? undefined;
        if (to.kind !== "value" || before === undefined) return [];
        const [was, is] = [typeOf(before), typeOf(to.value)];
        return was === is ? [] : [`  ${scenario.name}: ${node} is ${was}, and here ${is}`];
      }),
  );
  if (lines.length === 0) return [];
  const more = lines.length > most ? [`  and ${lines.length - most} more`] : [];
  return [
    "Tweaked to a value of another type (a text where a number belongs?)",
    ...lines.slice(0, most),
    ...more,
  ];
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  const { name } = value.constructor ?? Object;
  return name === "Object" ? "an object" : `an instance of ${name}`;
}
