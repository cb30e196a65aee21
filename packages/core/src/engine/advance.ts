import { attach, flightTo } from "./join.ts";
import { at } from "../current.ts";
import { begin } from "./begin.ts";
import { beneath } from "./stand.ts";
import { bind } from "./bind.ts";
import { Cell } from "../kernel/cell.ts";
import { CycleError } from "../errors.ts";
import { obtain, tellReused } from "./evaluate.ts";
import { deliver, end, land } from "./land.ts";
import { enqueue, runNow } from "./queue.ts";
import { type Entry, type Outcome, sameOutcome } from "../kernel/entry.ts";
import { type Known, sampleOf, sharedReads } from "../kernel/known.ts";
import type { Frame } from "./frame.ts";
import type { Flight } from "./flight.ts";
import { announce, follow } from "./follow.ts";
import { compare, gatherCandidates } from "./reuse.ts";
import { scratched } from "./stack.ts";
import { Step } from "./step.ts";
import { type Binding, cachedEntry, isFresh } from "../kernel/state.ts";
import { verifyAsync } from "./verify-async.ts";
import type { World } from "./world.ts";
import { listReads, readAt } from "../kernel/reads.ts";

/** Starts a new evaluation, for which somebody waits. */
export function start(flight: Flight): void {
  const { frame } = flight;
  runNow(() => {
    at(flight.level, () => {
      if (frame.binding === undefined) gatherCandidates(frame);
      if (!waitForEarlier(flight)) advance(flight);
    });
  });
}

/** Goes on with an evaluation that waited on the engine's behalf. */
function proceed(flight: Flight): void {
  enqueue(() => {
    if (flight.over === undefined) at(flight.level, () => advance(flight));
  });
}

/** Takes an evaluation as far as it gets without waiting. What the engine itself fails by meanwhile, as verification does, is its outcome: nobody is left waiting (S27). */
function advance(flight: Flight): void {
  try {
    approach(flight);
  } catch (error) {
    if (flight.over !== undefined) throw error;
    end(flight, true, error);
  }
}

/** Takes an evaluation to an earlier one that holds, or to one that is pending elsewhere, or into its function. */
function approach(flight: Flight): void {
  const { frame, world, cell } = flight;
  const carried = cachedEntry(world.now, cell);
  if (carried !== undefined) return deliver(flight, carried);
  if (frame.binding !== undefined) return bindLater(flight, frame.binding);
  if (flight.following?.keepsUp(waitFor) === true) return;
  flight.following?.end();
  if (takesEarlier(flight)) return;
  if (!follow(flight, waitFor, followOn)) run(flight);
}

/** Whether an earlier evaluation holds here, or what it read must be waited for to know. */
function takesEarlier(flight: Flight): boolean {
  const { frame, world } = flight;
  for (let next = compare(frame); next !== undefined; next = compare(frame)) {
    if (!(next instanceof Cell)) {
      landReused(flight, next);
      return true;
    }
    if (!next.definition.isAsync) obtain(world, next);
    else if (waitForWave(flight, next)) return true;
    else frame.dismiss();
  }
  return false;
}

/** Goes on with an evaluation that follows another, or did; unless it has gone on otherwise before its turn comes. */
function followOn(flight: Flight): void {
  const { following } = flight;
  enqueue(() => {
    if (flight.over !== undefined || flight.following !== following) return;
    at(flight.level, () => advance(flight));
  });
}

function run(flight: Flight): void {
  announce(flight);
  begin(flight, end);
}

/** Waits on the engine's behalf for a node. `false`: by that some would wait for one another (S20). */
function waitFor(
  flight: Flight,
  cell: Cell,
  done: (entry?: Entry) => void,
  world: World = flight.world,
): boolean {
  const step = new Step(flight, done);
  const { target, isNew } = flightTo(world, cell, step);
  if (!attach(target, step, isNew)) return false;
  if (isNew) start(target);
  return true;
}

/** An earlier evaluation holds here; it may be one to be verified first (S27). */
function landReused(flight: Flight, entry: Entry): void {
  const { frame, level, world } = flight;
  flight.endComparing();
  tellReused(world, entry, frame.isShared);
  const verified = world.now.family.isSampled() ? verifyAsync(level, world, entry) : undefined;
  if (verified === undefined) return land(flight, entry);
  verified.then(
    () => (flight.over === undefined ? land(flight, entry) : undefined),
    (error: unknown) => end(flight, true, error),
  );
}

/**
 * Waits for the dependencies that an earlier evaluation of the node had called together, starting with
 * `first`; synchronous ones between them are compared at once. `false` if by that some would wait for one
 * another: then there is nothing to compare with.
 */
function waitForWave(flight: Flight, first: Cell): boolean {
  let open = 1;
  const done = (): void => {
    if (--open === 0) proceed(flight);
  };
  for (const cell of waveFrom(flight, first)) {
    open++;
    if (waitFor(flight, cell, done)) continue;
    open--;
    if (cell === first) return false;
  }
  done();
  return true;
}

/** What may be started without waiting for `first`: the function called it before that had ended. */
function* waveFrom({ frame, world }: Flight, first: Cell): Generator<Cell> {
  yield first;
  for (const read of calledTogether(frame)) {
    const { cell } = read;
    const here = cachedEntry(world.now, cell) ?? scratched(world, cell);
    if (here === undefined && cell.definition.isAsync) yield cell;
    else if (!isSame(here ?? obtain(world, cell), read)) return;
  }
}

/** What an earlier evaluation read after the dependency that is being compared and before that had ended. */
function* calledTogether({ candidate, compared }: Frame): Generator<Outcome> {
  const known = candidate as Known;
  const sample = sampleOf(known);
  for (let i = compared + 1; i < sharedReads(known); i++) {
    const read = readAt(sample, i) as Outcome;
    if (read.cell.definition.isAsync && sample.extras.together?.has(i) !== true) return;
    yield read;
  }
}

function isSame(here: Entry | undefined, read: Outcome): boolean {
  return here !== undefined && sameOutcome(here.outcome, read);
}

/**
 * After a change, waits once for the evaluation of an earlier era that is still pending, if nothing that it
 * has read so far was changed: it is then one more that may stand in for a run, if it holds here (S22c).
 */
function waitForEarlier(flight: Flight): boolean {
  const { frame, world } = flight;
  if (frame.binding !== undefined || frame.cell.definition.options.reuse === false) return false;
  for (let era = world.era.previous; era !== undefined; era = era.previous) {
    const earlier = era.flights?.get(frame.cell);
    if (earlier === undefined || !isUntouched(world, earlier)) continue;
    const step = new Step(flight, (entry) => {
      if (entry?.isReusable === true && entry.extras.volatile !== true) frame.consider(entry);
      proceed(flight);
    });
    if (attach(earlier, step, false)) return true;
  }
  return false;
}

function isUntouched({ now }: World, { frame, over }: Flight): boolean {
  if (over !== undefined || frame.binding !== undefined || frame.inner !== undefined) return false;
  if (!isFresh(now, { cell: frame.cell, time: frame.began })) return false;
  return listReads(frame.settledReads()).every((read) => isSame(cachedEntry(now, read.cell), read));
}

/** Applies a tweak: a shift once its base value, evaluated beneath, has landed (S1, S22b). */
function bindLater(flight: Flight, binding: Binding): void {
  const { frame, world, cell } = flight;
  const { base } = flight;
  if (base !== undefined || binding.to.kind === "value") {
    land(
      flight,
      bind(frame, binding, () => base as Entry),
    );
    return;
  }
  const under = beneath(world, binding.layer);
  flight.base = cachedEntry(under.now, cell) ?? scratched(under, cell);
  if (flight.base !== undefined) return bindLater(flight, binding);
  const refuse = (): void => end(flight, true, new CycleError([cell.node])); // on a ring, that is the outcome of all
  const settle = (entry?: Entry): void => {
    flight.base = entry;
    if (entry === undefined) refuse();
    else proceed(flight);
  };
  if (!waitFor(flight, cell, settle, under)) refuse();
}
