import type { Cell } from "./cell.ts";
import { type Entry, sameOutcome } from "./entry.ts";
import { InvalidArgumentError } from "./errors.ts";
import { entriesSince } from "./log.ts";
import type { Node } from "./node.ts";
import { asPeek, type Peek } from "./readout.ts";
import { bindingOf, type State } from "./state.ts";

/** What one snapshot has otherwise than another. */
export interface Difference {
  /** Nodes that only the other one has cached. */
  readonly added: readonly Node[];
  /** Nodes that only this one has cached. */
  readonly removed: readonly Node[];
  /** Nodes whose cached outcomes are not equal, in the sense of S16. */
  readonly changed: readonly { readonly node: Node; readonly before: Peek; readonly after: Peek }[];
  /** Nodes that are tweaked in one of them and not, or otherwise, in the other. */
  readonly tweaked: readonly Node[];
}

/**
 * Compares two states of one family.
 *
 * Complexity: for a state and one forked from it, the number of nodes that the fork masked or stored;
 * otherwise the size of both caches.
 */
export function difference(before: State, after: State): Difference {
  if (before.family !== after.family)
    throw new InvalidArgumentError("diff", "the snapshots belong to different families");
  const added: Node[] = [];
  const removed: Node[] = [];
  const changed: { node: Node; before: Peek; after: Peek }[] = [];
  const tweaked: Node[] = [];
  for (const cell of candidates(before, after)) {
    const a = before.entries.get(cell);
    const b = after.entries.get(cell);
    if (bindingOf(before, cell)?.to !== bindingOf(after, cell)?.to) tweaked.push(cell.node);
    if (a === b) continue;
    if (a === undefined) added.push(cell.node);
    else if (b === undefined) removed.push(cell.node);
    else if (!sameOutcome(a.outcome, b.outcome))
      changed.push({ node: cell.node, before: asPeek(a), after: asPeek(b) });
  }
  return { added, removed, changed, tweaked };
}

/** The cells that can differ. */
function candidates(before: State, after: State): Iterable<Cell> {
  if (after.parent === before) return touched(after);
  if (before.parent === after) return touched(before);
  const all = new Set<Cell>();
  for (const { entries, bindings } of [before, after]) {
    entries.forEach((_: Entry, cell: Cell) => all.add(cell));
    bindings.forEach((_, cell) => all.add(cell));
  }
  return all;
}

/** What a context masked or stored since it was put on its parent. */
function touched({ masks, log }: State): Set<Cell> {
  return new Set([...masks, ...entriesSince(log, 0).map((entry) => entry.cell)]);
}
