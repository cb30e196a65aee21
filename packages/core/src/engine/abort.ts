import type { Flight } from "./flight.ts";
import type { Task } from "./task.ts";

/**
 * Aborts a task: its further memoised calls throw the reason, and so do those that it waits for. An
 * evaluation that nobody else has called is aborted with it; a caller that has settled has not left (S22f).
 */
export function abort(task: Task, reason: unknown): void {
  const todo = [task];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (at.over !== undefined) continue;
    at.over = { kind: "aborted", reason };
    at.controller?.abort(reason);
    const calls = at.calls.filter((flight) => !flight.isDone);
    at.calls = [];
    at.quit(reason);
    todo.push(...(at.runs ?? []));
    for (const flight of calls) if (leaves(at, flight, reason)) todo.push(flight);
  }
}

/** A task leaves an evaluation that it waits for. @returns whether it was the last that had not left */
function leaves(task: Task, flight: Flight, reason: unknown): boolean {
  const left = flight.waiters.filter((waiter) => waiter.task === task);
  flight.waiters = flight.waiters.filter((waiter) => waiter.task !== task);
  flight.holders -= left.length;
  for (const waiter of left) waiter.refused(reason);
  return flight.holders === 0;
}

/** What a task can be told its abort by, made when it is asked for. */
export function signalOf(task: Task): AbortSignal {
  const controller = (task.controller ??= new AbortController());
  if (task.over?.kind === "aborted" && !controller.signal.aborted)
    controller.abort(task.over.reason);
  return controller.signal;
}
