import type { Outputs, Row } from "@dug/scenarios";
import { exitCodes } from "./exit.ts";
import type { Found } from "./settle.ts";
import { stackOf, where } from "./place.ts";

/** What is said of failures beside a verb's own answer. */
export interface Saying {
  readonly sources: ReadonlySet<string>;
  /** Whether the stacks are shown. */
  readonly verbose: boolean;
}

/** Tells on standard error that something failed, and where in the user's sources. */
export function sayFailed(what: string, error: unknown, { sources, verbose }: Saying): void {
  process.stderr.write(`dug: ${what} failed: ${where(error, sources)}\n`);
  if (verbose) process.stderr.write(`${stackOf(error)}\n`);
}

/** Tells the same of each node that failed. @returns the exit code */
export function sayAllFailed(found: readonly Found[], saying: Saying): number {
  const failed = found.filter(({ outcome }) => outcome.kind === "error");
  for (const { node, outcome } of failed)
    if (outcome.kind === "error") sayFailed(String(node), outcome.error, saying);
  return failed.length === 0 ? exitCodes.done : exitCodes.failed;
}

/** Writes the stack of each error in some rows, once, to standard error. */
export function showStacks(rows: readonly Row<Outputs>[]): void {
  const errors = new Set(rows.flatMap((row) => Object.values<unknown>(row.errors)));
  for (const error of errors) process.stderr.write(`${stackOf(error)}\n`);
}
