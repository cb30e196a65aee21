import { common, type Given, type Job, type Verb, withScenarios } from "./verb.ts";

const options = {
  ...withScenarios,
  top: { kind: "text", value: "N", help: "how many functions and nodes are shown; without it 10" },
  ...common,
} as const;

/** `dug profile`: tells which functions and nodes take the time. */
export const profile: Verb = {
  name: "profile",
  summary: "tell which functions and nodes take the time",
  about: `Runs a model as it is, and under each scenario, and tells how often each function
ran and how long it took: "self" is without, "total" with what it called. With
--json all nodes are listed.`,
  options,
  example: `profile book.ts --scenarios stress.json --top 5`,
  async run(given: Given<typeof options>, job: Job) {
    const { measure } = await import("./measure.ts");
    return await measure(given, job);
  },
};
