import type { Cell } from "../kernel/cell.ts";
import type { Node } from "../identity/node.ts";
import { asPeek, cellOf, cellsRead, type Settled } from "./readout.ts";
import { isMasked, type State } from "../kernel/state.ts";
import { dependantsOf, linked } from "../kernel/edges.ts";
import { hasRead } from "../kernel/reads.ts";

/** Which part of the graph is read out. */
export interface GraphOptions {
  /** `below`: what the node depends on (the default); `above`: what depends on it. */
  readonly direction?: "below" | "above";
  /** How many edges away from the node at most. Default: no bound. */
  readonly depth?: number;
}

/** A node of a graph that was read out. */
export interface GraphNode {
  readonly node: Node;
  /** The readable form; numbered where nodes of several functions read the same, as those without a name may. */
  readonly id: string;
  /** What is cached of it; `undefined` if it was read only in a context that its reader opened (S21). */
  readonly outcome: Settled | undefined;
  /** Its value comes from a tweak. */
  readonly tweaked: boolean;
  readonly masked: boolean;
}

/** That `from` read `to`; `inside` a context that it opened, perhaps. Both are ids. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly inside: boolean;
}

/** A cached subgraph as plain data: nodes in the order in which they were met, breadth first. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Reads out what lies below or above a node. Complexity: the nodes and edges read out. */
export function graphOf(
  unlinked: State,
  start: Node,
  { direction = "below", depth = Infinity }: GraphOptions = {},
): Graph {
  const state = linked(unlinked);
  const isBelow = direction === "below";
  const met = new Map<Cell, string>();
  const taken = new Map<string, number>();
  const idOf = (cell: Cell): string => {
    const known = met.get(cell);
    if (known !== undefined) return known;
    const text = String(cell.node);
    const count = (taken.get(text) ?? 0) + 1;
    const id = count === 1 ? text : `${text} #${count}`;
    taken.set(text, count);
    met.set(cell, id);
    return id;
  };
  const edges: GraphEdge[] = [];
  let ring = [cellOf(state, start)];
  ring.forEach(idOf);
  for (let distance = 0; distance < depth && ring.length > 0; distance++) {
    const next: Cell[] = [];
    for (const cell of ring) {
      for (const { other, inside } of isBelow ? stepsBelow(state, cell) : stepsAbove(state, cell)) {
        if (!met.has(other)) next.push(other);
        const [from, to] = isBelow ? [cell, other] : [other, cell];
        edges.push({ from: idOf(from), to: idOf(to), inside });
      }
    }
    ring = next;
  }
  return { nodes: [...met].map(([cell, id]) => nodeOf(state, cell, id)), edges };
}

interface GraphStep {
  readonly other: Cell;
  readonly inside: boolean;
}

function stepsBelow(state: State, cell: Cell): GraphStep[] {
  const entry = state.entries.get(cell);
  if (entry === undefined) return [];
  return cellsRead(entry).map((other) => ({ other, inside: !hasRead(entry, other) }));
}

function stepsAbove(state: State, cell: Cell): GraphStep[] {
  return dependantsOf(state, cell).map((entry) => ({
    other: entry.cell,
    inside: !hasRead(entry, cell),
  }));
}

function nodeOf(state: State, cell: Cell, id: string): GraphNode {
  const entry = state.entries.get(cell);
  return {
    node: cell.node,
    id,
    outcome: entry && asPeek(entry),
    tweaked: entry?.isTweak === true,
    masked: isMasked(state, cell),
  };
}
