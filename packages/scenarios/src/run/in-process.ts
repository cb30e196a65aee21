import type { Context, Snapshot } from "@dug/core";
import { nodesOf } from "./census.ts";
import { Contexts } from "./contexts.ts";
import type { Execution, Executor, Job, Run, Task } from "./executor.ts";
import { flowMeter } from "./flow-meter.ts";
import { type Meter, SerialMeter } from "./meter.ts";
import { awaitOutputs, evaluateOutputs, isAsynchronous, type Outcomes } from "./outcomes.ts";
import { pacer } from "./pace.ts";
import { Pool } from "./pool.ts";
import { Relay } from "./relay.ts";
import type { Tally } from "./tally.ts";
import { unreadIn } from "./unread.ts";

/**
 * Runs scenarios in this process: the base in the context given, then each scenario in contexts beneath the
 * base as it stood then, whatever happens to it meanwhile (S8). Between scenarios other work gets its turn,
 * at least sixty times a second. One is finished before the next is begun, unless outputs are asynchronous
 * and the job allows several at the same time.
 */
export function inProcess(): Executor {
  return {
    start(job): Run {
      const bench = new Bench(job);
      return { executions: bench.executions(), nodes: () => nodesOf(bench.before, job.outputs) };
    },
  };
}

/** How far a stream of rows can get ahead of its slowest, for each that may be under way. */
const reach = 16;

/** One run of a job. */
class Bench {
  readonly #job: Job;
  readonly #meter: Meter;
  readonly #limit: number;
  /** Ends what is under way, when the job's signal is aborted or nobody waits for it any more. */
  readonly #relay: Relay;
  #before: Snapshot | undefined;
  #hub: Context | undefined;
  #contexts: Contexts | undefined;

  constructor(job: Job) {
    this.#job = job;
    const isWide = job.concurrency > 1 && isAsynchronous(job.outputs);
    const meter = isWide ? flowMeter(job.base) : undefined;
    this.#limit = meter === undefined ? 1 : job.concurrency;
    this.#meter = meter ?? new SerialMeter(job.base);
    this.#relay = new Relay(job.signal);
  }

  /** The base as it stood when it had been evaluated. */
  get before(): Snapshot {
    return (this.#before ??= this.#job.base.snapshot());
  }

  /** What all scenarios are forks of. */
  get hub(): Context {
    return (this.#hub ??= stand(this.before, this.#job));
  }

  async *executions(): AsyncGenerator<Execution> {
    const tasks = this.#tasks();
    try {
      const base = await tasks.next(); // the scenarios stand on it
      if (base.done !== true) yield* this.#finished(await this.#execute(base.value));
      const abandon = (): void => this.#relay.abort(new Error("nobody waits for it any more"));
      const options = { limit: this.#limit, reach: reach * this.#limit, abandon };
      const pool = new Pool(tasks, (task: Task) => this.#execute(task), options);
      for await (const execution of pool.results()) yield* this.#finished(execution);
    } finally {
      this.#meter.stop();
      this.#relay.stop();
      [this.#hub, this.#contexts] = [undefined, undefined]; // who asks for `before` holds this, too
    }
  }

  /** Nothing once the run is aborted. */
  async *#tasks(): AsyncGenerator<Task> {
    const pause = pacer();
    for await (const task of this.#job.tasks) {
      await pause();
      if (this.#relay.aborted) return;
      yield task;
    }
  }

  /** What an abort left unfinished is no row. */
  *#finished(execution: Execution): Generator<Execution> {
    if (!this.#relay.aborted || execution.refused === undefined) yield execution;
  }

  async #execute(task: Task): Promise<Execution> {
    const begun = performance.now();
    return await this.#meter.measure(
      task.index === 0 ? this.#job.base : this.hub,
      async (tally) => {
        const found = await (task.index === 0 ? this.#base(tally) : this.#scenario(task, tally));
        const { nodes, functions } = tally;
        return { task, ...found, nodes, functions, ms: performance.now() - begun };
      },
    );
  }

  async #base(tally: Tally): Promise<Found> {
    try {
      const outcomes = await this.#read(this.#job.base, tally);
      return { ...outcomes, refused: undefined, unread: [], context: this.hub };
    } catch (error) {
      if (!this.#relay.aborted) throw error;
      return { ...nothing, refused: { error } };
    }
  }

  /** Nothing that is thrown gets out. */
  async #scenario({ name, layers }: Task, tally: Tally): Promise<Found> {
    try {
      this.#contexts ??= new Contexts(this.hub, this.#job.keep);
      const context = this.#contexts.open(name, layers);
      const outcomes = await this.#read(context, tally);
      const unread = unreadIn(context, layers, this.#job.outputs);
      return { ...outcomes, refused: undefined, unread, context };
    } catch (error) {
      return { ...nothing, refused: { error } };
    }
  }

  async #read(context: Context, tally: Tally): Promise<Outcomes> {
    const { outputs } = this.#job;
    const failed = () => tally.failedIn(context);
    const reading = { outputs, relay: this.#relay, failed };
    return isAsynchronous(outputs)
      ? await awaitOutputs(context, reading)
      : evaluateOutputs(context, reading);
  }
}

type Found = Outcomes & Pick<Execution, "refused" | "unread" | "context">;

const nothing = { values: {}, errors: {}, thrower: undefined, unread: [], context: undefined };

/** A context on the base's state, in which scenarios share (S17): in the base's pool if it has one. */
function stand(before: Snapshot, { base, share }: Job): Context {
  const sharing = share ?? (base.sharing === undefined ? true : undefined);
  return before.fork("scenarios", sharing === undefined ? {} : { share: sharing });
}
