import type { Graph, GraphEdge, GraphNode, Node } from "@dug/core";

/**
 * Several graphs of one context as one: a node that is in several is there once, and so is an edge. Ids
 * are numbered anew where nodes of several functions read the same. Complexity: the nodes and edges.
 */
export function unite(graphs: readonly Graph[]): Graph {
  const names = new Names();
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  for (const graph of graphs) {
    const ids = new Map(graph.nodes.map(({ id, node }) => [id, names.of(node)]));
    const idOf = (id: string): string => ids.get(id) ?? id;
    for (const node of graph.nodes) nodes.set(idOf(node.id), { ...node, id: idOf(node.id) });
    for (const { from, to, inside } of graph.edges) {
      const edge = { from: idOf(from), to: idOf(to), inside };
      edges.set(JSON.stringify([edge.from, edge.to]), edge);
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** One name a node. */
class Names {
  readonly #alike = new Map<string, Node[]>();

  of(node: Node): string {
    const text = String(node);
    const alike = this.#alike.get(text) ?? [];
    this.#alike.set(text, alike);
    const found = alike.findIndex((other) => other.equals(node));
    const at = found < 0 ? alike.push(node) - 1 : found;
    return at === 0 ? text : `${text} #${at + 1}`;
  }
}
