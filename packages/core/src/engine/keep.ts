import { Entry } from "../kernel/entry.ts";
import type { Era } from "./era.ts";
import type { Frame } from "./frame.ts";
import { holds } from "../kernel/holds.ts";
import { isUncacheable } from "./run.ts";
import type { Scratch } from "./scratch.ts";
import { bindingOf, entryIn, isFresh, type State } from "../kernel/state.ts";
import { store } from "../kernel/store.ts";

/** Keeps what an evaluation came to: cached, or for the time being if it must not be (S19). */
export function keep(frame: Frame, entry: Entry, scratch: Scratch): Entry {
  const { world, isVolatile } = frame;
  if (!isVolatile && !isUncacheable(entry.outcome)) {
    world.state = store(world.now, entry, frame.earlier);
    if (world.era.next !== undefined) carryOn(world.era.next, entry);
    return entry;
  }
  const { outcome, time, extras } = entry;
  const passing = new Entry(outcome, entry, time, { ...extras, volatile: true });
  scratch.keep(world, passing);
  return passing;
}

/** Stores an evaluation of an earlier era in each later one in which its node and its dependencies are the same (S22d). */
function carryOn(first: Era, entry: Entry): void {
  if (entry.isTweak || entry.extras.inner !== undefined) return;
  for (let era: Era | undefined = first; era !== undefined; era = era.next) {
    const { state } = era;
    if (state === undefined || !standsIn(state, entry)) continue;
    era.state = store(state, entry);
    if (era.state !== state) state.family.changes++; // who stands on it is to look again
  }
}

function standsIn(state: State, entry: Entry): boolean {
  const { cell } = entry;
  if (entryIn(state, cell) !== undefined || bindingOf(state, cell) !== undefined) return false;
  return isFresh(state, entry) && holds(state, entry);
}
