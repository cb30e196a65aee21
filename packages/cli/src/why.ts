import { common, type Given, type Job, type Verb, withScenarios } from "./verb.ts";

const options = {
  ...withScenarios,
  scenario: { kind: "text", value: "NAME", help: "which of them", required: true },
  node: { kind: "text", value: "NODE", help: "the node; without it every output" },
  ...common,
} as const;

/** `dug why`: explains how a scenario reaches nodes. */
export const why: Verb = {
  name: "why",
  summary: "explain why a node differs in a scenario",
  about: `Evaluates a node in the base and in a scenario, and shows the tweaks that reach it,
each with the path of nodes that leads there.`,
  options,
  example: `why book.ts --scenarios stress.json --scenario crash --node 'book()'`,
  async run(given: Given<typeof options>, job: Job) {
    const { explain } = await import("./explain.ts");
    return await explain(given, job);
  },
};
