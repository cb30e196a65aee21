import { Map, Set } from "immutable";
import type { Entry } from "./entry.ts";
import { tick } from "../clock.ts";
import { redefinitions } from "../identity/definition.ts";
import type { Family } from "./family.ts";
import { append, emptyLog, prune } from "./log.ts";
import { isMasked, type Own, readsMasked, type State } from "./state.ts";
import { type Draft, thaw } from "./draft.ts";
import { link } from "./edges.ts";

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
    isDraft: false,
  };
}

/**
 * Caches an entry. Its node is masked if it read a masked one (S15); a root, nobody's child, masks
 * only what it tweaks. Writes into a draft, and makes one of a state that is none.
 */
export function store(state: State, entry: Entry): State {
  link(entry);
  const draft = thaw(state);
  const { cell } = entry;
  const isMask = entry.isTweak
    ? isMasked(draft, cell)
    : draft.parent !== null && readsMasked(draft, entry);
  draft.entries.set(cell, entry);
  // Beneath a tweak the earlier evaluation stays known, for when the tweak is gone.
  if (!entry.isTweak && draft.known.size > 0) draft.known.delete(cell);
  if (isMask) draft.masks.add(cell);
  cell.remember(entry, draft.version);
  return logged(draft, entry);
}

/** Keeps an evaluation of the context's own as one that may stand in for a run (S16). */
export function remember(state: State, entry: Entry): State {
  const draft = thaw(state);
  draft.known.set(entry.cell, entry);
  return logged(draft, entry);
}

function logged(draft: Draft, entry: Entry): State {
  append(draft.log, entry);
  if (draft.log.length > draft.log.limit)
    draft.log = prune(draft.log, (other) => isHeld(draft, other));
  return draft;
}

/** Whether the state still holds an entry, as cached or as known. */
export function isHeld({ entries, known }: State, entry: Entry): boolean {
  return entries.get(entry.cell) === entry || known.get(entry.cell) === entry;
}
