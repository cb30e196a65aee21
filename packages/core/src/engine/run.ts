import type { Cell } from "../kernel/cell.ts";
import { hand } from "../identity/copy.ts";
import { ambient } from "../current.ts";
import { isThenable, leftOpen, unwind } from "./enter.ts";
import { deep, nesting, overflowAhead } from "./headroom.ts";
import { Entry, type EntryExtras, Outcome } from "../kernel/entry.ts";
import { CycleError, DepthError, DugError, UndeclaredAsyncError } from "../errors.ts";
import type { Frame } from "./frame.ts";
import { isHeard, tell } from "./observe.ts";
import { frames } from "./stack.ts";
import type { World } from "./world.ts";

/** Runs the function of a frame's node, its reads recorded, and makes an entry of what came out. */
export function run(frame: Frame): Entry {
  const { world, cell } = frame;
  const heard = isHeard(world, "evaluated");
  const start = heard ? performance.now() : 0;
  const before = frame.elsewhere; // what was brought up to see whether this must run at all (S16)
  const outcome = outcomeOf(frame);
  if (heard) {
    const ms = performance.now() - start;
    const caller = frames.at(-2);
    if (caller !== undefined) caller.elsewhere += ms;
    tell(world, {
      kind: "evaluated",
      context: world.context,
      node: cell.node,
      failed: outcome.failed,
      ms,
      self: ms - (frame.elsewhere - before),
    });
  }
  return new Entry(outcome, frame, frame.began, extrasOf(frame));
}

/** What a frame gives its entry beside outcome and dependencies. */
export function extrasOf(frame: Frame): EntryExtras | undefined {
  const hasFingerprint = frame.cell.definition.options.fingerprint !== undefined;
  if (frame.inner === undefined && !hasFingerprint) return undefined;
  return {
    ...(frame.inner !== undefined && { inner: [...frame.inner.values()] }),
    ...(hasFingerprint && { fingerprint: frame.fingerprint }),
  };
}

/** What the function returns or throws, or what the engine makes of that: the mistakes of S10, S22b and S23. */
export function outcomeOf(frame: Frame): Outcome {
  const { cell } = frame;
  const level = frame.runOn(ambient.level);
  const overflow = overflowAhead();
  if (overflow !== undefined) return tooDeep(cell, overflow);
  let failed = false;
  let value: unknown;
  let open: readonly World[] = [];
  ambient.level = level;
  nesting.runs++;
  try {
    value = apply(cell);
  } catch (error) {
    failed = true;
    value = error;
  }
  try {
    if (ambient.level !== level) open = unwind(level);
  } finally {
    ambient.level = level.before;
    nesting.runs--;
  }
  if (frame.isReading) frame.isVolatile = true;
  if (failed) {
    const isTooDeep = isStackOverflow(value) && nesting.runs >= deep;
    return isTooDeep ? tooDeep(cell, value) : new Outcome(cell, true, value);
  }
  if (open.length > 0) return new Outcome(cell, true, leftOpen(open));
  if (isThenable(value))
    return new Outcome(cell, true, new UndeclaredAsyncError(String(cell.node)));
  return new Outcome(cell, false, value);
}

/** One argument is not spread: that takes as long as a small function. */
function apply(cell: Cell): unknown {
  const { definition, mutable } = cell;
  if (cell.isSingle) return definition.body(cell.single);
  return definition.body(...(mutable ? hand(cell.args) : cell.args));
}

function tooDeep(cell: Cell, overflow: unknown): Outcome {
  return new Outcome(cell, true, new DepthError(cell.node, frames.length, overflow));
}

/** By its name and the words that it begins with, since there is no better mark: V8 and JavaScriptCore say the first, SpiderMonkey the second. */
function isStackOverflow(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, message } = error;
  return name === "RangeError"
    ? message.startsWith("Maximum call stack size exceeded")
    : name === "InternalError" && message === "too much recursion";
}

/** Whether an outcome must not be cached: what the engine refuses, a stack overflow, and errors of a function that says so (S19). */
export function isUncacheable({ failed, value, cell }: Outcome): boolean {
  if (!failed) return false;
  const { options, isAsync } = cell.definition;
  if (!(options.cacheErrors ?? !isAsync) || isStackOverflow(value)) return true;
  return value instanceof DugError && !(value instanceof CycleError);
}
