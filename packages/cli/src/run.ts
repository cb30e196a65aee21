import { Context } from "@dug/core";
import { type AnyScenario, type Outputs, runScenarios, type Table } from "@dug/scenarios";
import { exitCodes } from "./exit.ts";
import { showStacks } from "./failures.ts";
import { terminal } from "./large-stack.ts";
import { type Loaded, loadModel } from "./load.ts";
import { OutputFile } from "./output-file.ts";
import { relativePath } from "./place.ts";
import { ProgressBar } from "./progress.ts";
import { emptyOf, retypedOf } from "./remarks.ts";
import { scenariosOf } from "./scenarios-of.ts";
import { summary } from "./summary.ts";
import { common, type Given, type Job, type Verb, withScenarios } from "./verb.ts";

const options = {
  ...withScenarios,
  out: { kind: "text", value: "FILE", help: "write the whole table as CSV" },
  strict: {
    kind: "flag",
    help: "end at a tweak that no output reads; exit with 1 also if a\nscenario failed",
  },
  ...common,
} as const;

/** `dug run`: loads the model, runs the scenarios, prints and writes the table. */
export const run: Verb = {
  name: "run",
  summary: "run a model as it is, and under each scenario",
  about: `Runs a model as it is, and under each scenario, and prints a summary. A failed
scenario says so in its row.`,
  options,
  example: `run book.ts --scenarios stress.json --out results.csv
  where stress.json holds  [{ "name": "crash", "tweaks": [["spot(\\"IBM\\")", 80]] }]`,
  run: runModel,
};

/** What a run computes. */
interface Results {
  readonly table: Table<Outputs>;
  /** The outputs that the model wants for the base only: a table of one row. */
  readonly today: Table<Outputs>;
  readonly ms: number;
  /** Paragraphs for the summary. */
  readonly remarks: readonly string[][];
}

async function runModel(given: Given<typeof options>, job: Job): Promise<number> {
  const loaded = await loadModel(job.model, job.scratch);
  const scenarios = scenariosOf(given.scenarios, loaded);
  const file = given.out === undefined ? undefined : new OutputFile(given.out, job.token);
  try {
    const results = await compute(loaded, scenarios, given.strict);
    file?.commit(results.table.toCSV());
    const answer = given.json ? asJSON(results) : asText(results, loaded, job, given.out);
    process.stdout.write(answer);
    const { table, today } = results;
    if (given.verbose) showStacks([...table.rows, today.base]);
    const failed = given.strict ? table.failed : [];
    return [...failed, table.base, today.base].every(({ status }) => status === "ok")
      ? exitCodes.done
      : exitCodes.failed;
  } finally {
    file?.discard();
  }
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
  { sources }: Loaded,
  { model }: Job,
  out: string | undefined,
): string {
  const text = summary(table, today, { model: relativePath(model), ms, sources, remarks });
  return out === undefined ? text : `${text}Table: ${out} (${table.rows.length} rows)\n`;
}

function asJSON({ table, today, ms }: Results): string {
  const [base] = today.toJSON().rows;
  const parts = { ...table.toJSON(), baseOutputs: base?.outputs ?? {}, ms };
  return `${JSON.stringify(parts, undefined, 2)}\n`;
}
