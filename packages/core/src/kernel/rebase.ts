import type { Cell } from "./cell.ts";
import type { Time } from "../clock.ts";
import type { Entry } from "./entry.ts";
import { Definition } from "../identity/definition.ts";
import { followed, frozen } from "./draft.ts";
import { holds, holdsBelow } from "./holds.ts";
import { outdated } from "./invalidate.ts";
import { cellsSince } from "./log.ts";
import {
  altered,
  bindingOf,
  entryIn,
  isFresh,
  isTweakedHere,
  keptIn,
  knownIn,
  readsMasked,
  type State,
} from "./state.ts";
import { dependenciesFirst } from "./order.ts";
import { emptyState, remember, store } from "./store.ts";
import { cellIn, put } from "./tweak.ts";
import { linked } from "./edges.ts";
import { drop } from "./walk.ts";

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
  let next = followed(frozen(state), { parent });
  const masked = new Set<Cell>();
  for (const stored of evaluationsIn(parent, writtenSince(parent, pinned))) {
    const open = stored.filter(
      ({ cell }) => entryIn(next, cell) === undefined && !next.masks.has(cell) && !masked.has(cell),
    );
    if (open.some((entry) => isHidden(next, entry, masked))) {
      for (const { cell } of open) masked.add(cell);
    } else if (holdTogether(next, parent, open))
      for (const entry of open) next = store(next, entry);
  }
  next = frozen(next);
  return masked.size === 0 ? next : followed(next, { masks: next.masks.union(masked) });
}

/** Of which nodes an unchanged context has new entries; where it was put on its parent anew meanwhile (`Log.start`), those count that this has written. */
function writtenSince(state: State, before: State): Cell[] {
  const own = cellsSince(state.log, before.log);
  if (state.log.start === before.log.start || state.parent === null || before.parent === null)
    return own;
  const all = [...writtenSince(state.parent, before.parent), ...own];
  return all.filter((cell) => keptIn(state, cell) !== keptIn(before, cell));
}

/** What a state has of some nodes, in their order; of those of one ring, all at once: each of them read another (S20). */
function evaluationsIn(state: State, cells: readonly Cell[]): Iterable<readonly Entry[]> {
  const found = new Map<unknown, Entry[]>();
  for (const cell of cells) {
    const entry = keptIn(state, cell);
    if (entry === undefined) continue;
    const key = entry.extras.cyclic === true ? entry.outcome.value : entry;
    const together = found.get(key) ?? [];
    together.push(entry);
    found.delete(key); // it stands where the last of them does, after all that they read
    found.set(key, together);
  }
  return found.values();
}

/** Whether what the parent evaluated must not be used here: its node is masked from now on (S13). */
function isHidden(state: State, entry: Entry, masked: ReadonlySet<Cell>): boolean {
  return (
    isTweakedHere(state, entry.cell) || readsMasked(state, entry, masked) || !isFresh(state, entry)
  );
}

function holdTogether(state: State, parent: State, entries: readonly Entry[]): boolean {
  const [first] = entries;
  const ring =
    first?.extras.cyclic === true ? new Set(entries.map(({ outcome }) => outcome)) : undefined;
  return entries.every((entry) => holdsBelow(state, parent, entry, ring));
}

/**
 * Starts again from the parent's state: the context's tweaks and invalidations are put on all at once,
 * with one walk; then each of its own entries that still holds survives (S9).
 */
export function reapply(state: State, parent: State | null, trail?: Cell[]): State {
  const fresh = emptyState(state.family, state.owner, state.own);
  const started = parent === null ? fresh : startedOn(fresh, parent);
  const applied = applyOwn(linked(started), trail);
  return survive(applied, state);
}

function startedOn(fresh: State, parent: State): State {
  return altered(parent, {
    owner: fresh.owner,
    depth: parent.depth + 1,
    parent,
    own: fresh.own,
    masks: fresh.masks,
    log: fresh.log,
    pool: fresh.pool ?? parent.pool,
    change: fresh.change,
    version: fresh.version,
  });
}

/** Puts on what the context itself says: its tweaks, and those of its invalidations that the parent has evaluated nothing since. */
function applyOwn(started: State, trail?: Cell[]): State {
  const { tweaks, invalidations } = started.own;
  const tweaked = tweaks.isEmpty ? started : put(started, tweaks, trail);
  if (invalidations.isEmpty()) return tweaked;
  const state = followed(tweaked, {
    stale: tweaked.stale.mergeWith((a, b) => Math.max(a, b), staleBy(started)),
  });
  const roots = [...invalidations].flatMap(([target, time]) =>
    outdated(state, target).filter((cell) => (keptIn(started, cell)?.time ?? 0) <= time),
  );
  return drop(state, roots, trail);
}

function staleBy({ own, family }: State): [Cell | Definition, Time][] {
  return [...own.invalidations].map(([target, time]) => [
    target instanceof Definition ? target : cellIn(family, target),
    time,
  ]);
}

/**
 * Takes the context's own entries over, dependencies first: one survives if its node is tweaked in no
 * layer, was not invalidated since, and each outcome that it read is cached here; any other stays known.
 */
function survive(applied: State, old: State): State {
  let state = applied;
  for (const cell of ownCells(old)) {
    const cached = entryIn(old, cell);
    const entry = cached === undefined || cached.isTweak ? knownIn(old, cell) : cached;
    if (entry === undefined || entry.extras.inner !== undefined) continue;
    const here = entryIn(state, cell);
    if (here?.isTweak === false) continue; // the parent's evaluation comes first
    if (here === undefined && entry === cached && stillHolds(state, entry))
      state = store(state, entry);
    else if (entry.isReusable) state = remember(state, entry);
  }
  return state;
}

function stillHolds(state: State, entry: Entry): boolean {
  return bindingOf(state, entry.cell) === undefined && isFresh(state, entry) && holds(state, entry);
}

/** The nodes of which a context has written entries, each after those that it read. Of a root that is all it has, and its log does not go back beyond its last change. */
function ownCells(state: State): Iterable<Cell> {
  const { parent, entries, known, log, journal } = state;
  const seen =
    parent === null ? [...cellsIn(entries), ...cellsIn(known)] : cellsSince(log, undefined);
  const own = seen.concat(journal?.cells ?? []);
  return dependenciesFirst(own, (cell) => entryIn(state, cell) ?? knownIn(state, cell));
}

/** Most contexts that are put on another parent were empty: then no map is gone through. */
function cellsIn(map: State["entries"]): Iterable<Cell> {
  return map.size === 0 ? [] : map.keys();
}
