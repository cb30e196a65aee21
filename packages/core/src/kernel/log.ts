import type { Entry } from "./entry.ts";
import { tick, type Time } from "../clock.ts";

/**
 * What a context stored itself, in order: a persistent list of stretches, each of them what was stored
 * between two moments at which somebody could see the state. A child that re-enters reads off what its
 * parent stored since; a context whose parent changed goes through its own entries, dependencies first (S9).
 *
 * A draft writes into the last stretch in place, which is right because nobody else has it: `extended`
 * begins one for each draft. An item of a list for each entry in its place took a fifth of the time of COLD and RETWEAK.
 */
export interface Log {
  /** What was stored in this stretch. */
  readonly entries: readonly Entry[];
  /** When the stretch began: a state that was seen before has nothing of it. */
  readonly began: Time;
  readonly before: Log | undefined;
  /** How many entries there are, the stretches before included. */
  readonly length: number;
  /** Beyond this length the entries that nobody needs any more are dropped. */
  readonly limit: number;
}

/** A log whose last stretch is being written. */
export interface LogDraft extends Log {
  readonly entries: Entry[];
  length: number;
}

const leastLimit = 64;

export const emptyLog: Log = {
  entries: [],
  began: 0,
  before: undefined,
  length: 0,
  limit: leastLimit,
};

/** The log with a stretch of its own to write into. */
export function extended(log: Log): LogDraft {
  const before = log.entries.length > 0 ? log : log.before;
  return { entries: [], began: tick(), before, length: log.length, limit: log.limit };
}

/** Adds an entry; whoever sees the log grow beyond its limit prunes it. */
export function append(log: LogDraft, entry: Entry): void {
  log.entries.push(entry);
  log.length++;
}

/** The log without the entries that are not needed; the others keep their places. */
export function prune(log: Log, isNeeded: (entry: Entry) => boolean): LogDraft {
  let before: Log | undefined;
  let length = 0;
  for (const { entries, began } of stretchesSince(log, 0)) {
    const needed = entries.filter(isNeeded);
    length += needed.length;
    if (needed.length > 0) before = { entries: needed, began, before, length, limit: length };
  }
  return { ...extended(log), before, length, limit: Math.max(leastLimit, 2 * length) };
}

/** What was stored since a state was seen that had another log, in order. Complexity: in proportion to that. */
export function entriesSince(log: Log, seen: Log | undefined): Entry[] {
  return stretchesSince(log, seen?.began ?? 0).flatMap(({ entries }) => entries);
}

function stretchesSince(log: Log, moment: Time): Log[] {
  const stretches: Log[] = [];
  for (let at: Log | undefined = log; at !== undefined && at.began > moment; at = at.before)
    stretches.push(at);
  return stretches.toReversed();
}
