import { Context } from "@dug/core";
import { type AnyScenario, type Outputs, runScenarios, type Table } from "@dug/scenarios";
import { compute, type Computed, sayInterrupted } from "./compute.ts";
import { exitCodes } from "./exit.ts";
import { showStacks } from "./failures.ts";
import { type Loaded, loadModel } from "./load.ts";
import { relativePath } from "./place.ts";
import { emptyOf, retypedOf } from "./remarks.ts";
import { scenariosOf } from "./scenarios-of.ts";
import { summary } from "./summary.ts";
import type { Terminal } from "./surroundings.ts";
import { TableFile } from "./table-file.ts";
import type { Asked, Job } from "./verb.ts";

/** What a run computes. */
interface Results extends Computed {
  /** The outputs that the model wants for the base only: a table of one row. */
  readonly today: Table<Outputs>;
  readonly ms: number;
  /** Paragraphs for the summary. */
  readonly remarks: readonly string[][];
}

/** What `dug run` is asked for. */
interface RunAsked extends Asked {
  readonly scenarios: string | undefined;
  readonly out: string | undefined;
  readonly partial: boolean;
  readonly strict: boolean;
}

/** Loads the model, runs the scenarios, prints and writes the table. */
export async function runModel(given: RunAsked, job: Job): Promise<number> {
  const { stdout, stderr, interruption } = job;
  const signal = given.partial ? interruption() : undefined;
  const loaded = await loadModel(job);
  const scenarios = scenariosOf(given.scenarios, loaded, job);
  const file = given.out === undefined ? undefined : new TableFile(given.out, job);
  try {
    const results = await computeAll(loaded, scenarios, { strict: given.strict, signal, stderr });
    const { table, today } = results;
    const told = (await file?.commit(table)) ?? "";
    stdout.write(given.json ? asJSON(results) : `${asText(results, loaded, job)}${told}`);
    if (given.verbose) showStacks([...table.rows, today.base], stderr);
    const interrupted = sayInterrupted(results, (scenarios ?? []).length + 1, stderr);
    if (interrupted !== undefined) return interrupted;
    const failed = given.strict ? table.failed : [];
    return [...failed, table.base, today.base].every(({ status }) => status === "ok")
      ? exitCodes.done
      : exitCodes.failed;
  } finally {
    file?.discard();
  }
}

async function computeAll(
  { model, baseOutputs }: Loaded,
  asked: readonly AnyScenario[] | undefined,
  how: {
    readonly strict: boolean;
    readonly signal: AbortSignal | undefined;
    readonly stderr: Terminal;
  },
): Promise<Results> {
  const scenarios = asked ?? [];
  const begun = performance.now();
  const base = new Context("base");
  const computed = await compute(base, { ...how, outputs: model.outputs, scenarios });
  const wanted = computed.interruption === undefined ? baseOutputs : {};
  const today = await runScenarios(base, { outputs: wanted, scenarios: [] });
  const ms = performance.now() - begun;
  const outputs = { ...model.outputs, ...baseOutputs };
  const remarks = [retypedOf(base, scenarios), emptyOf(outputs, asked)];
  return { ...computed, today, ms, remarks };
}

function asText(
  { table, today, ms, remarks }: Results,
  { sources }: Loaded,
  { model, folder }: Job,
): string {
  return summary(table, today, { model: relativePath(model, folder), ms, sources, remarks });
}

function asJSON({ table, today, ms }: Results): string {
  const [base] = today.toJSON().rows;
  const parts = { ...table.toJSON(), baseOutputs: base?.outputs ?? {}, ms };
  return `${JSON.stringify(parts, undefined, 2)}\n`;
}
