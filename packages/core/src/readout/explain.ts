import { Set as ValueSet } from "immutable";
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
      return pathOf(step);
    },
  };
}

function bindingText({ to, whole }: Binding): string {
  const all = whole === undefined ? "" : " (whole function)";
  if (to.kind === "value") return `= ${show(to.value)}${all}`;
  return `${to.kind === "shift" ? String(to.shift) : "callback"}${all}`;
}

function pathOf(step: Step): Node[] {
  const path: Node[] = [];
  for (let at: Step | undefined = step; at !== undefined; at = at.from) path.push(at.cell.node);
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
  const printed = ValueSet<Node | string>().asMutable();
  for (const { cause, step } of causes) {
    const middle = between(step);
    middle.forEach((at, depth) => {
      if (printed.has(at)) return;
      printed.add(at);
      lines.push(`${"  ".repeat(depth + 1)}${at}`);
    });
    lines.push(`${"  ".repeat(middle.length + 1)}${cause.node} ${cause.text}`);
  }
  return lines.join("\n");
}

/** The nodes between the one asked about and a cause; of a longer path the two ends. */
function between(step: Step): (Node | string)[] {
  const count = step.depth - 1;
  if (count <= longest) return pathOf(step).slice(1, -1);
  const tail: Node[] = [];
  for (let at = step.from; at !== undefined && tail.length < longest / 2; at = at.from)
    tail.push(at.cell.node);
  const head = step.head === undefined ? [] : pathOf(step.head).slice(1);
  return [...head, `… ${count - longest} more …`, ...tail.toReversed()];
}

function shown(peek: Settled | undefined): string {
  if (peek === undefined) return "not cached";
  return peek.kind === "error" ? `error ${show(peek.error)}` : show(peek.value);
}
