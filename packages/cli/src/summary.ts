import type { Outputs, Row, Table } from "@dug/scenarios";
import { align, count, inLine, show } from "./print.ts";
import { type Sources, where } from "./place.ts";
import { noNumbersOf } from "./remarks.ts";

/** What a summary needs to know beside the table. */
export interface SummaryFacts {
  /** What the model is called. */
  readonly model: string;
  readonly ms: number;
  /** The user's source files, to say where an error happened. */
  readonly sources: Sources;
  /** Further paragraphs; empty ones are left out. */
  readonly remarks: readonly string[][];
}

const levels = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1];

/**
 * A run in a few lines: the base, the extremes and the quantiles of each output, and the work done.
 * @param today further outputs of the base
 */
export function summary<O extends Outputs>(
  table: Table<O>,
  today: Table<Outputs>,
  facts: SummaryFacts,
): string {
  const parts = [baseOf(table, today, facts)];
  if (table.scenarios.length > 0) {
    parts.push(extremesOf(table), noNumbersOf(table), quantilesOf(table));
    parts.push(failuresOf(table, facts), unreadOf(table));
  }
  parts.push(...facts.remarks);
  parts.push(effortOf(table, today, facts));
  const texts = parts.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${texts.join("\n\n")}\n`;
}

function baseOf<O extends Outputs>(
  table: Table<O>,
  today: Table<Outputs>,
  { model, sources }: SummaryFacts,
): string[] {
  const rows = [
    ...table.outputs.map((output) => [`  ${output}`, cell(table.base, output, sources)]),
    ...today.outputs.map((output) => [`  ${output}`, cell(today.base, output, sources)]),
  ];
  const isWhole = table.base.status === "ok" && today.base.status === "ok";
  return [`${model} as it is`, ...align(rows, isWhole ? [] : [1])];
}

function cell<O extends Outputs>(row: Row<O>, output: keyof O & string, sources: Sources): string {
  return Object.hasOwn(row.errors, output)
    ? `failed: ${where(row.errors[output], sources)}`
    : show(row.outputs[output]);
}

function extremesOf<O extends Outputs>(table: Table<O>): string[] {
  const rows = table.outputs.flatMap((output) => {
    const [[low], [high]] = [table.bottom(output), table.top(output)];
    if (low === undefined || high === undefined) return [];
    return [
      [`  ${output}`, show(low.outputs[output]), low.name, show(high.outputs[output]), high.name],
    ];
  });
  if (rows.length === 0) return [];
  const header = ["  output", "lowest", "in scenario", "highest", "in scenario"];
  return [
    `Worst and best of ${count(table.scenarios.length, "scenario")}`,
    ...align([header, ...rows], [2, 4]),
  ];
}

function quantilesOf<O extends Outputs>(table: Table<O>): string[] {
  const outputs = table.outputs.filter((output) => table.top(output).length > 0);
  if (outputs.length === 0) return [];
  const header = ["  output", ...levels.map((level) => `${level * 100} %`)];
  const rows = outputs.map((output) => [
    `  ${output}`,
    ...levels.map((level) => show(rounded(table.quantile(output, level)))),
  ]);
  return ["Quantiles over the scenarios", ...align([header, ...rows])];
}

/** Six digits are enough to compare by eye; the file has them all. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function failuresOf<O extends Outputs>({ failed }: Table<O>, { sources }: SummaryFacts): string[] {
  if (failed.length === 0) return [];
  const shown = failed
    .slice(0, 5)
    .map(({ name, error }) => `  ${inLine(name)}: ${where(error, sources)}`);
  const more = failed.length > 5 ? [`  and ${failed.length - 5} more`] : [];
  return [`${count(failed.length, "scenario")} failed`, ...shown, ...more];
}

function unreadOf<O extends Outputs>({ scenarios }: Table<O>): string[] {
  const unread = scenarios.filter((row) => row.unread.length > 0);
  if (unread.length === 0) return [];
  const shown = unread.slice(0, 5).map((row) => `  ${inLine(row.name)}: ${row.unread.join(", ")}`);
  const more = unread.length > 5 ? [`  and ${unread.length - 5} more`] : [];
  return ["Tweaked, but read by no output (a mistyped argument?)", ...shown, ...more];
}

function effortOf<O extends Outputs>(
  { base, effort, scenarios }: Table<O>,
  today: Table<Outputs>,
  { ms }: SummaryFacts,
): string[] {
  const time = `Time: ${(ms / 1000).toFixed(2)} s`;
  const more = today.base.nodes.executed;
  const ran = `Functions run: ${show(base.nodes.executed)} for the base${more === 0 ? "" : `, ${show(more)} for its other outputs`}`;
  if (scenarios.length === 0) return [ran, time];
  const part =
    effort.full === 0 ? "" : `: ${Math.round((effort.executed / effort.full) * 100)} % were run`;
  return [
    `${ran}, ${show(effort.executed)} for ${count(scenarios.length, "scenario")};`,
    `  computing each of these anew would run ${show(effort.full)}, as many each as the base${part}`,
    time,
  ];
}
