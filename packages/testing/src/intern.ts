import { Map as ImmutableMap } from "immutable";
import type { Node } from "@dug/core";

/** Makes equal nodes one object, so that plain Maps and Sets can be keyed by them. */
export class Interned {
  readonly #nodes = ImmutableMap<Node, Node>().asMutable();

  /** The first node equal to `node` that was seen here. */
  of(node: Node): Node {
    const before = this.#nodes.get(node);
    if (before !== undefined) return before;
    this.#nodes.set(node, node);
    return node;
  }
}

/** Nodes in the order of their readable forms. */
export function byReadableForm(nodes: readonly Node[]): readonly Node[] {
  return nodes
    .map((node) => ({ node, text: String(node) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ node }) => node);
}
