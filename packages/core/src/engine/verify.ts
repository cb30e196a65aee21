import { alike } from "../identity/alike.ts";
import type { Entry, Outcome } from "../kernel/entry.ts";
import { UntrackedReadError } from "../errors.ts";
import { emit } from "./observe.ts";
import { isUncacheable, outcomeOf } from "./run.ts";
import { abandon, frames, push } from "./stack.ts";
import type { World } from "./world.ts";

/**
 * Runs a cached node's function again to see whether it comes out the same (S27). What a tweak made,
 * what reads the world, and what is on a cycle is not sampled.
 *
 * @throws {UntrackedReadError} when it does not
 */
export function verify(world: World, entry: Entry): void {
  const { cell, extras } = entry;
  if (extras.tweak !== undefined || extras.cyclic === true || extras.volatile === true) return;
  if (cell.definition.options.input === true) return;
  const found = runAgain(world, entry);
  emit(world, "verified", [cell]);
  if (isUncacheable(found) || isSame(entry.outcome, found)) return;
  throw new UntrackedReadError(cell.node, entry.outcome.value, found.value);
}

/** Verification rests meanwhile, so that what the function reads is not run again in turn. */
function runAgain(world: World, { cell }: Entry): Outcome {
  const { family } = world.now;
  const { verifyEvery } = family;
  const height = frames.length;
  family.verifyEvery = 0;
  try {
    return outcomeOf(push(world, cell));
  } finally {
    abandon(height);
    family.verifyEvery = verifyEvery;
  }
}

/** Whether two outcomes are the same as far as anybody can tell: values by the walk of S24 or the function's `equals`, errors by class and message. */
function isSame(cached: Outcome, found: Outcome): boolean {
  const a = cached.value;
  const b = found.value;
  if (cached.failed !== found.failed) return false;
  if (cached.failed) {
    if (!(a instanceof Error) || !(b instanceof Error)) return alike(a, b) !== false;
    return a.constructor === b.constructor && a.message === b.message;
  }
  return alike(a, b) !== false || cached.cell.definition.equate(a, b);
}
