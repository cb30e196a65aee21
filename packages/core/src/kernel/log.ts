import type { Cell } from "./cell.ts";
import { tick, type Time } from "../clock.ts";

/**
 * Of which nodes a context wrote entries of its own: a persistent list of stretches, each of them what was written
 * between two moments at which somebody could see the state, in the order in which the nodes were written first. A
 * child that re-enters reads off what its parent wrote since; a context whose parent changed goes through its own (S9).
 */
export interface Log {
  readonly cells: readonly Cell[];
  /** When the stretch was added: a state that was seen before has nothing of it. */
  readonly began: Time;
  readonly before: Log | undefined;
  /** How many nodes there are, the stretches before included. */
  readonly length: number;
  /** Beyond this length the stretches become one, of each node once. */
  readonly limit: number;
  /** Another where the context was put on its unchanged parent anew: what that has written since is in no stretch of its own. */
  readonly start: Time;
}

const leastLimit = 64;

export const emptyLog: Log = {
  cells: [],
  began: 0,
  before: undefined,
  length: 0,
  limit: leastLimit,
  start: 0,
};

/** The log of a context that was put on its unchanged parent anew. */
export function startedAnew(log: Log): Log {
  return { ...log, start: tick() };
}

/** The log with one more stretch, of different nodes. Complexity: O(1), amortised. */
export function extended(log: Log, cells: readonly Cell[]): Log {
  const { limit, start } = log;
  if (log.length === 0) return inOneStretch(cells, tick(), start);
  const length = log.length + cells.length;
  const longer: Log = { cells, began: tick(), before: log, length, limit, start };
  return length > log.limit ? filtered(longer, () => true) : longer;
}

/** The log in one stretch, of each node once, of those that are wanted. Who has seen a part of it will read all of it. */
export function filtered(log: Log, isWanted: (cell: Cell) => boolean): Log {
  const cells = [...new Set(cellsSince(log, undefined))].filter(isWanted);
  return inOneStretch(cells, log.began, log.start);
}

function inOneStretch(cells: readonly Cell[], began: Time, start: Time): Log {
  const { length } = cells;
  const limit = Math.max(leastLimit, 2 * length);
  return { cells, began, before: undefined, length, limit, start };
}

/** What was written since a state was seen that had another log, in order. Complexity: in proportion to that. */
export function cellsSince(log: Log, seen: Log | undefined): Cell[] {
  const moment = seen?.began ?? -1;
  const stretches: Log[] = [];
  for (let at: Log | undefined = log; at !== undefined && at.began > moment; at = at.before)
    stretches.push(at);
  return stretches.toReversed().flatMap(({ cells }) => cells);
}
