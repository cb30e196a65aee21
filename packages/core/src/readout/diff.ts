import { OrderedSet } from "immutable";
import type { Cell } from "../kernel/cell.ts";
import { sameOutcome } from "../kernel/entry.ts";
import { cellsSince } from "../kernel/log.ts";
import type { Node } from "../identity/node.ts";
import { asPeek, type Settled } from "./readout.ts";
import { type Binding, bindingOf, type State } from "../kernel/state.ts";
import { cellIn } from "../kernel/tweak.ts";
import { sameReplacement } from "../tweaks/tweaks.ts";

/** What one snapshot has otherwise than another. */
export interface Difference {
  /** Nodes that only the other one has cached. */
  readonly added: readonly Node[];
  /** Nodes that only this one has cached. */
  readonly removed: readonly Node[];
  /** Nodes whose cached outcomes are not equal, in the sense of S16. */
  readonly changed: readonly {
    readonly node: Node;
    readonly before: Settled;
    readonly after: Settled;
  }[];
  /** Nodes that are tweaked in one of them and not, or otherwise, in the other. */
  readonly tweaked: readonly Node[];
}

/**
 * Compares two states.
 *
 * Complexity: for a state and one forked from it, the number of nodes that the fork masked or stored;
 * otherwise the size of both caches.
 */
export function difference(before: State, after: State): Difference {
  const added: Node[] = [];
  const removed: Node[] = [];
  const changed: { node: Node; before: Settled; after: Settled }[] = [];
  const tweaked: Node[] = [];
  for (const [cell, cellAfter] of candidates(before, after)) {
    const a = before.entries.get(cell);
    const b = after.entries.get(cellAfter);
    if (isTweakedOtherwise(bindingOf(before, cell), bindingOf(after, cellAfter)))
      tweaked.push(cell.node);
    if (a === b) continue;
    if (a === undefined) added.push(cell.node);
    else if (b === undefined) removed.push(cell.node);
    else if (!sameOutcome(a.outcome, b.outcome))
      changed.push({ node: cell.node, before: asPeek(a), after: asPeek(b) });
  }
  return { added, removed, changed, tweaked };
}

/** Shifts of two layers differ, though they are equal: one may be on top of the other. */
function isTweakedOtherwise(a: Binding | undefined, b: Binding | undefined): boolean {
  if (a === undefined || b === undefined) return a !== b;
  return !sameReplacement(a.to, b.to) || (a.to.kind !== "value" && a.layer !== b.layer);
}

/** The nodes that can differ, by their cells here and there: the same ones within a family. */
function* candidates(before: State, after: State): Generator<readonly [Cell, Cell]> {
  const cellAt = ({ family }: State, cell: Cell): Cell =>
    before.family === after.family ? cell : cellIn(family, cell.node);
  let cells: Iterable<Cell>;
  if (after.parent === before) cells = touched(after);
  else if (before.parent === after) cells = touched(before);
  else cells = allOf(before).union(allOf(after).map((cell) => cellAt(before, cell)));
  for (const cell of cells) yield [cell, cellAt(after, cell)];
}

/** What a state holds or tweaks. */
function allOf({ entries, bindings }: State): OrderedSet<Cell> {
  return OrderedSet([...entries.values()].map((entry) => entry.cell)).union(bindings.keys());
}

/** What a context masked or stored since it was put on its parent. */
function touched({ masks, log }: State): Iterable<Cell> {
  return new Set([...masks.values(), ...cellsSince(log, undefined)]);
}
