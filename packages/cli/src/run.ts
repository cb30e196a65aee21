import {
  common,
  type Given,
  type Job,
  outOption,
  partialOption,
  type Verb,
  withScenarios,
} from "./verb.ts";

const options = {
  ...withScenarios,
  out: outOption,
  partial: partialOption,
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
  async run(given: Given<typeof options>, job: Job) {
    const { runModel } = await import("./run-model.ts");
    return await runModel(given, job);
  },
};
