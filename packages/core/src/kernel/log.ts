import type { Entry } from "./entry.ts";
import { tick, type Time } from "../clock.ts";

interface Item {
  readonly entry: Entry;
  /** When it was stored; grows from item to item. */
  readonly stored: Time;
  readonly before: Item | undefined;
}

/**
 * What a context stored itself, in order: a persistent list that grows at its head. A child that
 * re-enters reads off what its parent stored since; a context whose parent changed goes through its own
 * entries, dependencies first (S9).
 */
export interface Log {
  readonly last: Item | undefined;
  readonly length: number;
  /** Beyond this length the items that nobody needs any more are dropped. */
  readonly limit: number;
  /** When something was last stored, also if the item is gone. */
  readonly stored: Time;
}

const leastLimit = 64;

export const emptyLog: Log = { last: undefined, length: 0, limit: leastLimit, stored: 0 };

/** The log with one more entry; whoever sees it grow beyond its limit prunes it. */
export function append({ last, length, limit }: Log, entry: Entry): Log {
  const stored = tick();
  return { last: { entry, stored, before: last }, length: length + 1, limit, stored };
}

/** The log without the items that are not needed; the others keep their places. */
export function prune(log: Log, isNeeded: (entry: Entry) => boolean): Log {
  let last: Item | undefined;
  let length = 0;
  for (const item of itemsSince(log, 0)) {
    if (!isNeeded(item.entry)) continue;
    last = { ...item, before: last };
    length++;
  }
  return { last, length, limit: Math.max(leastLimit, 2 * length), stored: log.stored };
}

/** What was stored after a moment, in order. Complexity: in proportion to that. */
export function entriesSince(log: Log, moment: Time): Entry[] {
  return itemsSince(log, moment).map((item) => item.entry);
}

function itemsSince(log: Log, moment: Time): Item[] {
  const items: Item[] = [];
  for (let item = log.last; item !== undefined && item.stored > moment; item = item.before)
    items.push(item);
  return items.toReversed();
}
