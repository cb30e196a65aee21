import type { Graph, GraphNode } from "./graph.ts";
import { show } from "./show.ts";

/** The graph in Graphviz's DOT language: an arrow leads from who reads to what it reads; tweaked nodes are boxes, errors red, what was read in an opened context dashed. */
export function toDot({ nodes, edges }: Graph): string {
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

/** The graph as a Mermaid flowchart, with the same conventions. */
export function toMermaid({ nodes, edges }: Graph): string {
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
