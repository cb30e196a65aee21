import { Map, Set } from "immutable";
import { append } from "./log.ts";
import type { Entry } from "./entry.ts";
import { tick } from "./clock.ts";
import { redefinitions } from "./definition.ts";
import type { Family } from "./family.ts";
import { emptyLog } from "./log.ts";
import { isMasked, type Own, readsMasked, type State } from "./state.ts";
import { link } from "./walk.ts";

/** The state of a root in which nothing was computed, nor tweaked yet. */
export function emptyState(family: Family, owner: number, own: Own): State {
  return {
    family,
    owner,
    depth: 0,
    parent: null,
    own,
    bindings: Map(),
    functionBindings: Map(),
    stale: Map(),
    entries: Map(),
    known: Map(),
    masks: Set(),
    log: emptyLog,
    change: tick(),
    redefinitions: redefinitions.length,
    edges: family.edges,
  };
}

/**
 * Caches an entry. Its node is masked if it read a masked one (S15); a root, nobody's child, masks
 * only what it tweaks.
 */
export function store(state: State, entry: Entry): State {
  link(entry);
  const { cell } = entry;
  const masked = entry.isTweak
    ? isMasked(state, cell)
    : state.parent !== null && readsMasked(state, entry);
  return withLogged(
    {
      ...state,
      entries: state.entries.set(cell, entry),
      known: state.known.isEmpty() ? state.known : state.known.delete(cell),
      masks: masked ? state.masks.add(cell) : state.masks,
    },
    entry,
  );
}

/** Keeps an evaluation of the context's own as one that may stand in for a run (S16). */
export function remember(state: State, entry: Entry): State {
  return withLogged({ ...state, known: state.known.set(entry.cell, entry) }, entry);
}

function withLogged(state: State, entry: Entry): State {
  return { ...state, log: append(state.log, entry, (logged) => isHeld(state, logged)) };
}

/** Whether the state still holds an entry, as cached or as known. */
export function isHeld({ entries, known }: State, entry: Entry): boolean {
  return entries.get(entry.cell) === entry || known.get(entry.cell) === entry;
}
