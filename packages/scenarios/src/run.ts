import type { Context } from "@dug/core";
import type { Outputs, Row } from "./row.ts";
import { Course, type RunOptions } from "./run/course.ts";
import { Table } from "./table.ts";

/** What is asked of a table beside. */
export interface TableOptions {
  /**
   * Whether the table keeps the contexts, so that any node of any scenario can be read by
   * `table.context(name)`; `keep` is unbounded then, unless it is said. Default `false`.
   */
  readonly contexts?: boolean;
}

/**
 * Evaluates outputs in a context, and in contexts beneath it for each scenario: what a scenario's tweaks
 * do not reach is computed once, and what they reach once for each distinct combination of values (S17).
 * What an output throws costs its own row only; a base that fails says so, and the rest still runs.
 *
 * @param base is evaluated in, and else left as it is; what it has cached already is used, and what is
 * changed in it while the scenarios run changes nothing here
 * @returns a table with the base's row first, then one a scenario, in the order given
 * @throws {DuplicateScenarioError} when two rows would have one name
 * @throws {UnreadTweakError} when a scenario tweaks what no output read, and `strict` is asked for
 * @throws {RunAbortedError} when `signal` is aborted: it has the table of what is finished.
 * @example
 * const table = await runScenarios(new Context("base"), {
 *   outputs: { value: book.node() },
 *   scenarios: [scenario("crash", Tweaks.empty.tweak(spot.node("IBM"), 80))],
 * });
 * table.rows[1].differences.value;
 */
export async function runScenarios<O extends Outputs>(
  base: Context,
  { contexts = false, ...options }: RunOptions<O> & TableOptions,
): Promise<Table<O>> {
  const { scenarios, keep = contexts ? Infinity : undefined } = options;
  const list = Symbol.iterator in scenarios ? [...scenarios] : scenarios;
  const course = new Course(base, { ...options, scenarios: list, keep });
  const kept = new Map<string, Context>();
  const finished: { readonly index: number; readonly row: Row<O> }[] = [];
  for await (const { index, row, context } of course.rows()) {
    finished.push({ index, row });
    if (contexts && context !== undefined) keepContext(kept, row.name, context, keep);
  }
  const [first, ...rest] = finished.toSorted((a, b) => a.index - b.index).map(({ row }) => row);
  const isThere = first !== undefined;
  const table = isThere
    ? new Table(options.outputs, [first, ...rest], { contexts: kept, work: course.work })
    : undefined;
  if (table === undefined || !course.isComplete) throw course.aborted(table);
  return table;
}

/**
 * The same row by row, for more scenarios than fit into memory: nothing of a row is held once it has been
 * taken, and a scenario is asked for when its turn has come. Ending the loop ends the run.
 *
 * @returns the rows in the order of the scenarios, the base's first
 * @throws {DuplicateScenarioError} when it comes to a name that was there before
 * @throws {RunAbortedError} when `signal` is aborted, after the rows that are finished.
 * @example
 * function* millions() {
 *   for (let i = 1; i <= 3; i++) yield scenario(`${i}`, Tweaks.empty.tweak(spot.node("IBM"), i));
 * }
 * const outputs = { value: book.node() };
 * const rows = streamScenarios(base, { outputs, scenarios: millions() });
 * for await (const row of rows) row.outputs.value;
 */
export async function* streamScenarios<O extends Outputs>(
  base: Context,
  options: RunOptions<O>,
): AsyncGenerator<Row<O>, void> {
  const course = new Course(base, options);
  const early = new Map<number, Row<O>>();
  let next = 0;
  for await (const { index, row } of course.rows()) {
    early.set(index, row);
    for (let ready = early.get(next); ready !== undefined; ready = early.get(++next)) {
      early.delete(next);
      yield ready;
    }
  }
  for (const [, row] of [...early].toSorted(([a], [b]) => a - b)) yield row;
  if (!course.isComplete) throw course.aborted();
}

/** The base's is kept whatever comes. */
function keepContext(
  kept: Map<string, Context>,
  name: string,
  context: Context,
  keep = Infinity,
): void {
  kept.set(name, context);
  if (kept.size <= keep + 1) return;
  const [, oldest] = kept.keys();
  if (oldest !== undefined) kept.delete(oldest);
}
