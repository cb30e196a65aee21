import { type Definition, type Node, Tweaks } from "@dug/core";
import { putOn } from "./rebase.ts";
import type { Guard } from "../layer.ts";
import { holdsBelow } from "./equal.ts";
import { fixedLeaf, isAlready, later, type RefEntry, type RefState } from "./state.ts";
import { dependantsOf, innerReadersOf } from "./walk.ts";

/** What the operations that change a context do to its state (S12–S16a, S26). Each works in place or returns the state to go on with. */

/** Every change forgets the uncached outcomes (S19) and counts as one for children (S9). */
function changed(state: RefState): void {
  state.change = later();
  state.uncached.clear();
}

/** Drops nodes; outside a root, masks them. */
function hide(state: RefState, nodes: Iterable<Node>): void {
  for (const node of nodes) {
    state.drop(node);
    if (state.below !== undefined) state.masks.add(node);
  }
}

/** Puts further tweaks on, all at once (S13, S16). */
export function apply(state: RefState, added: Tweaks, guard: Guard): void {
  changed(state);
  state.tweaks = state.tweaks.merge(added);
  const fresh = new Set<unknown>(
    [...added.functions.values()].flatMap((list) => [...list]).map(({ to }) => to),
  );
  const wholly = [...state.mentioned()].filter((node) => {
    if (!added.functions.has(node.definition) || state.tweaks.nodes.has(node)) return false;
    const to = state.replacement(node, guard);
    return to !== undefined && fresh.has(to.kind === "broken filter" ? to.of : to);
  });
  rebind(state, new Set([...added.nodes.keys(), ...wholly]), guard);
}

/** Makes leaves of nodes that are tweaked anew, then drops what depends on those that change by it. */
function rebind(state: RefState, nodes: ReadonlySet<Node>, guard: Guard): void {
  const moved: Node[] = [];
  const same: Node[] = [];
  for (const node of nodes) {
    const to = state.replacement(node, guard);
    const before = state.entries.get(node);
    const isSame = to?.kind === "value" && isAlready(before, to.value);
    (isSame ? same : moved).push(node);
    hide(state, [node]);
    if (to?.kind === "value" && (state.tweaks.nodes.has(node) || before !== undefined)) {
      state.put(fixedLeaf(node, to.value));
    }
  }
  const readers = innerReadersOf(state.entries, same);
  const isLeaf = (node: Node): boolean => nodes.has(node);
  const cone = dependantsOf(state.entries, [...moved, ...readers], isLeaf);
  hide(state, [...readers, ...cone]);
}

/** Takes a node's own tweak off. Returns the state to go on with. */
export function untweak(state: RefState, node: Node, guard: Guard): RefState {
  if (!state.tweaks.nodes.has(node)) return state;
  return withTweaks(state, state.tweaks.untweak(node), [node], guard);
}

/** Takes all whole-function tweaks of a function off. Returns the state to go on with. */
export function untweakAll(state: RefState, definition: Definition, guard: Guard): RefState {
  if (!state.tweaks.functions.has(definition)) return state;
  const loosened = [...state.mentioned()].filter(
    (node) =>
      node.definition === definition &&
      !state.tweaks.nodes.has(node) &&
      state.replacement(node, guard) !== undefined,
  );
  return withTweaks(state, withoutFunction(state.tweaks, definition), loosened, guard);
}

function withoutFunction(tweaks: Tweaks, definition: Definition): Tweaks {
  return new Tweaks(tweaks.nodes, tweaks.functions.delete(definition));
}

function withTweaks(
  state: RefState,
  tweaks: Tweaks,
  loosened: readonly Node[],
  guard: Guard,
): RefState {
  changed(state);
  state.tweaks = tweaks;
  if (state.below !== undefined) return putOnAgain(state, guard);
  const rebound = loosened.filter((node) => state.entries.has(node));
  const same = rebound.filter((node) => {
    const to = state.replacement(node, guard);
    return to?.kind === "value" && isAlready(state.entries.get(node), to.value);
  });
  const moved = loosened.filter((node) => !same.includes(node));
  const readers = innerReadersOf(state.entries, same);
  hide(state, [...loosened, ...readers, ...dependantsOf(state.entries, [...moved, ...readers])]);
  for (const node of rebound) {
    const to = state.replacement(node, guard);
    if (to?.kind === "value") state.put(fixedLeaf(node, to.value));
  }
  return state;
}

/** As a re-entry on the parent's same state: its shifts' base values stay. */
function putOnAgain(state: RefState, guard: Guard): RefState {
  const again = putOn(state.bare(state.below), state, guard);
  for (const [depth, base] of state.bases) again.bases.set(depth, base);
  return again;
}

export function invalidateNode(state: RefState, node: Node, guard: Guard): void {
  changed(state);
  state.invalidNodes.set(node, state.change);
  spoil(state, [node], guard);
  const isFixed = state.topmost(node, guard)?.to.kind === "value";
  if (state.below !== undefined && !isFixed) state.masks.add(node);
}

export function invalidateFunction(state: RefState, definition: Definition, guard: Guard): void {
  changed(state);
  state.invalidFunctions.set(definition, state.change);
  spoil(
    state,
    [...met(state)].filter((node) => node.definition === definition),
    guard,
  );
}

/** Invalidates every `input` function (S27). */
export function refresh(state: RefState, guard: Guard): void {
  changed(state);
  state.refreshed = state.change;
  spoil(
    state,
    [...met(state)].filter((node) => node.definition.options.input === true),
    guard,
  );
}

/** Every node that the cache mentions, or that the parent's pinned state has though it is not shown here. */
function met(state: RefState): Set<Node> {
  return new Set([...state.mentioned(), ...(state.below?.entries.keys() ?? [])]);
}

/** Whether there is an entry here or in the parent's pinned state. */
function isCached(state: RefState, node: Node): boolean {
  return state.entries.has(node) || state.below?.entries.has(node) === true;
}

function spoil(state: RefState, nodes: readonly Node[], guard: Guard): void {
  const free = nodes.filter((node) => state.topmost(node, guard)?.to.kind !== "value");
  const beneath = spoilBase(state);
  const cone = dependantsOf(state.entries, [...free, ...beneath]);
  const cached = free.filter((node) => isCached(state, node));
  hide(state, [...cached, ...beneath, ...cone]);
}

/** In a root, what lies beneath its own shifts is invalidated, too. Returns the shifted nodes that have lost their base value, by this or before. */
function spoilBase(state: RefState): Node[] {
  if (state.below !== undefined) return [];
  spoilLike(state);
  const base = state.bases.get(0);
  return [...state.entries.values()]
    .filter(({ node, askedBase }) => askedBase && base?.entries.has(node) !== true)
    .map(({ node }) => node);
}

/** Beneath a root's shifts its own invalidations count, and no others: after a restore those of the snapshot (S11). */
export function spoilLike(root: RefState): void {
  const base = root.bases.get(0);
  if (base === undefined) return;
  base.invalidNodes.clear();
  base.invalidFunctions.clear();
  root.copyInvalidations(base);
  const stale = [...base.entries.values()].filter((entry) => isStale(base, entry));
  const starts = stale.map(({ node }) => node);
  hide(base, new Set([...starts, ...dependantsOf(base.entries, starts)]));
}

/** Whether an evaluation was made before an invalidation of its node, or of one that it read in a context that it opened and that is cached nowhere else. */
function isStale(state: RefState, { node, inner, time }: RefEntry): boolean {
  const alone = [...(inner?.keys() ?? [])].filter((read) => !state.entries.has(read));
  return [node, ...alone].some((each) => time < state.invalidated(each));
}

export function forget(state: RefState, target: Node | Definition, guard: Guard): void {
  const shown = state.below?.entries.keys() ?? [];
  const known = [...state.known.keys(), ...state.heard.keys()];
  const starts = [...state.mentioned(), ...known, ...shown].filter(
    (node) => node === target || node.definition === target,
  );
  unload(state, new Set([...starts, ...dependantsOf(state.entries, starts)]), guard);
  for (const base of state.bases.values()) forget(base, target, guard);
}

export function clear(state: RefState, guard: Guard): void {
  state.known.clear();
  state.heard.clear();
  state.bases.clear();
  const shown = state.below?.entries.keys() ?? [];
  unload(state, new Set([...state.entries.keys(), ...shown]), guard);
}

/** Takes entries away without a trace; what the parent holds of an unmasked node shows again (S26). */
function unload(state: RefState, nodes: ReadonlySet<Node>, guard: Guard): void {
  state.uncached.clear();
  const shown = new Set<RefEntry>();
  for (const node of nodes) {
    state.disregard(node);
    if (state.entries.get(node)?.leaf === "fixed" && state.replacement(node, guard) !== undefined)
      continue;
    state.entries.delete(node);
    state.own.delete(node);
    const parents = state.below?.entries.get(node);
    if (parents === undefined || state.isMasked(node, guard)) continue;
    state.entries.set(node, parents);
    shown.add(parents);
  }
  if (state.below !== undefined) hideUnfounded(state, state.below, shown);
}

/** Of what the parent shows again takes away what read something that is not so here, until nothing such is left. */
function hideUnfounded(state: RefState, below: RefState, shown: Set<RefEntry>): void {
  for (;;) {
    const unfounded = [...shown].find((entry) => !holdsBelow(state, below, entry));
    if (unfounded === undefined) return;
    shown.delete(unfounded);
    state.entries.delete(unfounded.node);
  }
}
