import { readFileSync } from "node:fs";
import { Context } from "@dug/core";
import {
  type Outputs,
  readScenarios,
  runScenarios,
  type Scenario,
  ScenarioFileError,
  type Table,
} from "@dug/scenarios";
import { help, readArguments, type RunCommand } from "./arguments.ts";
import { exitCodes, InputError, UsageError } from "./exit.ts";
import { type Loaded, loadModel, readText } from "./load.ts";
import { OutputFile } from "./output-file.ts";
import { relativePath } from "./place.ts";
import { ProgressBar } from "./progress.ts";
import { summary } from "./summary.ts";
import { supervise, tokenOf } from "./supervise.ts";

/** What the command does when a user calls it. @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  return await reporting(false, async () => {
    const command = readArguments(args);
    if (command.kind === "help") process.stdout.write(help);
    else if (command.kind === "version") process.stdout.write(`${version()}\n`);
    else return await supervise(args, command.out);
    return exitCodes.done;
  });
}

/** What it does in the process of its own. @param folder what the work may fill; it is removed in the end */
export async function work(folder: string, args: readonly string[]): Promise<number> {
  const command = readArguments(args);
  if (command.kind !== "run") return exitCodes.done;
  return await reporting(command.verbose, () => run(command, folder));
}

async function run(command: RunCommand, folder: string): Promise<number> {
  const loaded = await loadModel(command.model, folder);
  const scenarios = scenariosOf(command, loaded);
  const file = command.out === undefined ? undefined : new OutputFile(command.out, tokenOf(folder));
  try {
    const begun = performance.now();
    const table = await runTable(loaded, scenarios);
    const facts = {
      model: relativePath(command.model),
      ms: performance.now() - begun,
      sources: loaded.sources,
    };
    file?.commit(table.toCSV());
    if (command.json) process.stdout.write(`${JSON.stringify(table.toJSON(), undefined, 2)}\n`);
    else process.stdout.write(summary(table, facts) + fileLine(command.out, table));
    return table.base.status === "ok" ? exitCodes.done : exitCodes.baseFailed;
  } finally {
    file?.discard();
  }
}

/** @throws {InputError} when the file cannot be read. @throws {ScenarioFileError} when it is not what it should be. */
function scenariosOf({ scenarios }: RunCommand, loaded: Loaded): readonly Scenario[] {
  if (scenarios === undefined) return loaded.scenarios;
  return readScenarios(readText(scenarios, "scenario file"), { file: scenarios });
}

async function runTable(
  { model }: Loaded,
  scenarios: readonly Scenario[],
): Promise<Table<Outputs>> {
  const bar = new ProgressBar(process.stderr);
  bar.update({ done: 0, total: scenarios.length + 1, failed: 0 });
  try {
    return await runScenarios(new Context("base"), {
      outputs: model.outputs,
      scenarios,
      onProgress: (progress) => bar.update(progress),
    });
  } finally {
    bar.clear();
  }
}

function fileLine(out: string | undefined, { rows }: Table<Outputs>): string {
  return out === undefined ? "" : `Table: ${out} (${rows.length} rows)\n`;
}

/** Turns what the user can mend into one message and an exit code. */
async function reporting(verbose: boolean, action: () => Promise<number>): Promise<number> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof InputError || error instanceof ScenarioFileError)) throw error;
    process.stderr.write(`dug: ${error.message}\n`);
    if (error instanceof UsageError) process.stderr.write("Try: dug --help\n");
    if (verbose) process.stderr.write(`${stackOf(error.cause ?? error)}\n`);
    return exitCodes.badInput;
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function version(): string {
  const read: unknown = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  );
  return typeof read === "object" && read !== null && "version" in read ? String(read.version) : "";
}
