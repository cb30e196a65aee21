import { Entry, type EntryExtras, Outcome } from "../kernel/entry.ts";
import { closeMasks, entryOf, nodesOf } from "./ring.ts";
import { CycleError } from "../errors.ts";
import type { Flight } from "./flight.ts";
import type { Ring } from "./flight-ring.ts";
import { disband } from "./follow.ts";
import { keep } from "./keep.ts";
import { extrasOf } from "./run.ts";
import { share } from "./share.ts";
import { settled, synchronous } from "./task.ts";
import { store } from "../kernel/store.ts";

/** An asynchronous function has ended: its evaluation lands, unless it waits for its ring. */
export function end(flight: Flight, failed: boolean, value: unknown): void {
  if (flight.over?.kind === "aborted") return;
  const { frame, cell, mistake, ring } = flight;
  flight.over = settled;
  flight.hasEnded = true;
  frame.isOver = true;
  for (const run of flight.runs ?? []) run.over ??= settled;
  if (ring !== undefined) return ring.release();
  const outcome =
    mistake === undefined ? new Outcome(cell, failed, value) : new Outcome(cell, true, mistake);
  const entry = new Entry(outcome, frame.settledReads(), frame.began, extrasIn(flight));
  const kept = keep(frame, entry, flight.scratch);
  share(frame.world, kept); // before those go on who may look for it
  deliver(flight, kept);
}

function extrasIn({ frame, together }: Flight): EntryExtras | undefined {
  const extras = extrasOf(frame);
  return together === undefined ? extras : { ...extras, together };
}

/** Keeps what an evaluation came to, and tells all who wait for it. */
export function land(flight: Flight, entry: Entry): void {
  deliver(flight, keep(flight.frame, entry, flight.scratch));
}

/** Tells all who wait for an evaluation. */
export function deliver(flight: Flight, entry: Entry): void {
  const { waiters, world, frame } = flight;
  flight.unlist();
  flight.over ??= settled;
  flight.hasLanded = true;
  frame.isOver = true;
  flight.waiters = [];
  flight.calls = [];
  flight.callers = [];
  disband(flight, entry);
  for (const waiter of waiters) {
    if (entry.extras.volatile === true && waiter.task !== synchronous)
      waiter.task.scratch.keep(world, entry);
    waiter.landed(entry, world);
  }
}

/**
 * Lands all that wait for one another: each has the same error as its outcome (S20). Cached if all are of
 * one context and none read what is not cached.
 */
export function settleFlights({ members }: Ring): void {
  const frames = [...members].map((member) => member.frame);
  const [first] = frames;
  if (first === undefined) return;
  const { world } = first;
  const error = new CycleError(nodesOf(frames));
  const outcomes = new Map(frames.map(({ cell }) => [cell, new Outcome(cell, true, error)]));
  const isVolatile = frames.some(
    (frame) => frame.isVolatile || frame.world !== world || frame.inner !== undefined,
  );
  for (const frame of frames) for (const outcome of outcomes.values()) frame.fill(outcome);
  const landed: [Flight, Entry][] = [...members].map((member) => [
    member,
    entryOf(member.frame, outcomes, undefined, isVolatile),
  ]);
  if (isVolatile) keepForAll(landed);
  else {
    for (const [, entry] of landed) world.state = store(world.now, entry);
    closeMasks(world, frames);
  }
  for (const [member, entry] of landed) deliver(member, entry);
}

/** Whoever has read one of a ring has read all of it. */
function keepForAll(landed: readonly (readonly [Flight, Entry])[]): void {
  const readers = landed.flatMap(([member]) => [
    member.scratch,
    ...member.waiters.flatMap(({ task }) => (task === synchronous ? [] : [task.scratch])),
  ]);
  for (const scratch of new Set(readers))
    for (const [{ world }, entry] of landed) scratch.keep(world, entry);
}
