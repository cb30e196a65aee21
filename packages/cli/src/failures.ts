import type { Outputs, Row } from "@dug/scenarios";
import { exitCodes } from "./exit.ts";
import type { Found } from "./settle.ts";
import { type Sources, stackOf, where } from "./place.ts";
import type { Output } from "./surroundings.ts";

/** What is said of failures beside a verb's own answer. */
export interface Saying {
  readonly sources: Sources;
  /** Whether the stacks are shown. */
  readonly verbose: boolean;
  readonly stderr: Output;
}

/** Tells on standard error that something failed, and where in the user's sources. */
export function sayFailed(what: string, error: unknown, saying: Saying): void {
  const { sources, verbose, stderr } = saying;
  stderr.write(`dug: ${what} failed: ${where(error, sources)}\n`);
  if (verbose) stderr.write(`${stackOf(error)}\n`);
}

/** Tells the same of each node that failed. @returns the exit code */
export function sayAllFailed(found: readonly Found[], saying: Saying): number {
  const failed = found.filter(({ outcome }) => outcome.kind === "error");
  for (const { node, outcome } of failed)
    if (outcome.kind === "error") sayFailed(String(node), outcome.error, saying);
  return failed.length === 0 ? exitCodes.done : exitCodes.failed;
}

/** Writes the stack of each error in some rows, once. */
export function showStacks(rows: readonly Row<Outputs>[], stderr: Output): void {
  const errors = new Set(rows.flatMap((row) => Object.values<unknown>(row.errors)));
  for (const error of errors) stderr.write(`${stackOf(error)}\n`);
}
