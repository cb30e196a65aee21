import { LateCallError } from "../async-errors.ts";
import type { Level } from "../current.ts";

/** Refuses what code does whose evaluation or run has settled, or was aborted (S22e, S22f). @throws {LateCallError} or the reason of the abort */
export function refuseOver({ frame, task, isLeft }: Level, what: string): void {
  const { over } = task;
  if (over?.kind === "aborted") throw over.reason;
  if (over !== undefined || isLeft === true || frame?.isOver === true)
    throw new LateCallError(what, frame?.cell.node);
}
