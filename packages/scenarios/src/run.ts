import type { Context } from "@dug/core";
import { DuplicateScenarioError } from "./errors.ts";
import { evaluateBase, evaluateScenario } from "./evaluate.ts";
import { Meter } from "./meter.ts";
import type { Outputs, Row } from "./row.ts";
import type { Scenario } from "./scenario.ts";
import { Table } from "./table.ts";

/** How far a run is. */
export interface Progress {
  /** Rows finished, the base's included. */
  readonly done: number;
  /** Rows in all. */
  readonly total: number;
  /** Of those finished, the failed. */
  readonly failed: number;
  /** The row finished last. */
  readonly name: string;
}

/** What `runScenarios` runs, and whom it tells. */
export interface RunOptions<O extends Outputs> {
  /** The nodes to read in each scenario; rows are typed by these. */
  readonly outputs: O;
  readonly scenarios: Iterable<Scenario>;
  /** Called after each row. */
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting it makes the run reject with its reason before the next scenario. */
  readonly signal?: AbortSignal;
}

/** The name of the row without tweaks. */
export const baseName = "base";

/**
 * Evaluates outputs in a context, and in a fork of it for each scenario: what a scenario's tweaks do not
 * reach is computed once. What an output throws costs its own row only. Between scenarios other work
 * gets its turn, at least sixty times a second.
 *
 * @param base is evaluated in, and else left as it is; what it has cached already is used
 * @returns a table with the base's row first, then one a scenario, in the order given
 * @throws {DuplicateScenarioError} when two rows would have one name.
 * @example
 * const table = await runScenarios(new Context("base"), {
 *   outputs: { value: book.node() },
 *   scenarios: [scenario("crash", Tweaks.empty.tweak(spot.node("IBM"), 80))],
 * });
 * table.rows[1].differences.value;
 */
export async function runScenarios<O extends Outputs>(
  base: Context,
  { outputs, scenarios, onProgress, signal }: RunOptions<O>,
): Promise<Table<O>> {
  const list = distinct(scenarios);
  const meter = new Meter(base);
  try {
    const first = evaluateBase(base, baseName, outputs, meter);
    const rows: [Row<O>, ...Row<O>[]] = [first];
    const report = reporter(list.length + 1, onProgress);
    report(first);
    const pause = pacer();
    for (const scenario of list) {
      await pause();
      signal?.throwIfAborted();
      const row = evaluateScenario(base, scenario, outputs, { meter, first });
      rows.push(row);
      report(row);
    }
    return new Table(outputs, rows);
  } finally {
    meter.stop();
  }
}

function distinct(scenarios: Iterable<Scenario>): readonly Scenario[] {
  const names = new Set([baseName]);
  const list = [...scenarios];
  for (const { name } of list) {
    if (names.has(name)) throw new DuplicateScenarioError(name);
    names.add(name);
  }
  return list;
}

function reporter<O extends Outputs>(
  total: number,
  onProgress: RunOptions<O>["onProgress"],
): (row: Row<O>) => void {
  let done = 0;
  let failed = 0;
  return ({ name, status }) => {
    done++;
    if (status === "failed") failed++;
    onProgress?.({ done, total, failed, name });
  };
}

/** Lets the event loop turn if it has not for a frame's time: a turn for every scenario would cost a millisecond each. */
function pacer(): () => Promise<void> {
  let turned = performance.now();
  return async () => {
    if (performance.now() - turned < 16) return;
    await new Promise((resolve) => setTimeout(resolve));
    turned = performance.now();
  };
}
