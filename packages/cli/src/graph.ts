import { formats } from "./format.ts";
import { common, type Given, type Job, type Verb, withScenarios } from "./verb.ts";

const options = {
  ...withScenarios,
  scenario: { kind: "text", value: "NAME", help: "draw it as it is in this scenario" },
  node: { kind: "text", value: "NODE", help: "the node to draw; without it all outputs" },
  below: { kind: "flag", help: "what the node depends on: so if nothing is said" },
  above: { kind: "flag", help: "what depends on the node, as far as the outputs need it" },
  depth: { kind: "text", value: "N", help: "at most so many steps away from the node" },
  format: { kind: "text", value: "FORMAT", help: `${formats.join(", ")}; without it dot` },
  out: { kind: "text", value: "FILE", help: "write it there instead of printing it" },
  ...common,
} as const;

/** `dug graph`: draws what nodes are made of. */
export const graph: Verb = {
  name: "graph",
  summary: "draw what depends on what",
  about: `Evaluates the model as it is, or in a scenario, and draws its graph: an arrow leads
from who reads to what it reads; errors are red. In a scenario what it tweaks is in
boxes, and what these reach is yellow.`,
  options,
  example: `graph book.ts --node 'book()' --depth 2 --format mermaid
  or  graph book.ts --scenarios stress.json --scenario crash --format svg --out crash.svg`,
  async run(given: Given<typeof options>, job: Job) {
    const { drawGraph } = await import("./draw-graph.ts");
    return await drawGraph(given, job);
  },
};
