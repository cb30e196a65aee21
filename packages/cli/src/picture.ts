import { type Graph, toDot, toMermaid } from "@dug/core";
import { InputError } from "./exit.ts";
import type { Format } from "./format.ts";

/** Beyond this many nodes an SVG takes minutes to lay out, and nobody can read it. */
const most = 1000;

/**
 * A graph as text in a format. SVG is laid out by Graphviz, compiled to WebAssembly.
 * @throws {InputError} when it is too large to be laid out
 */
export async function picture(graph: Graph, format: Format): Promise<string> {
  if (format === "dot") return toDot(graph);
  if (format === "mermaid") return toMermaid(graph);
  const { length } = graph.nodes;
  if (length > most) {
    throw new InputError(
      `the graph has ${length} nodes, more than the ${most} that an SVG can show: ` +
        `cut it to a neighbourhood with --node and --depth, or take --format dot`,
    );
  }
  const { Graphviz } = await import("@hpcc-js/wasm-graphviz"); // most calls do without
  const graphviz = await Graphviz.load();
  return graphviz.layout(toDot(graph), "svg", "dot");
}
