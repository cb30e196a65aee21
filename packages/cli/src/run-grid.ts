import { Context, type Model, nearest, type Node } from "@dug/core";
import { type Axis, axis, combine, type Outputs, type Table } from "@dug/scenarios";
import { readAxis } from "./axis-text.ts";
import { compute, sayInterrupted } from "./compute.ts";
import { exitCodes, InputError, UsageError } from "./exit.ts";
import { sayFailed, type Saying, showStacks } from "./failures.ts";
import { loadModel } from "./load.ts";
import { nodeNamed } from "./node-named.ts";
import { align, count, enumerate, show } from "./print.ts";
import { TableFile } from "./table-file.ts";
import type { Asked, Job } from "./verb.ts";

/** What `dug grid` is asked for. */
interface GridAsked extends Asked {
  readonly axis: readonly string[];
  readonly output: readonly string[];
  readonly out: string | undefined;
  readonly partial: boolean;
  readonly strict: boolean;
}

/** Runs every combination of the points of some axes. */
export async function runGrid(given: GridAsked, job: Job): Promise<number> {
  const texts = given.axis.map(readAxis);
  const { stdout, stderr, interruption } = job;
  const signal = given.partial ? interruption() : undefined;
  const loaded = await loadModel(job);
  const nodes = texts.map(({ node }) => nodeNamed(node, loaded.model, "--axis"));
  requireDifferent(nodes);
  const axes = Object.fromEntries(
    texts.map(({ operation, amounts }, i) => [
      String(nodes[i]),
      axis[operation](nodes[i] as Node<number>, amounts),
    ]),
  );
  const outputs = outputsOf(given.output, loaded.model);
  const file = given.out === undefined ? undefined : new TableFile(given.out, job);
  try {
    const scenarios = [...combine.product(axes)];
    const computed = await compute(new Context("base"), { outputs, scenarios, signal, stderr });
    const { table } = computed;
    const told = file === undefined ? "" : `\n${await file.commit(table)}`;
    stdout.write(given.json ? asJSON(table) : `${asText(table, axes)}${told}`);
    sayAll(table, { sources: loaded.sources, verbose: given.verbose, stderr });
    const interrupted = sayInterrupted(computed, scenarios.length + 1, stderr);
    if (interrupted !== undefined) return interrupted;
    const failed = [...(given.strict ? table.failed : []), table.base];
    return failed.every(({ status }) => status === "ok") ? exitCodes.done : exitCodes.failed;
  } finally {
    file?.discard();
  }
}

/** Points by the names of their axes. */
type Axes = Readonly<Record<string, Axis>>;

/** @throws {UsageError} when two axes have one node: each is named by it. */
function requireDifferent(nodes: readonly Node[]): void {
  const names = nodes.map(String);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`two axes tweak ${twice}: give it one`);
}

/** @throws {InputError} that tells the nearest output */
function outputsOf(names: readonly string[], { outputs }: Model): Outputs {
  if (names.length === 0) return outputs;
  const known = Object.keys(outputs);
  const chosen = names.map((name) => {
    const node = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    if (node !== undefined) return [name, node] as const;
    const [like] = nearest(name, known);
    const hint = like === undefined ? "" : `; the nearest is ${JSON.stringify(like)}`;
    throw new InputError(
      `--output: the model has no output ${JSON.stringify(name)}${hint}. Its outputs are ${enumerate(known)}.`,
    );
  });
  return Object.fromEntries(chosen);
}

function sayAll({ base, failed }: Table<Outputs>, saying: Saying): void {
  for (const row of [base, ...failed].slice(0, 5))
    if (row.status === "failed") sayFailed(row.name, row.error, { ...saying, verbose: false });
  if (saying.verbose) showStacks([base, ...failed], saying.stderr);
}

function asJSON(table: Table<Outputs>): string {
  return `${JSON.stringify({ axes: table.axes, ...table.toJSON() }, undefined, 2)}\n`;
}

function asText(table: Table<Outputs>, axes: Axes): string {
  const base = table.outputs.map((output) => `${output} ${show(table.base.outputs[output])}`);
  if (table.scenarios.length === 0) return `base: ${base.join(", ")}\n`; // interrupted
  const isMatrix = Object.keys(axes).length === 2;
  const parts = isMatrix
    ? table.outputs.map((output) => matrix(table, Object.entries(axes), output))
    : [list(table)];
  const texts = [[`base: ${base.join(", ")}`], ...parts].map((each) => each.join("\n"));
  return `${texts.join("\n\n")}\n`;
}

/** An output over two axes. */
function matrix(
  table: Table<Outputs>,
  [lines = ["", []], columns = ["", []]]: readonly (readonly [string, Axis])[],
  output: string,
): string[] {
  const pivot = table.pivot(lines[0], columns[0], output);
  const rows = pivot.lines.map((place, i) => [
    `  ${nameOf(lines[1], place)}`,
    ...(pivot.values[i] ?? []).map((value, j) => {
      const row = pivot.rows[i]?.[j];
      return row === undefined ? "" : cell(row.status, value);
    }),
  ]);
  const header = ["", ...pivot.columns.map((place) => nameOf(columns[1], place))];
  return [`${output}: ${lines[0]} down, ${columns[0]} across`, ...align([header, ...rows])];
}

function nameOf(points: Axis, place: unknown): string {
  return points.find(({ at }) => at === place)?.name ?? String(place);
}

const most = 100;

/** One line a scenario. */
function list(table: Table<Outputs>): string[] {
  const rows = table.scenarios
    .slice(0, most)
    .map((row) => [
      `  ${row.name}`,
      ...table.outputs.map((output) =>
        cell(Object.hasOwn(row.errors, output) ? "failed" : "ok", row.outputs[output]),
      ),
    ]);
  const more = table.scenarios.length - most;
  return [
    ...align([["scenario", ...table.outputs], ...rows]),
    ...(more > 0 ? [`  and ${count(more, "more scenario")}: --out FILE writes all`] : []),
  ];
}

function cell(status: string | undefined, value: unknown): string {
  return status === "failed" && value === undefined ? "failed" : show(value);
}
