import { Map, Set } from "immutable";
import type { Entry } from "./entry.ts";
import { tick } from "../clock.ts";
import { redefinitions } from "../identity/definition.ts";
import type { Family } from "./family.ts";
import { emptyLog } from "./log.ts";
import { thaw, writeEntry, writeKnown } from "./draft.ts";
import type { Own, State } from "./state.ts";
import { linkLike } from "./edges.ts";

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
    pool: own.pool,
    change: tick(),
    redefinitions: redefinitions.length,
    edges: family.edges,
    version: tick(),
    maps: tick(),
    journal: undefined,
  };
}

/**
 * Caches an entry. Its node is masked if it read a masked one (S15). Writes into a draft, and makes one of a
 * state that is none.
 *
 * @param like an earlier evaluation of the node in the family: one that read the same needs no new edges
 */
export function store(state: State, entry: Entry, like?: Entry): State {
  linkLike(state.family, entry, like);
  const draft = thaw(state);
  writeEntry(draft, entry);
  return draft;
}

/** Keeps an evaluation of the context's own as one that may stand in for a run (S16). */
export function remember(state: State, entry: Entry): State {
  const draft = thaw(state);
  writeKnown(draft, entry);
  return draft;
}
