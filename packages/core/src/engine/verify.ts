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
  if (isToVerify(entry)) requireSame(world, entry, runAgain(world, entry));
}

/** Whether a run of the node's function says whether the entry is right. */
export function isToVerify({ cell, extras }: Entry): boolean {
  if (extras.tweak !== undefined || extras.cyclic === true || extras.volatile === true)
    return false;
  return cell.definition.options.input !== true;
}

/** @throws {UntrackedReadError} when what was found is not what is cached */
export function requireSame(world: World, { cell, outcome }: Entry, found: Outcome): void {
  emit(world, "verified", [cell]);
  if (isUncacheable(found) || isSame(outcome, found)) return;
  throw new UntrackedReadError(cell.node, outcome.value, found.value);
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
