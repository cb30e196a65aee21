import { bind } from "./bind.ts";
import { Cell } from "../kernel/cell.ts";
import type { Level } from "../current.ts";
import { CycleError } from "../errors.ts";
import { Entry, Outcome } from "../kernel/entry.ts";
import type { Frame } from "./frame.ts";
import { keep } from "./keep.ts";
import { emit, isHeard } from "./observe.ts";
import { compare, gatherCandidates } from "./reuse.ts";
import { settleRing } from "./ring.ts";
import { share, takeShared } from "./share.ts";
import { run } from "./run.ts";
import {
  closeCycle,
  dropGuesses,
  endComparing,
  frames,
  onCycle,
  pop,
  push,
  scratch,
  scratched,
  underWay,
  waiting,
} from "./stack.ts";
import { cachedEntry, entryIn } from "../kernel/state.ts";
import { trace } from "./trace.ts";
import { verify } from "./verify.ts";
import type { World } from "./world.ts";
import { record } from "../kernel/reads.ts";

/**
 * Answers a memoised call: from the cache, by reuse of an earlier evaluation, or by running the
 * function; and records it as a read of the evaluation that called.
 */
export function read(level: Level, world: World, cell: Cell): unknown {
  const { frame } = level;
  if (frame !== undefined) {
    if (frame.isReading) frame.isVolatile = true;
    frame.isReading = true;
  }
  const cached = cachedEntry(world.now, cell);
  const entry = cached === undefined ? fetch(level, world, cell) : hit(world, cached);
  if (frame !== undefined) {
    trace(frame, world, entry);
    frame.isReading = false;
  }
  if (entry.outcome.failed) throw entry.outcome.value;
  return entry.outcome.value;
}

function hit(world: World, entry: Entry): Entry {
  if (isHeard(world, "hit")) emit(world, "hit", [entry.cell]);
  if (world.state?.family.isSampled() === true) verify(world, entry);
  return entry;
}

function fetch(level: Level, world: World, cell: Cell): Entry {
  // Inside another synchronous evaluation nothing ends here.
  if (level.frame !== undefined && frames.length > 0)
    return obtain(world, cell) ?? refuseCycle(level, world, cell);
  try {
    return obtain(world, cell) ?? refuseCycle(level, world, cell);
  } finally {
    if (!level.isInRun) level.task.scratch.forget();
    else if (frames.length === 0) level.task.scratch.forgetOverflow();
  }
}

/** A call of a node that is under way closes a cycle: the caller is on it, and learns so by this error (S20). */
function refuseCycle({ frame }: Level, world: World, cell: Cell): never {
  const error = new CycleError(onCycle());
  if (frame !== undefined) {
    const outcome = new Outcome(cell, true, error);
    if (frame.world === world) record(frame, outcome);
    else frame.inner?.set(cell, new Entry(outcome, undefined, frame.began, { cyclic: true }));
    frame.isReading = false;
  }
  throw error;
}

/** The entry of a node that is not cached; `undefined` if the node is on a cycle with the innermost evaluation. */
export function obtain(world: World, cell: Cell): Entry | undefined {
  const kept = scratched(world, cell);
  if (kept !== undefined) return kept;
  const closed = underWay(world, cell);
  if (closed === undefined) return take(world, cell) ?? evaluate(world, cell);
  closeCycle(closed);
  return undefined;
}

/**
 * Evaluates a node, and first, on an explicit stack, those of its known dependencies that are not up to
 * date (S16, S23). A function that runs calls back into `read`; only such calls use the JavaScript stack.
 */
function evaluate(world: World, cell: Cell): Entry | undefined {
  const bottom = frames.length;
  try {
    return bringUp(begin(world, cell), bottom);
  } finally {
    // Evaluations that the engine itself failed in are put away without any call, which at the edge of
    // the JavaScript stack could overflow again and leave them under way for ever.
    const dead = frames[bottom];
    if (dead !== undefined) {
      for (let i = bottom; i < frames.length; i++) (frames[i] as Frame).cell.busy--;
      for (let i = dead.waiting; i < waiting.length; i++) (waiting[i] as Frame).cell.busy--;
      frames.length = bottom;
      waiting.length = dead.waiting;
    }
  }
}

function bringUp(first: Frame, bottom: number): Entry | undefined {
  let frame = first;
  for (;;) {
    const { binding, world } = frame;
    const next = binding === undefined ? compare(frame) : bind(frame, binding, readBase);
    if (next instanceof Cell) {
      if (take(world, next) === undefined) frame = begin(world, next);
      continue;
    }
    if (waiting.length > frame.waiting) endComparing(frame);
    const settled = settle(frame, next ?? run(frame));
    if (settled !== undefined && binding === undefined) {
      if (next !== undefined) afterReuse(world, settled, frame.isShared);
      else share(world, settled);
    }
    const caller = frames.at(-1);
    if (frames.length === bottom || caller === undefined) return settled;
    frame = caller;
  }
}

/** The entry of a node of which a shared evaluation holds here, if that is seen at once (S17). */
function take(world: World, cell: Cell): Entry | undefined {
  const entry = takeShared(world, cell);
  if (entry !== undefined) afterReuse(world, entry, true);
  return entry;
}

function begin(world: World, cell: Cell): Frame {
  const frame = push(world, cell);
  if (frame.binding === undefined) gatherCandidates(frame);
  return frame;
}

/** Tells of an evaluation that took the place of a run. */
export function tellReused(world: World, entry: Entry, isShared: boolean): void {
  emit(world, isShared ? "shared" : "reused", [entry.cell]);
  if (isShared) world.now.pool?.save();
}

function afterReuse(world: World, entry: Entry, isShared: boolean): void {
  tellReused(world, entry, isShared);
  if (world.state?.family.isSampled() === true) verify(world, entry);
}

/** Ends an evaluation and keeps what came out: cached, or for the time being if it must not be (S19); `undefined` while its ring has not settled (S20). */
function settle(frame: Frame, entry: Entry): Entry | undefined {
  if (frame.guesses > frame.waiting) dropGuesses(frame);
  pop();
  frame.isOver = true;
  if (frame.low < frame.index) return undefined;
  if (frame.isLoop || waiting.length > frame.waiting)
    return settleRing(frame, waiting.splice(frame.waiting));
  return keep(frame, entry, scratch());
}

/** Reads the base value of a shift. */
function readBase(under: World, frame: Frame): Entry {
  const { cell } = frame;
  const entry = entryIn(under.now, cell) ?? obtain(under, cell);
  if (entry === undefined) throw new CycleError(onCycle());
  return entry;
}
