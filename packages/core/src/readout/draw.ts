import { InvalidArgumentError } from "../errors.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { show } from "./show.ts";

/** The graph in Graphviz's DOT language: an arrow leads from who reads to what it reads; tweaked nodes are boxes, errors red, what was read in an opened context dashed. @throws {InvalidArgumentError} when it is given something else */
export function toDot(graph: Graph): string {
  const { nodes, edges } = requireGraph("toDot", graph);
  const lines = [
    ...nodes.map(
      (node) => `  ${quoted(node.id)} [label=${quoted(labelOf(node))}${attributesOf(node)}];`,
    ),
    ...edges.map(
      ({ from, to, inside }) =>
        `  ${quoted(from)} -> ${quoted(to)}${inside ? " [style=dashed]" : ""};`,
    ),
  ];
  return ["digraph dug {", ...lines, "}", ""].join("\n");
}

/** @throws {InvalidArgumentError} when it is no graph, but the context that it is read out of, perhaps. */
function requireGraph(method: string, graph: Partial<Graph> | undefined): Graph {
  const { nodes, edges } = graph ?? {};
  if (Array.isArray(nodes) && Array.isArray(edges)) return { nodes, edges };
  throw new InvalidArgumentError(method, "expected what context.graph(node) gives");
}

function attributesOf({ tweaked, masked, outcome }: GraphNode): string {
  return [
    tweaked ? ", shape=box" : "",
    masked ? ", style=filled, fillcolor=lightyellow" : "",
    outcome?.kind === "error" ? ", color=red" : "",
  ].join("");
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}

/** The graph as a Mermaid flowchart, with the same conventions. @throws {InvalidArgumentError} when it is given something else */
export function toMermaid(graph: Graph): string {
  const { nodes, edges } = requireGraph("toMermaid", graph);
  const names = new Map(nodes.map(({ id }, i) => [id, `n${i}`]));
  const lines = [
    ...nodes.map((node) => {
      const label = `"${escaped(labelOf(node))}"`;
      return `  ${names.get(node.id)}${node.tweaked ? `[${label}]` : `(${label})`}${node.masked ? ":::masked" : ""}`;
    }),
    ...edges.map(
      ({ from, to, inside }) => `  ${names.get(from)} ${inside ? "-.->" : "-->"} ${names.get(to)}`,
    ),
    "  classDef masked fill:#ffffe0",
  ];
  return ["flowchart TD", ...lines, ""].join("\n");
}

function escaped(text: string): string {
  return text.replace(/[&"<>#;\n]/g, (character) => `#${character.charCodeAt(0)};`);
}

/** The readable form and, if it is short, what came out. */
function labelOf({ id, outcome }: GraphNode): string {
  if (outcome === undefined) return id;
  const shown = show(outcome.kind === "error" ? outcome.error : outcome.value);
  return shown.length > 40 ? id : `${id} = ${shown}`;
}
