import { callBack } from "../current.ts";
import { Cell } from "../kernel/cell.ts";
import { Entry, type Outcome, sameOutcome } from "../kernel/entry.ts";
import type { Frame } from "./frame.ts";
import {
  type Branches,
  type Decision,
  evaluations,
  type Known,
  latestOf,
  sampleOf,
  sharedReads,
} from "../kernel/known.ts";
import { report } from "../report.ts";
import { scratched, underWay } from "./stack.ts";
import { cachedEntry, entryIn, isFresh, isMasked, keptIn, knownIn } from "../kernel/state.ts";
import { readAt } from "../kernel/reads.ts";

/** A fingerprint that equals none: of a function that has none, or that threw. */
const unknownWorld = Symbol("unknown world");

/**
 * Gathers what is known of a node, which may stand in for a run (S16): the context's own evaluation from
 * before its last change, and the parent's of a masked node. What is shared comes after these (`considerShared`).
 */
export function gatherCandidates(frame: Frame): void {
  const { world, cell } = frame;
  const { now } = world;
  const { parent } = now;
  if (cell.definition.options.fingerprint !== undefined) frame.fingerprint = look(frame);
  // Beneath a root the reading context's own evaluations may serve, too, unless it invalidated them.
  if (world.above?.state !== undefined) {
    consider(frame, entryIn(world.above.state, cell));
    consider(frame, knownIn(world.above.state, cell));
  }
  for (let above = parent; above !== null; above = above.parent) {
    const entry = keptIn(above, cell);
    consider(frame, entry);
    // Where it is masked, too, that of the next one above; where it is not, the next one above has none either.
    if (entry !== undefined || !isMasked(above, cell)) break;
  }
  consider(frame, knownIn(now, cell));
}

/** What is shared is compared last, when nothing else is left (S17). */
function considerShared(frame: Frame): void {
  const { pool } = frame.world.now;
  if (pool === undefined || frame.isShared) return;
  frame.isShared = true;
  const shared = pool.of(frame.cell);
  if (shared !== undefined && isAnyUsable(frame, shared)) frame.consider(shared);
}

function consider(frame: Frame, known: Entry | undefined): void {
  if (known?.isReusable === true) frame.consider(known);
}

/**
 * Whether an evaluation was made after all invalidations of the node; or, of an `input` function with a
 * fingerprint, before one, while the world looked the same (S27).
 */
function isUsable(frame: Frame, entry: Entry): boolean {
  const { cell, world, fingerprint } = frame;
  const above = world.above?.state;
  if (isFresh(world.now, entry) && (above === undefined || isFresh(above, entry))) return true;
  const { options, since } = cell.definition;
  if (options.input !== true || options.fingerprint === undefined) return false;
  if (fingerprint === unknownWorld || entry.time <= since) return false;
  return Object.is(entry.extras.fingerprint, fingerprint);
}

/**
 * Whether any evaluation beneath is usable: what only others read says nothing about what the function would
 * read here (S16). Complexity: O(1) if all are, or if none began after the last invalidation.
 */
function isAnyUsable(frame: Frame, known: Known): boolean {
  if (isUsable(frame, sampleOf(known))) return true;
  if (known instanceof Entry) return false;
  const { cell, world } = frame;
  const { fingerprint } = cell.definition.options;
  if (fingerprint === undefined && !isFresh(world.now, { cell, time: latestOf(known) }))
    return false;
  for (const entry of evaluations(known)) if (isUsable(frame, entry)) return true;
  return false;
}

function isAnyUsableAmong(frame: Frame, branches: Branches): boolean {
  for (const known of branches.values()) if (isAnyUsable(frame, known)) return true;
  return false;
}

function look({ cell }: Frame): unknown {
  const { fingerprint } = cell.definition.options;
  try {
    return callBack(`the fingerprint of ${cell.definition.label}`, () =>
      fingerprint?.(...(cell.node.args as never[])),
    );
  } catch (error) {
    report(error);
    return unknownWorld;
  }
}

/**
 * Compares the candidates, dependency by dependency in reading order, with what is here: the first
 * difference ends it, so that nothing is evaluated that the function would not have read (S16).
 *
 * @returns the entry, if one holds; the node that must be evaluated before it can be said; or
 * `undefined` if the function must run
 */
export function compare(frame: Frame): Entry | Cell | undefined {
  for (;;) {
    if (frame.candidate === undefined) considerShared(frame);
    const known = frame.candidate;
    if (known === undefined) return undefined;
    const holds = compareShared(frame, known);
    if (holds instanceof Cell) return holds;
    const found = holds ? decide(frame, known) : undefined;
    if (found !== undefined) {
      if (!frame.isShared && frame.world.now.pool?.of(frame.cell) === known) frame.isShared = true;
      return found;
    }
    if (frame.candidate === known) frame.dismiss();
  }
}

/** Whether what the evaluations of a candidate share is what is here. */
function compareShared(frame: Frame, known: Known): boolean | Cell {
  if (known instanceof Entry && !isUsable(frame, known)) return false;
  const sample = sampleOf(known);
  const shared = sharedReads(known);
  for (; frame.compared < shared; frame.compared++) {
    const read = readAt(sample, frame.compared);
    if (read === undefined) return false;
    const here = outcomeHere(frame, read.cell);
    if (here instanceof Cell) return here;
    if (here === undefined || !sameOutcome(here, read)) return false;
  }
  return true;
}

/** What a node comes out as here: the node itself if it must be evaluated first, `undefined` if nothing can be compared with it. */
function outcomeHere({ world }: Frame, cell: Cell): Outcome | Cell | undefined {
  const here = cachedEntry(world.now, cell) ?? scratched(world, cell);
  if (here === undefined) return underWay(world, cell) === undefined ? cell : undefined;
  return here.extras.volatile === true ? undefined : here.outcome;
}

/** All that a candidate's evaluations share holds: that is an entry if there is one, else those remain that read on as is here. */
function decide(frame: Frame, known: Known): Entry | Cell | undefined {
  if (known instanceof Entry) return reused(frame, known);
  if (known.end !== undefined && isUsable(frame, known.end)) return reused(frame, known.end);
  return known.next?.isPlain === true
    ? decidePlain(frame, known, known.next)
    : decideAny(frame, known);
}

/** Whatever was read next, and however equal that counts as. */
function decideAny(frame: Frame, known: Decision): Cell | undefined {
  const remaining: Known[] = [];
  for (let branches = known.next; branches !== undefined; branches = branches.after) {
    if (!isAnyUsableAmong(frame, branches)) continue;
    const here = outcomeHere(frame, branches.cell);
    if (here instanceof Cell) return here;
    for (const each of here === undefined ? [] : branches.matching(here, known.at))
      if (isAnyUsable(frame, each)) remaining.push(each);
  }
  narrow(frame, known, remaining);
  return undefined;
}

/** As a rule all that read on read the same node, and one of them at the most read what it comes out as here. */
function decidePlain(frame: Frame, known: Decision, branches: Branches): Cell | undefined {
  let next: Known | undefined;
  if (isUsable(frame, known.sample) || isAnyUsableAmong(frame, branches)) {
    const here = outcomeHere(frame, branches.cell);
    if (here instanceof Cell) return here;
    next = here && branches.get(here);
  }
  narrow(frame, known, next !== undefined && isAnyUsable(frame, next) ? [next] : none);
  return undefined;
}

const none: readonly Known[] = [];

/** Of what is shared, which alone branches, only these are compared further. */
function narrow(frame: Frame, { at }: Decision, remaining: readonly Known[]): void {
  frame.dismiss();
  for (const next of remaining) frame.consider(next);
  frame.compared = remaining.length === 0 ? 0 : at + 1;
}

/** The entry by which an earlier evaluation stands here: it keeps the outcomes that its run recorded, and when that was. */
function reused(frame: Frame, known: Entry): Entry {
  const { outcome, time, extras } = known;
  const isStale = !isFresh(frame.world.now, { cell: frame.cell, time });
  return new Entry(outcome, known, isStale ? frame.began : time, extras);
}
