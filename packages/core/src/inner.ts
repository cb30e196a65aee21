import type { Cell } from "./cell.ts";
import type { Entry } from "./entry.ts";
import type { State } from "./state.ts";
import type { World } from "./world.ts";

interface Step {
  readonly entry: Entry;
  /** The state in which the entry was found, and its dependencies are. */
  readonly state: State;
  readonly scratch: ReadonlyMap<Cell, Entry> | undefined;
}

/**
 * Collects what a read in an opened context makes the opener depend on (S21): every node that was read
 * there, directly or through others, down to the entries that the opener's own context holds. A node
 * bound inside to a fixed value is no dependency, nor is what was read only beneath it; of one bound
 * inside to a shift, what its base value was made of.
 *
 * Complexity: the number of nodes collected and of their edges.
 */
export function collectInner(
  outer: World,
  into: Map<Cell, Entry>,
  read: Entry,
  world: World,
): void {
  const outerState = outer.now;
  const todo: Step[] = [{ entry: read, state: world.now, scratch: world.scratch }];
  const seen = new Set<Entry>();
  for (let step = todo.pop(); step !== undefined; step = todo.pop()) {
    const { entry, state, scratch } = step;
    if (seen.has(entry)) continue;
    seen.add(entry);
    const { tweak } = entry.extras;
    if (tweak !== undefined && tweak.layer > outerState.depth) {
      if (tweak.base !== undefined) todo.push({ ...tweak.base, scratch: undefined });
      continue;
    }
    into.set(entry.cell, entry);
    if (tweak !== undefined || outerState.entries.get(entry.cell) === entry) continue;
    for (const dependency of entry.dependencies) {
      const found = state.entries.get(dependency.cell) ?? scratch?.get(dependency.cell);
      if (found !== undefined) todo.push({ entry: found, state, scratch });
    }
    for (const found of entry.extras.inner ?? []) {
      todo.push({ entry: state.entries.get(found.cell) ?? found, state, scratch });
    }
  }
}
