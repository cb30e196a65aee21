import type { Entry } from "../kernel/entry.ts";
import { DepthError } from "../errors.ts";
import type { World } from "./world.ts";

const worlds = new Set<World>();

/** Keeps an outcome that is not cached until the outermost run or evaluation ends, so that no node runs twice in it (S19). */
export function scribble(world: World, entry: Entry): void {
  world.scratch ??= new Map();
  world.scratch.set(entry.cell, entry);
  worlds.add(world);
}

/**
 * The outermost evaluation has ended. Where the stack overflowed in it, that says nothing of the nodes:
 * they can be evaluated from elsewhere, in this run even (S23).
 */
export function forgetOverflow(): void {
  if (
    [...worlds].some(
      (world) => world.scratch !== undefined && [...world.scratch.values()].some(isTooDeep),
    )
  )
    forgetScratch();
}

function isTooDeep({ outcome }: Entry): boolean {
  return outcome.failed && outcome.value instanceof DepthError;
}

/** The outermost run or evaluation has ended. */
export function forgetScratch(): void {
  if (worlds.size === 0) return;
  for (const world of worlds) world.scratch = undefined;
  worlds.clear();
}
