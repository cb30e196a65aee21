import type { Cell } from "../kernel/cell.ts";
import type { Entry } from "../kernel/entry.ts";
import { scratched } from "./stack.ts";
import { entryIn, type State } from "../kernel/state.ts";
import type { World } from "./world.ts";
import { listReads } from "../kernel/reads.ts";

interface Step {
  readonly entry: Entry;
  /** The state in which the entry was found, and its dependencies are. */
  readonly state: State;
  /** The context, if that state is its present one: something there may be kept for the time being only. */
  readonly world: World | undefined;
}

/**
 * Collects what a read in an opened context makes the opener depend on (S21): every node that was read
 * there, directly or through others, down to the entries that the opener's own context holds. A node
 * bound inside to a fixed value is no dependency, nor is what was read only beneath it; of one bound
 * inside, or by a root, to a shift, what its base value was made of.
 *
 * Complexity: the number of nodes collected and of their edges, not counting those in `seen`, the entries
 * that were collected already.
 */
export function collectInner(
  outer: World,
  into: Map<Cell, Entry>,
  read: Entry,
  world: World,
  seen: Set<Entry> = new Set(),
): void {
  const todo: Step[] = [{ entry: read, state: world.now, world }];
  for (let step = todo.pop(); step !== undefined; step = todo.pop()) {
    if (seen.has(step.entry)) continue;
    seen.add(step.entry);
    for (const next of collectOne(outer.now, into, step)) todo.push(next);
  }
}

/** Collects one entry, if it is a dependency, and says what is to be looked at for it. */
function collectOne(outer: State, into: Map<Cell, Entry>, { entry, state, world }: Step): Step[] {
  const { tweak, inner } = entry.extras;
  const base = tweak?.base === undefined ? [] : [{ ...tweak.base, world: undefined }];
  if (tweak !== undefined && tweak.layer > outer.depth) return base;
  const own = entryIn(outer, entry.cell);
  list(into, entry, own);
  // What lies beneath a root is invalidated with it (S16a); a parent's change reaches the opener anyway.
  if (tweak !== undefined) return outer.parent === null ? base : [];
  if (own === entry) return [];
  const found = listReads(entry).map(
    ({ cell }) => entryIn(state, cell) ?? (world && scratched(world, cell)),
  );
  const steps = found.flatMap((next) =>
    next === undefined ? [] : [{ entry: next, state, world }],
  );
  for (const listed of inner ?? []) {
    const here = entryIn(state, listed.cell);
    if (here !== undefined) steps.push({ entry: here, state, world });
    // Read only further inside: all that it was made of is listed, too.
    else if (listed.isTweak) steps.push({ entry: listed, state, world });
    else list(into, listed, entryIn(outer, listed.cell));
  }
  return steps;
}

/** Once read, the opener's own entry stays listed, however its node came out inside: what that was made of is not listed. */
function list(into: Map<Cell, Entry>, entry: Entry, own: Entry | undefined): void {
  if (own === undefined || into.get(entry.cell) !== own) into.set(entry.cell, entry);
}
