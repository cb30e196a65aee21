import type { Cell } from "../kernel/cell.ts";
import { collectInner } from "./inner.ts";
import { Entry, Outcome } from "../kernel/entry.ts";
import { CycleError } from "../errors.ts";
import type { Frame } from "./frame.ts";
import type { Node } from "../identity/node.ts";
import { scratch } from "./stack.ts";
import { frozen, mask } from "../kernel/draft.ts";
import { listReads, readsFrom } from "../kernel/reads.ts";
import { entryIn } from "../kernel/state.ts";
import { store } from "../kernel/store.ts";
import type { World } from "./world.ts";

/**
 * Settles a ring of nodes that reach one another, when the first of them to be entered has ended: each
 * has the same error as its outcome, whatever its function made of it (S20). Those of the first node's
 * context are cached, with their dependencies; if one of them cannot be cached none is.
 */
export function settleRing(head: Frame, others: readonly Frame[]): Entry {
  const members = [...others, head];
  for (const member of others) member.cell.busy--;
  const error = new CycleError(nodesOf(members));
  const outcomes = new Map<Cell, Outcome>(
    members.map(({ cell }) => [cell, new Outcome(cell, true, error)]),
  );
  const isVolatile = members.some((member) => member.isVolatile);
  const inner = innerOf(head, members, outcomes);
  const { world } = head;
  let last: Entry | undefined;
  for (const member of members) {
    if (member.world !== world) continue;
    last = entryOf(member, outcomes, inner, isVolatile);
    if (isVolatile) scratch().keep(world, last);
    else world.state = store(world.now, last);
  }
  if (!isVolatile) closeMasks(world, members);
  return last as Entry;
}

/** Each node of a ring depends on each, so all are masked if one is (S13): those stored first could not know. */
export function closeMasks(world: World, members: readonly Frame[]): void {
  if (world.now.parent === null) return;
  const stored = members.filter((member) => member.world === world);
  const { masks } = frozen(world.now);
  if (!stored.some(({ cell }) => masks.has(cell))) return;
  for (const { cell } of stored) world.state = mask(world.now, cell);
}

/** The nodes of some evaluations, each once, sorted by their readable form. */
export function nodesOf(members: readonly Frame[]): Node[] {
  const cells = [...new Set(members.map((member) => member.cell))];
  return cells
    .map((cell) => ({ node: cell.node, text: String(cell.node) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ node }) => node);
}

/** The entry of a node on a ring, once the outcomes of all on it are known. */
export function entryOf(
  frame: Frame,
  outcomes: ReadonlyMap<Cell, Outcome>,
  inner: readonly Entry[] | undefined,
  volatile: boolean,
): Entry {
  const { cell, binding, began } = frame;
  const outcome = outcomes.get(cell) as Outcome;
  if (binding !== undefined)
    return new Entry(outcome, undefined, began, {
      tweak: { layer: binding.layer, hasBase: true },
      cyclic: true,
      volatile,
    });
  const reads = listReads(frame.settledReads()).map((read) => outcomes.get(read.cell) ?? read);
  return new Entry(outcome, readsFrom(reads), began, {
    ...(inner !== undefined && { inner }),
    cyclic: true,
    volatile,
  });
}

/** What the ring read in contexts that its functions opened. A ring that leads through one depends, in each of its nodes, on all of it. */
function innerOf(
  head: Frame,
  members: readonly Frame[],
  outcomes: ReadonlyMap<Cell, Outcome>,
): Entry[] | undefined {
  if (members.every((member) => member.inner === undefined && member.world === head.world))
    return undefined;
  const inner = new Map<Cell, Entry>();
  for (const member of members) {
    const { world, cell, began, inner: own } = member;
    for (const entry of own?.values() ?? []) inner.set(entry.cell, entry);
    if (world === head.world) continue;
    inner.set(cell, new Entry(outcomes.get(cell) as Outcome, undefined, began, { cyclic: true }));
    for (const read of listReads(member)) {
      const entry = entryIn(world.now, read.cell);
      if (entry !== undefined) collectInner(head.world, inner, entry, world);
    }
  }
  return [...inner.values()];
}
