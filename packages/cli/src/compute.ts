import type { Context } from "@dug/core";
import {
  type AnyScenario,
  type Outputs,
  RunAbortedError,
  runScenarios,
  type Table,
} from "@dug/scenarios";
import { Interruption } from "./interruption.ts";
import { ProgressBar } from "./progress.ts";
import type { Output, Terminal } from "./surroundings.ts";

/** What is computed. */
interface Task {
  readonly outputs: Outputs;
  readonly scenarios: readonly AnyScenario[];
  /** Whether a tweak that no output reads ends it. */
  readonly strict?: boolean;
  /** Aborted by an `Interruption`. */
  readonly signal: AbortSignal | undefined;
  /** What a bar is drawn on, if it is a terminal. */
  readonly stderr: Terminal;
}

/** A table, of all scenarios or of those that were finished when a signal came. */
export interface Computed {
  readonly table: Table<Outputs>;
  readonly interruption: Interruption | undefined;
}

/** Computes a table. @throws {Interruption} when not even the base is finished. */
export async function compute(base: Context, { stderr, ...task }: Task): Promise<Computed> {
  const bar = new ProgressBar(stderr);
  bar.update({ done: 0, total: task.scenarios.length + 1, failed: 0 });
  try {
    const onProgress = bar.update.bind(bar);
    return { table: await runScenarios(base, { ...task, onProgress }), interruption: undefined };
  } catch (error) {
    if (!(error instanceof RunAbortedError && error.cause instanceof Interruption)) throw error;
    const { table, cause: interruption } = error;
    if (table !== undefined) return { table, interruption };
    const { signal, message } = interruption;
    throw new Interruption(signal, `${message} before the base was finished; nothing was written`);
  } finally {
    bar.clear();
  }
}

/** Tells that rows are missing. @returns the exit code */
export function sayInterrupted(
  { table, interruption }: Computed,
  asked: number,
  stderr: Output,
): number | undefined {
  if (interruption === undefined) return undefined;
  const { length } = table.rows;
  stderr.write(
    `dug: ${interruption.message} when ${length} of ${asked} rows were finished; the others are missing\n`,
  );
  return interruption.exitCode;
}
