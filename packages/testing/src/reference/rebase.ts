import type { Node } from "@dug/core";
import type { Guard } from "../layer.ts";
import { equalErrors, holdsBelow, holdsIn } from "./equal.ts";
import { fixedLeaf, isAlready, later, type RefEntry, type RefState } from "./state.ts";
import { dependantsOf, innerReadersOf } from "./walk.ts";

/**
 * Puts a context on the present state of its parent (S7, S9). `below` is a copy that nobody changes.
 * Returns a new state; `old` stays as it was.
 */
export function bringUp(old: RefState, below: RefState | undefined, guard: Guard): RefState {
  if (old.dropped) return putOn(old.bare(below), undefined, guard);
  if (below === undefined && old.below === undefined) return old.copy();
  if (below !== undefined && old.below?.stamp === below.stamp) return takeOver(old, below, guard);
  return putOn(old.bare(below), old, guard);
}

/** All tweaks and invalidations of `state` put on at once, then what survives of the `old` cache. */
export function putOn(state: RefState, old: RefState | undefined, guard: Guard): RefState {
  state.start = later();
  const parents = inherit(state);
  const mentioned = new Set([...state.mentioned(), ...state.tweaks.nodes.keys()]);
  const { changed, unchanged } = bind(state, mentioned, guard);
  const isBound = (node: Node): boolean => state.replacement(node, guard) !== undefined;
  const stale = staleNodes(state, guard);
  const readers = innerReadersOf(parents, unchanged).filter((node) => !isBound(node));
  const starts = [...changed, ...stale, ...readers];
  for (const node of starts) if (!isBound(node)) state.entries.delete(node);
  for (const node of dependantsOf(parents, starts, isBound)) {
    state.entries.delete(node);
    if (state.below !== undefined) state.masks.add(node);
  }
  if (state.below !== undefined) maskWhatIsHidden(state, starts, parents);
  if (old !== undefined) survive(state, old, guard);
  return state;
}

/** Takes over what the parent has cached, which is returned, and what it knows beside. */
function inherit({ below, entries, heard }: RefState): ReadonlyMap<Node, RefEntry> {
  if (below === undefined) return new Map();
  for (const [node, entry] of below.entries) entries.set(node, entry);
  for (const [node, entry] of below.hearsay()) heard.set(node, entry);
  return below.entries;
}

/** Masks those of the nodes that the parent has, or that were invalidated by name. */
function maskWhatIsHidden(
  state: RefState,
  nodes: readonly Node[],
  parents: ReadonlyMap<Node, RefEntry>,
): void {
  for (const node of nodes) {
    if (parents.has(node) || state.invalidNodes.has(node)) state.masks.add(node);
  }
}

/** Makes leaves of the tweaked nodes. */
function bind(
  state: RefState,
  mentioned: ReadonlySet<Node>,
  guard: Guard,
): { changed: Node[]; unchanged: Node[] } {
  const changed: Node[] = [];
  const unchanged: Node[] = [];
  for (const node of mentioned) {
    const to = state.replacement(node, guard);
    if (to === undefined) continue;
    const before = state.entries.get(node);
    state.entries.delete(node);
    const isSame = to.kind === "value" && isAlready(before, to.value);
    (isSame ? unchanged : changed).push(node);
    if (to.kind === "value" && (before !== undefined || state.tweaks.nodes.has(node))) {
      state.put(fixedLeaf(node, to.value));
    }
    if (state.below !== undefined) state.masks.add(node);
  }
  return { changed, unchanged };
}

/** Nodes whose entries this context's invalidations keep it from taking from its parent. */
function staleNodes(state: RefState, guard: Guard): Node[] {
  const parents = state.below?.entries ?? new Map<Node, RefEntry>();
  const isStale = (node: Node, made: number): boolean =>
    made < state.invalidatedHere(node) && state.topmost(node, guard)?.to.kind !== "value";
  const stale = [...parents.values()].filter(
    ({ node, inner, time }) =>
      isStale(node, time) ||
      [...(inner?.keys() ?? [])].some((read) => !parents.has(read) && isStale(read, time)),
  );
  const unread = [...state.invalidNodes.keys()].filter(
    (node) => !parents.has(node) && isStale(node, 0),
  );
  return [...stale.map(({ node }) => node), ...unread];
}

/** Of the old cache's own entries those that still hold; the others remain known (S9). */
function survive(state: RefState, old: RefState, guard: Guard): void {
  const isParents = (node: Node): boolean =>
    state.entries.get(node)?.leaf === undefined && state.entries.has(node);
  for (const [node, entry] of old.known) if (!isParents(node)) state.remember(entry);
  for (const node of ownInOrder(old)) {
    const entry = old.entries.get(node);
    if (entry === undefined || isParents(node)) continue;
    if (state.topmost(node, guard) === undefined && stillHolds(state, entry)) {
      state.put(entry);
      const isReached = entry.reads.some((read) => state.isMasked(read.node, guard));
      if (state.below !== undefined && isReached) state.masks.add(node);
    } else {
      state.remember(entry);
    }
  }
}

function ownInOrder(old: RefState): Node[] {
  return [...old.entries.keys()].filter((node) => old.own.has(node));
}

function stillHolds(state: RefState, entry: RefEntry): boolean {
  return (
    entry.inner === undefined &&
    entry.leaf === undefined &&
    entry.time > state.invalidated(entry.node) &&
    holdsIn(state, entry.reads)
  );
}

/**
 * The parent was not changed: everything is kept, and what it evaluated meanwhile taken over (S9, S13). What
 * it only shows of its own parent again, after forgetting, it has not evaluated.
 */
function takeOver(old: RefState, below: RefState, guard: Guard): RefState {
  const state = old.copy(below);
  const stored = old.below === undefined ? [] : storedSince(below, old.below);
  for (const entry of stored) {
    if (!isOpenTo(state, entry, guard)) continue;
    const ring = stored.filter((each) => isOnRingWith(each, entry) && isOpenTo(state, each, guard));
    if (ring.some((each) => isHidden(state, each, guard))) {
      for (const { node } of ring) state.masks.add(node);
    } else {
      tryTaking(state, below, ring);
    }
  }
  return state;
}

/** What an unchanged context has stored since it was as `before`; and where it was put on its parent anew, what that has. */
function storedSince(state: RefState, before: RefState): RefEntry[] {
  const above =
    state.start === before.start || state.below === undefined || before.below === undefined
      ? []
      : storedSince(state.below, before.below).filter(
          (entry) => state.entries.get(entry.node) === entry && !state.own.has(entry.node),
        );
  const own = [...state.entries.values()].filter(({ node }) => state.own.has(node));
  return [...above, ...own].filter((entry) => before.entries.get(entry.node) !== entry);
}

/** Whether nothing is said yet of a node that the parent has evaluated. */
function isOpenTo(state: RefState, { node }: RefEntry, guard: Guard): boolean {
  return !state.entries.has(node) && !state.isMasked(node, guard);
}

/** Whether two are the same, or of one ring: each of them depends on the other (S20). */
function isOnRingWith(a: RefEntry, b: RefEntry): boolean {
  return a === b || (a.ring && b.ring && equalErrors(a.outcome, b.outcome));
}

/** Whether what the parent evaluated was invalidated here, or read something that is masked here. */
function isHidden(state: RefState, { node, reads, inner, time }: RefEntry, guard: Guard): boolean {
  const read = [...reads.map((each) => each.node), ...(inner?.keys() ?? [])];
  return (
    state.invalidatedHere(node) > time ||
    read.some((dependency) => state.isMasked(dependency, guard))
  );
}

/** Takes evaluations over if, taken over, all of them hold. */
function tryTaking(state: RefState, below: RefState, entries: readonly RefEntry[]): void {
  for (const entry of entries) state.entries.set(entry.node, entry);
  const isTaken = entries.every((entry) => holdsBelow(state, below, entry));
  for (const entry of entries) {
    if (isTaken) state.put(entry);
    else state.entries.delete(entry.node);
  }
}
