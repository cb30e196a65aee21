import { type Context, type ForkOptions, InvalidArgumentError } from "@dug/core";
import { RunAbortedError } from "../errors.ts";
import type { Outputs, Row } from "../row.ts";
import { UnreadTweakError } from "../spec/errors.ts";
import type { Table } from "../table.ts";
import { Work } from "../table/work.ts";
import { rowOf } from "./assemble.ts";
import type { Execution, Executor } from "./executor.ts";
import { inProcess } from "./in-process.ts";
import { type Progress, Reporter } from "./progress.ts";
import { type Scenarios, Tasks } from "./tasks.ts";

/** What is run, and whom it tells. */
export interface RunOptions<O extends Outputs> {
  /** The nodes to read in each scenario; rows are typed by these. Asynchronous ones are awaited. */
  readonly outputs: O;
  readonly scenarios: Scenarios;
  /** Called after each row. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Aborting it ends the run; what is finished stays usable. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How the scenarios share evaluations (S17). Left out, they share in the base's pool if it has one, and
   * else in one of the run's own.
   */
  readonly share?: ForkOptions["share"];
  /** How many contexts are held when they are finished, the latest; others are forgotten. Default 64. */
  readonly keep?: number | undefined;
  /**
   * How many scenarios may be under way at the same time where outputs are asynchronous, for functions that
   * wait for something elsewhere; a whole number from 1. Only settled evaluations are shared (S17): with
   * more than one a function may run once for each that needs it at the same time. Default 1, which runs
   * each once; so does a platform without asynchronous context, whatever is asked for.
   */
  readonly concurrency?: number | undefined;
  /** Whether a tweak that no output read ends the run, and is not only told in its row (`unread`). Default `false`. */
  readonly strict?: boolean;
  /** Where the scenarios run. Default: in this process, one after the other. */
  readonly executor?: Executor;
}

/** A row as it is finished. */
interface Finished<O extends Outputs> {
  readonly index: number;
  readonly row: Row<O>;
  readonly context: Context | undefined;
}

const keptByDefault = 64;

/** One run, as it goes: from what an executor finds, in whatever order, to rows. */
export class Course<O extends Outputs> {
  readonly work: Work;
  readonly #options: RunOptions<O>;
  readonly #tasks: Tasks;
  readonly #reporter: Reporter;
  readonly #executions: AsyncIterable<Execution>;
  #done = 0;
  #isEnded = false;

  /** @throws {DuplicateScenarioError} or {InvalidArgumentError} */
  constructor(base: Context, options: RunOptions<O>) {
    const { outputs, share, signal, keep = keptByDefault, executor = inProcess() } = options;
    const { concurrency = 1 } = options;
    if (!(Number.isInteger(concurrency) && concurrency >= 1))
      throw new InvalidArgumentError(
        "runScenarios",
        `concurrency is a whole number from 1, not ${concurrency}`,
      );
    this.#options = options;
    this.#tasks = new Tasks(options.scenarios, base);
    this.#reporter = new Reporter(options.onProgress);
    const tasks = this.#tasks.pull();
    const run = executor.start({ base, outputs, tasks, share, keep, signal, concurrency });
    this.#executions = run.executions;
    this.work = new Work(() => run.nodes());
  }

  /** Whether every scenario has its row. */
  get isComplete(): boolean {
    return this.#isEnded && this.#done === this.#tasks.total;
  }

  /** The rows as they are finished; those that are there before the base wait for it. */
  async *rows(): AsyncGenerator<Finished<O>> {
    let base: Execution | undefined;
    let waiting: Execution[] = [];
    for await (const execution of this.#executions) {
      waiting.push(execution);
      if (execution.task.index === 0) base = execution;
      if (base === undefined) continue;
      for (const each of waiting) yield this.#finish(each, base);
      waiting = [];
    }
    this.#isEnded = true;
  }

  /** Why it is not complete. */
  aborted(table?: Table<O>): RunAbortedError {
    return new RunAbortedError(this.#options.signal?.reason, this.#done, table);
  }

  #finish(execution: Execution, base: Execution): Finished<O> {
    const { task, context } = execution;
    const row = rowOf<O>(this.#tasks.take(task), execution, base.values);
    if (this.#options.strict === true && row.unread.length > 0)
      throw new UnreadTweakError(row.name, row.unread);
    this.#done++;
    this.work.add(task.index, execution.functions);
    this.#reporter.report(row.name, row.status === "failed", this.#tasks.total);
    return { index: task.index, row, context };
  }
}
