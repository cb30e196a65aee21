import type { Cell } from "../kernel/cell.ts";
import { Entry, type Outcome } from "../kernel/entry.ts";
import { isSame, type Known, sampleOf, sharedReads } from "../kernel/known.ts";
import {
  bindingOf,
  cachedEntry,
  isFresh,
  isMasked,
  keptIn,
  knownIn,
  type State,
} from "../kernel/state.ts";
import { store } from "../kernel/store.ts";
import type { World } from "./world.ts";
import { readAt } from "../kernel/reads.ts";

/** Makes an evaluation known to all who share, if that is asked for and it may stand in for a run elsewhere (S17). */
export function share({ now: { pool } }: World, entry: Entry): void {
  if (pool !== undefined && entry.isReusable && entry.extras.volatile !== true) pool.share(entry);
}

/**
 * Takes over a shared evaluation as it is, where all that it read is cached and nothing
 * else could stand in for a run: what `compare` would come to, without an evaluation under way. `undefined`
 * says nothing: then `compare` has the word.
 */
export function takeShared(world: World, cell: Cell): Entry | undefined {
  const { now, above, era } = world;
  const known = now.pool?.of(cell);
  if (known === undefined || cell.definition.options.fingerprint !== undefined) return undefined;
  if (above?.state !== undefined || era.next !== undefined) return undefined;
  if (hasOther(now, cell)) return undefined;
  const entry = reach(now, known);
  if (entry === undefined || !isFresh(now, entry)) return undefined;
  // An entry of its own: what a context masks is never its parent's (S13).
  const own = new Entry(entry.outcome, entry, entry.time, entry.extras);
  world.state = store(now, own, entry);
  return own;
}

/** The evaluation whose every read is cached here with the very value. */
function reach(state: State, known: Known): Entry | undefined {
  let at: Known | undefined = known;
  for (let i = 0; at !== undefined; i++) {
    const sample = sampleOf(at);
    for (const shared = sharedReads(at); i < shared; i++)
      if (!isReadHere(state, readAt(sample, i))) return undefined;
    if (at instanceof Entry || at.end !== undefined) return at instanceof Entry ? at : at.end;
    if (at.next?.isPlain !== true) return undefined;
    const here: Entry | undefined = cachedEntry(state, at.next.cell);
    at = here && at.next.get(here.outcome);
  }
  return undefined;
}

function isReadHere(state: State, read: Outcome | undefined): boolean {
  const here = read && cachedEntry(state, read.cell);
  return read !== undefined && here !== undefined && isSame(here.outcome, read);
}

/** Whether the node is tweaked here, or something is known of it that is not shared: that is compared first. */
function hasOther(state: State, cell: Cell): boolean {
  if (bindingOf(state, cell) !== undefined || knownIn(state, cell) !== undefined) return true;
  for (let above = state.parent; above !== null; above = above.parent) {
    if (keptIn(above, cell) !== undefined) return true;
    if (!isMasked(above, cell)) return false; // then the next one above has none either
  }
  return false;
}
