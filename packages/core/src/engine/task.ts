import type { ContextOrderError } from "../errors.ts";
import type { Flight } from "./flight.ts";
import { Scratch } from "./scratch.ts";

/** Why memoised calls are refused in a task: it has settled, or was aborted for a reason (S22e, S22f). */
export type Over =
  { readonly kind: "settled" } | { readonly kind: "aborted"; readonly reason: unknown };

export const settled: Over = { kind: "settled" };

/**
 * A stretch of code that may go on after an await: an asynchronous run or evaluation. All code outside of
 * these belongs to one task that never ends.
 */
export class Task {
  /** Outcomes kept for the time being: the outermost task's. */
  readonly scratch: Scratch;
  over: Over | undefined = undefined;
  /** A context was left open in it: it fails by that when it settles (S10). */
  mistake: ContextOrderError | undefined = undefined;
  /** The evaluations that it called and that have not landed yet, some that have perhaps. */
  calls: Flight[] = [];
  /** The asynchronous runs begun in it that have not settled. */
  runs: Set<Task> | undefined = undefined;
  controller: AbortController | undefined = undefined;

  constructor(scratch: Scratch = new Scratch()) {
    this.scratch = scratch;
  }

  /** What an abort does to it, beside what it does to all. */
  quit(_reason: unknown): void {}
}

/** How many asynchronous runs are open: while there is none, whatever is entered is entered by the running code. */
export const runs: { open: number } = { open: 0 };

/** The task of all code that belongs to no asynchronous run or evaluation. */
export const synchronous: Task = new Task();

/** What a task begun from another keeps for the time being: the same, if that one ends. */
export function scratchIn(task: Task): Scratch {
  return task === synchronous ? new Scratch() : task.scratch;
}
