import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Context, type Model, UnknownFunctionError } from "@dug/core";
import {
  type AnyScenario,
  type Outputs,
  readScenarios,
  runScenarios,
  ScenarioFileError,
  type Table,
} from "@dug/scenarios";
import type { RunCommand } from "./arguments.ts";
import { exitCodes } from "./exit.ts";
import { terminal } from "./large-stack.ts";
import { type Loaded, loadModel, readText } from "./load.ts";
import { OutputFile } from "./output-file.ts";
import { relativePath } from "./place.ts";
import { enumerate } from "./print.ts";
import { ProgressBar } from "./progress.ts";
import { emptyOf, retypedOf } from "./remarks.ts";
import { summary } from "./summary.ts";

/** What a run computes. */
interface Results {
  readonly table: Table<Outputs>;
  /** The outputs that the model wants for the base only: a table of one row. */
  readonly today: Table<Outputs>;
  readonly ms: number;
  /** Paragraphs for the summary. */
  readonly remarks: readonly string[][];
}

/**
 * `dug run`: loads the model, runs the scenarios, prints and writes the table.
 *
 * @param scratch a folder for what is made on the way
 * @param token tells this run's files from those of others
 * @returns the exit code
 * @throws {InputError} or {DugError} for what the user can mend
 */
export async function run(command: RunCommand, scratch: string, token: string): Promise<number> {
  const loaded = await loadModel(command.model, scratch);
  const scenarios = scenariosOf(command, loaded);
  const file = command.out === undefined ? undefined : new OutputFile(command.out, token);
  try {
    const results = await compute(loaded, scenarios, command.strict);
    file?.commit(results.table.toCSV());
    process.stdout.write(command.json ? asJSON(results) : asText(results, command, loaded));
    const { table, today } = results;
    const isWhole = table.base.status === "ok" && today.base.status === "ok";
    return isWhole ? exitCodes.done : exitCodes.baseFailed;
  } finally {
    file?.discard();
  }
}

function scenariosOf(
  { scenarios }: RunCommand,
  loaded: Loaded,
): readonly AnyScenario[] | undefined {
  if (scenarios === undefined) return loaded.scenarios;
  const text = readText(scenarios, "scenario file");
  try {
    return readScenarios(text, {
      file: relativePath(scenarios),
      include: (path) => readFileSync(resolve(dirname(scenarios), path), "utf8"),
    });
  } catch (error) {
    throw namingFunctions(error, loaded.model);
  }
}

/** Here the module is loaded, so a name that is unknown is mistyped: says which there are. */
function namingFunctions(error: unknown, { functions }: Model): unknown {
  if (!(error instanceof ScenarioFileError)) return error;
  const { cause } = error;
  if (!(cause instanceof UnknownFunctionError && cause.kind === "memoised function")) return error;
  const names = Object.values(functions).flatMap(({ id }) => (id === "" ? [] : [id]));
  const [nearest] = cause.nearest;
  const problem =
    `there is no memoised function ${JSON.stringify(cause.unknown)}` +
    `${nearest === undefined ? "" : `; the nearest is ${JSON.stringify(nearest)}`}. ` +
    `The model offers ${enumerate(names)}.`;
  return new ScenarioFileError(error, problem, { cause });
}

async function compute(
  { model, baseOutputs }: Loaded,
  asked: readonly AnyScenario[] | undefined,
  strict: boolean,
): Promise<Results> {
  const scenarios = asked ?? [];
  const begun = performance.now();
  const base = new Context("base");
  const bar = new ProgressBar(terminal());
  bar.update({ done: 0, total: scenarios.length + 1, failed: 0 });
  try {
    const onProgress = bar.update.bind(bar);
    const { outputs: wanted } = model;
    const table = await runScenarios(base, { outputs: wanted, scenarios, onProgress, strict });
    const today = await runScenarios(base, { outputs: baseOutputs, scenarios: [] });
    const ms = performance.now() - begun;
    const outputs = { ...model.outputs, ...baseOutputs };
    const remarks = [retypedOf(base, scenarios), emptyOf(outputs, asked)];
    return { table, today, ms, remarks };
  } finally {
    bar.clear();
  }
}

function asText(
  { table, today, ms, remarks }: Results,
  { model, out }: RunCommand,
  { sources }: Loaded,
): string {
  const text = summary(table, today, { model: relativePath(model), ms, sources, remarks });
  return out === undefined ? text : `${text}Table: ${out} (${table.rows.length} rows)\n`;
}

function asJSON({ table, today, ms }: Results): string {
  const [base] = today.toJSON().rows;
  const parts = { ...table.toJSON(), baseOutputs: base?.outputs ?? {}, ms };
  return `${JSON.stringify(parts, undefined, 2)}\n`;
}
