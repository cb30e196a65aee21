import type { Cell } from "./cell.ts";
import { affected, bindFunction, isChange, isHit, replace } from "./change.ts";
import { tick, type Time } from "./clock.ts";
import { Definition, redefinitions } from "./definition.ts";
import { type Entry, sameOutcome } from "./entry.ts";
import { emptyLog, entriesSince } from "./log.ts";
import type { Node } from "./node.ts";
import { bindingOf, isFresh, isMasked, isTweakedHere, readsMasked, type State } from "./state.ts";
import { emptyState, remember, store } from "./store.ts";
import { drop, linked } from "./walk.ts";

/**
 * Puts a context on its parent's present state, as every outermost entry does (S7, S9). Returns this
 * very state if it stands there already.
 *
 * Complexity: O(1) if the parent is the same; in proportion to what it evaluated since if it is
 * unchanged; else to the cone of the context's tweaks and to its own entries.
 */
export function rebase(state: State, parent: State | null, trail?: Cell[]): State {
  if (state.parent === parent) return state;
  if (parent !== null && state.parent?.change === parent.change)
    return takeOver(state, state.parent, parent);
  return reapply(state, parent, trail);
}

/** An unchanged parent has only evaluated more: all that is cached stays, and what it stored since is taken over (S9). */
function takeOver(state: State, pinned: State, parent: State): State {
  let next: State = { ...state, parent };
  for (const entry of entriesSince(parent.log, pinned.log.stored)) {
    const { cell } = entry;
    if (next.entries.has(cell) || parent.entries.get(cell) !== entry || next.masks.has(cell))
      continue;
    if (isTweakedHere(next, cell) || readsMasked(next, entry) || !isFresh(next, entry)) {
      next = { ...next, masks: next.masks.add(cell) };
    } else if (holds(next, entry)) next = store(next, entry);
  }
  return next;
}

/** Whether every outcome that the evaluation read is what its node has here. */
function holds(state: State, entry: Entry): boolean {
  return entry.dependencies.every((read) => {
    const here = state.entries.get(read.cell);
    return here !== undefined && sameOutcome(here.outcome, read);
  });
}

/**
 * Starts again from the parent's state: the context's tweaks and invalidations are put on all at once,
 * with one walk; then each of its own entries that still holds survives (S9).
 */
export function reapply(state: State, parent: State | null, trail?: Cell[]): State {
  const fresh = emptyState(state.family, state.owner, state.own);
  const started: State = {
    ...fresh,
    ...(parent !== null && {
      depth: parent.depth + 1,
      parent,
      bindings: parent.bindings,
      functionBindings: parent.functionBindings,
      stale: parent.stale,
      entries: parent.entries,
      known: parent.known,
      redefinitions: parent.redefinitions,
      edges: parent.edges,
    }),
  };
  const applied = applyOwn(linked(started), trail);
  return state.log.last === undefined ? applied : survive(applied, state);
}

/** Binds what the context tweaks, and drops and masks what that and its invalidations reach. */
function applyOwn(started: State, trail?: Cell[]): State {
  const { tweaks, invalidations } = started.own;
  if (tweaks.isEmpty && invalidations.isEmpty()) return started;
  const layer = started.depth;
  let state = started;
  const touched = new Set<Cell>();
  tweaks.functions.forEach((list, definition) => {
    list.forEach((whole) => {
      state = { ...state, functionBindings: bindFunction(state, definition, whole) };
    });
    for (const cell of state.family.cells(definition)) touched.add(cell);
  });
  tweaks.nodes.forEach((to, node) => {
    const cell = state.family.intern(node.definition, node.kept);
    state = { ...state, bindings: state.bindings.set(cell, { to, layer }) };
    touched.add(cell);
  });
  const walkFrom: Cell[] = [];
  for (const cell of touched) {
    const binding = bindingOf(state, cell);
    if (binding?.layer !== layer) continue;
    const entry = started.entries.get(cell);
    walkFrom.push(...affected(started, cell, isChange(entry, binding.to)));
    const isLazy = binding.whole !== undefined && entry === undefined;
    state = isLazy
      ? { ...state, masks: state.masks.add(cell) }
      : replace(state, cell, binding.to, layer);
  }
  state = { ...state, stale: state.stale.mergeWith((a, b) => Math.max(a, b), staleBy(state)) };
  walkFrom.push(...invalidated(state, started.entries));
  return drop(
    state,
    walkFrom.filter((cell) => state.entries.get(cell)?.isTweak !== true),
    trail,
  );
}

function staleBy({ own, family }: State): [Cell | Definition, Time][] {
  return [...own.invalidations].map(([target, time]) => [
    target instanceof Definition ? target : family.intern(target.definition, target.kept),
    time,
  ]);
}

/** The nodes that the context's own invalidations drop and mask: not what the parent evaluated after them. */
function invalidated(state: State, entries: State["entries"]): Cell[] {
  const cellsOf = (target: Node | Definition): Cell[] =>
    target instanceof Definition
      ? [...state.family.cells(target)].filter((cell) => isHit(state, cell, true))
      : [state.family.intern(target.definition, target.kept)].filter((cell) =>
          isHit(state, cell, false),
        );
  return [...state.own.invalidations.keys()].flatMap(cellsOf).filter((cell) => {
    const entry = entries.get(cell);
    return entry === undefined || !isFresh(state, entry);
  });
}

/**
 * Takes the context's own entries over, dependencies first: one survives if its node is tweaked in no
 * layer, was not invalidated since, and each outcome that it read is cached here; any other stays known.
 */
function survive(applied: State, old: State): State {
  let state = applied;
  for (const entry of entriesSince(old.log, 0)) {
    const { cell } = entry;
    const isCached = old.entries.get(cell) === entry;
    if ((!isCached && old.known.get(cell) !== entry) || state.entries.has(cell)) continue;
    const { tweak, inner } = entry.extras;
    if (tweak !== undefined || inner !== undefined) continue;
    if (
      isCached &&
      bindingOf(state, cell) === undefined &&
      isFresh(state, entry) &&
      holds(state, entry)
    ) {
      state = store(state, entry);
    } else if (entry.isReusable) state = remember(state, entry);
  }
  return state;
}

const caughtUp = new WeakMap<State, State>();

/**
 * Brings a state up to date with the functions that were redefined since: their entries are stale in
 * every context, tweaks stay (S25). Returns this very state if there are none, and for one state
 * always the same.
 */
export function catchUp(state: State, trail?: Cell[]): State {
  if (state.redefinitions === redefinitions.length) return state;
  const before = caughtUp.get(state);
  if (before?.redefinitions === redefinitions.length) return before;
  const cells = [...new Set(redefinitions.slice(state.redefinitions))].flatMap((definition) =>
    [...state.family.cells(definition)].filter((cell) => isHit(state, cell, true)),
  );
  const next = drop(
    { ...state, redefinitions: redefinitions.length, change: tick() },
    cells,
    trail,
  );
  caughtUp.set(state, next);
  return next;
}
