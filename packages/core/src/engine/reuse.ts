import type { Cell } from "../kernel/cell.ts";
import { callBack } from "../current.ts";
import { Entry, sameOutcome } from "../kernel/entry.ts";
import type { Frame } from "./frame.ts";
import { report } from "../report.ts";
import { underWay } from "./stack.ts";
import { cachedEntry, isFresh } from "../kernel/state.ts";

/** A fingerprint that equals none: of a function that has none, or that threw. */
const unknownWorld = Symbol("unknown world");

/**
 * Gathers the earlier evaluations that may stand in for a run (S16): the context's own from before its
 * last change, and the parent's of a masked node. Of an `input` function with a fingerprint also those
 * made before an invalidation, if the world looks the same (S27).
 */
export function gatherCandidates(frame: Frame): void {
  const { world, cell } = frame;
  const state = world.now;
  const { fingerprint, input } = cell.definition.options;
  if (fingerprint !== undefined) frame.fingerprint = look(frame);
  if (state.parent === null && state.known.size === 0 && world.above === undefined) return;
  const found = [state.parent?.entries.get(cell), state.known.get(cell)];
  // Beneath a root its own evaluations may serve, too.
  if (world.above?.state !== undefined) {
    found.unshift(world.above.state.entries.get(cell), world.above.state.known.get(cell));
  }
  found.forEach((candidate, i) => {
    if (candidate?.isReusable !== true || found.indexOf(candidate) !== i) return;
    const looksTheSame =
      input === true &&
      fingerprint !== undefined &&
      frame.fingerprint !== unknownWorld &&
      candidate.time > cell.definition.since &&
      Object.is(candidate.extras.fingerprint, frame.fingerprint);
    if (looksTheSame || isFresh(state, candidate)) frame.candidates.push(candidate);
  });
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
  for (
    let candidate = frame.candidates.at(-1);
    candidate !== undefined;
    candidate = frame.candidates.at(-1)
  ) {
    const compared = compareOne(frame, candidate);
    if (compared === true) return reused(frame, candidate);
    if (compared !== false) return compared;
    frame.candidates.pop();
    frame.compared = 0;
  }
  return undefined;
}

function compareOne(frame: Frame, { dependencies }: Entry): boolean | Cell {
  const { world } = frame;
  for (; frame.compared < dependencies.length; frame.compared++) {
    const read = dependencies[frame.compared];
    if (read === undefined) return false;
    const here = cachedEntry(world.now, read.cell) ?? world.scratch?.get(read.cell);
    if (here === undefined) return underWay(world, read.cell) === undefined ? read.cell : false;
    if (here.extras.volatile === true || !sameOutcome(here.outcome, read)) return false;
  }
  return true;
}

/** The entry by which an earlier evaluation stands here: it keeps the outcomes that its run recorded, and when that was. */
function reused(frame: Frame, { outcome, dependencies, time, extras }: Entry): Entry {
  const isStale = !isFresh(frame.world.now, { cell: frame.cell, time });
  return new Entry(outcome, dependencies, isStale ? frame.began : time, extras);
}
