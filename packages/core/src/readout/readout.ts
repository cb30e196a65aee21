import { OrderedSet } from "immutable";
import type { Cell } from "../kernel/cell.ts";
import type { Entry } from "../kernel/entry.ts";
import type { Node } from "../identity/node.ts";
import { entryIn, isMasked, type State } from "../kernel/state.ts";
import { cellIn } from "../kernel/tweak.ts";
import { dependantsOf, linked } from "../kernel/edges.ts";
import { makePrintable } from "../printable.ts";
import { requireNode } from "../tweaks/tweaks.ts";
import { listReads } from "../kernel/reads.ts";

/** What a cache holds of a node, or that an asynchronous evaluation of it is pending. */
export type Peek<R = unknown> = Settled<R> | { readonly kind: "pending" };

/** What a node came out as. */
export type Settled<R = unknown> =
  | { readonly kind: "value"; readonly value: R }
  | { readonly kind: "error"; readonly error: unknown };

/** The cell of a node in a state's family. */
export function cellOf(state: State, node: Node): Cell {
  return cellIn(state.family, node);
}

/** What is cached of a node, as plain data. */
export function peekOf(state: State, node: Node): Settled | undefined {
  const entry = entryIn(state, cellOf(state, node));
  return entry && asPeek(entry);
}

/** An entry's outcome, as plain data. */
export function asPeek({ outcome }: Pick<Entry, "outcome">): Settled {
  return outcome.failed
    ? { kind: "error", error: outcome.value }
    : { kind: "value", value: outcome.value };
}

/** The cells that an entry read, in order, then those that it read in contexts which it opened. */
export function cellsRead(entry: Entry): Cell[] {
  return [
    ...new Set([
      ...listReads(entry).map((read) => read.cell),
      ...(entry.extras.inner ?? []).map((read) => read.cell),
    ]),
  ];
}

/** The nodes that the cached evaluation of a node read. */
export function dependenciesOf(state: State, node: Node): OrderedSet<Node> {
  const entry = state.entries.get(cellOf(state, node));
  return OrderedSet(entry === undefined ? [] : cellsRead(entry).map((cell) => cell.node));
}

/** The nodes whose cached evaluations read a node. */
export function dependantNodesOf(state: State, node: Node): OrderedSet<Node> {
  return OrderedSet(
    dependantsOf(linked(state), cellOf(state, node)).map((entry) => entry.cell.node),
  );
}

/** The nodes of which the parent's entry must not be used in a context: an immutable set that is read by node (S13). */
export class Masked implements Iterable<Node> {
  readonly #state: State;

  static {
    makePrintable(this.prototype);
  }

  constructor(state: State) {
    this.#state = state;
  }

  /** Whether the node is masked; a node that the context tweaks is, known or not. */
  has(node: Node): boolean {
    return isMasked(this.#state, cellOf(this.#state, requireNode("masked.has", node)));
  }

  /** How many known nodes are masked. */
  get size(): number {
    return this.#state.masks.size;
  }

  *[Symbol.iterator](): Iterator<Node> {
    for (const cell of this.#state.masks.values()) yield cell.node;
  }

  toString(): string {
    return `masked { ${this.size} node${this.size === 1 ? "" : "s"} }`;
  }
}
