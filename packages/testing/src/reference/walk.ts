import type { Node } from "@dug/core";
import type { RefEntry } from "./state.ts";

/**
 * All nodes that depend on one of `starts`, directly or through others, by full scans of the entries.
 * The starts are among them only where they depend on one another.
 */
export function dependantsOf(
  entries: ReadonlyMap<Node, RefEntry>,
  starts: Iterable<Node>,
  isLeaf: (node: Node) => boolean = () => false,
): Set<Node> {
  const found = new Set<Node>();
  const queue = [...starts];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const entry of entries.values()) {
      if (found.has(entry.node) || isLeaf(entry.node) || !dependsOn(entry, node)) continue;
      found.add(entry.node);
      queue.push(entry.node);
    }
  }
  return found;
}

/** The nodes whose evaluations opened a context and read one of `nodes` there (S16, S21). */
export function innerReadersOf(
  entries: ReadonlyMap<Node, RefEntry>,
  nodes: readonly Node[],
): Node[] {
  return [...entries.values()]
    .filter(({ inner }) => inner !== undefined && nodes.some((node) => inner.has(node)))
    .map(({ node }) => node);
}

function dependsOn(entry: RefEntry, node: Node): boolean {
  return entry.reads.some((read) => read.node === node) || entry.inner?.has(node) === true;
}
