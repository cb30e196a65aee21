import { common, type Given, type Job, type Verb, withScenarios } from "./verb.ts";

const options = {
  ...withScenarios,
  strict: { kind: "flag", help: "exit with 1 also if something is remarked on" },
  ...common,
} as const;

/** `dug check`: the dry run. */
export const check: Verb = {
  name: "check",
  summary: "load model and scenarios, and say what would run",
  about: `Loads a model and its scenarios, evaluates the outputs as they are, and says what the
scenarios would run, without running it; and which tweaks no output reads.`,
  options,
  example: `check book.ts --scenarios stress.json`,
  async run(given: Given<typeof options>, job: Job) {
    const { checkModel } = await import("./check-model.ts");
    return await checkModel(given, job);
  },
};
