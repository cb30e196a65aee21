import type { Cell } from "../kernel/cell.ts";
import type { Node } from "../identity/node.ts";
import { cellOf, cellsRead, type Settled, asPeek } from "./readout.ts";
import { show } from "./show.ts";
import { type Binding, bindingOf, isMasked, type State } from "../kernel/state.ts";

/** Something done in this context that reaches a node. */
export interface Cause {
  /** Where it was done. */
  readonly node: Node;
  /** `invalidation`: the node was said to be out of date; else what kind of tweak it has. */
  readonly kind: "value" | "shift" | "callback" | "invalidation";
  /** In words, such as `= 80` or `scale(1.5)`. */
  readonly text: string;
  /** From the node asked about down to this one: each read the next. */
  readonly path: readonly Node[];
}

/** Why a node differs from the parent's. */
export interface Explanation {
  readonly node: Node;
  /** What is cached here and in the parent; `undefined` where nothing is. */
  readonly here: Settled | undefined;
  readonly parent: Settled | undefined;
  /** What reaches the node, nearest first. Empty: nothing done here does. */
  readonly causes: readonly Cause[];
  /** All of that to be read, one line for each node on a path, indented: a spanning tree. */
  readonly text: string;
}

/** One node of the spanning tree. */
interface Step {
  readonly cell: Cell;
  readonly from: Step | undefined;
  /** How many steps away from the node asked about. */
  readonly depth: number;
  /** The step on the way here that is the last of those which the text shows at the upper end; itself if it is one. */
  readonly head: Step | undefined;
}

function stepTo(cell: Cell, from?: Step): Step {
  const depth = from === undefined ? 0 : from.depth + 1;
  return { cell, from, depth, head: depth > longest / 2 ? (from?.head ?? from) : undefined };
}

/**
 * Follows the cached dependencies of a node down to what was done in this context. Where the node is
 * not cached here, its earlier evaluation is followed. Complexity: the masked nodes below it.
 */
export function explanationOf(state: State, node: Node): Explanation {
  const start = cellOf(state, node);
  const causes: Found[] = [];
  const met = new Set<Cell>([start]);
  const queue: Step[] = [stepTo(start)];
  for (const step of queue) {
    const cause = causeAt(state, step);
    if (cause !== undefined) {
      causes.push({ cause, step });
      if (cause.kind !== "invalidation") continue;
    }
    for (const cell of below(state, step.cell)) {
      if (met.has(cell) || !matters(state, cell)) continue;
      met.add(cell);
      queue.push(stepTo(cell, step));
    }
  }
  const entry = state.entries.get(start);
  const parentEntry = state.parent?.entries.get(start);
  const here = entry && asPeek(entry);
  const parent = parentEntry && asPeek(parentEntry);
  const text = textOf(node, here, parent, causes);
  return { node, here, parent, causes: causes.map(({ cause }) => cause), text };
}

function below(state: State, cell: Cell): Cell[] {
  const entry = state.entries.get(cell) ?? state.known.get(cell) ?? state.parent?.entries.get(cell);
  return entry === undefined ? [] : cellsRead(entry);
}

/** A cause, and the step that came upon it. */
interface Found {
  readonly cause: Cause;
  readonly step: Step;
}

/** In a root nothing but tweaks is masked, so there every node is followed. */
function matters(state: State, cell: Cell): boolean {
  return state.parent === null || isMasked(state, cell);
}

function causeAt(state: State, step: Step): Cause | undefined {
  const { cell } = step;
  const binding = bindingOf(state, cell);
  if (binding?.layer === state.depth) {
    return causeOf(step, binding.to.kind, bindingText(binding));
  }
  const { invalidations } = state.own;
  const isInvalidated =
    invalidations.has(cell.definition) ||
    (!invalidations.isEmpty() && invalidations.has(cell.node));
  return isInvalidated ? causeOf(step, "invalidation", "invalidated") : undefined;
}

/** The path is made when somebody looks at it: many causes at the end of a long chain have long paths each. */
function causeOf(step: Step, kind: Cause["kind"], text: string): Cause {
  return {
    node: step.cell.node,
    kind,
    text,
    get path(): readonly Node[] {
      return pathTo(step).map(({ cell }) => cell.node);
    },
  };
}

function bindingText({ to, whole }: Binding): string {
  const all = whole === undefined ? "" : " (whole function)";
  if (to.kind === "value") return `= ${show(to.value)}${all}`;
  return `${to.kind === "shift" ? String(to.shift) : "callback"}${all}`;
}

/** The last `most` steps of those that lead to one, itself included. */
function pathTo(step: Step | undefined, most = Infinity): Step[] {
  const path: Step[] = [];
  for (let at = step; at !== undefined && path.length < most; at = at.from) path.push(at);
  return path.toReversed();
}

/** Of a longer path the text shows the two ends. */
const longest = 24;

function textOf(
  node: Node,
  here: Settled | undefined,
  parent: Settled | undefined,
  causes: readonly Found[],
): string {
  const lines = [`${node}: ${shown(here)} here, ${shown(parent)} in the parent`];
  if (causes.length === 0) lines.push("  nothing done in this context reaches it");
  const printed = new Set<Step | string>();
  for (const { cause, step } of causes) {
    let indent = "  ";
    for (const at of between(step)) {
      if (!printed.has(at)) lines.push(indent + (typeof at === "string" ? at : at.cell.node));
      printed.add(at);
      indent += "  ";
    }
    lines.push(`${indent}${cause.node} ${cause.text}`);
  }
  return lines.join("\n");
}

/** The steps between the node asked about and a cause; of a longer path the two ends. */
function between({ from, head, depth }: Step): (Step | string)[] {
  const left = depth - 1 - longest;
  return left <= 0
    ? pathTo(from).slice(1)
    : [...pathTo(head).slice(1), `… ${left} more …`, ...pathTo(from, longest / 2)];
}

function shown(peek: Settled | undefined): string {
  if (peek === undefined) return "not cached";
  return peek.kind === "error" ? `error ${show(peek.error)}` : show(peek.value);
}
