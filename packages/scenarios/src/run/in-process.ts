import type { Context, Snapshot } from "@dug/core";
import { nodesOf } from "./census.ts";
import { Contexts } from "./contexts.ts";
import type { Execution, Executor, Job, Run, Task } from "./executor.ts";
import { Meter } from "./meter.ts";
import { awaitOutputs, evaluateOutputs, isAsynchronous, type Outcomes } from "./outcomes.ts";
import { pacer } from "./pace.ts";
import { unreadIn } from "./unread.ts";

/**
 * Runs scenarios in this process, one after the other: the base in the context given, each scenario in
 * contexts beneath the base as it stood then, whatever happens to it meanwhile (S8). Between scenarios
 * other work gets its turn, at least sixty times a second.
 */
export function inProcess(): Executor {
  return {
    start(job): Run {
      const bench = new Bench(job);
      return { executions: bench.executions(), nodes: () => nodesOf(bench.before, job.outputs) };
    },
  };
}

/** One run of a job. */
class Bench {
  readonly #job: Job;
  readonly #meter: Meter;
  #before: Snapshot | undefined;
  #hub: Context | undefined;
  #contexts: Contexts | undefined;

  constructor(job: Job) {
    this.#job = job;
    this.#meter = new Meter(job.base);
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
    const isAborted = (): boolean => this.#job.signal?.aborted === true;
    const pause = pacer();
    try {
      for await (const task of this.#job.tasks) {
        await pause();
        if (isAborted()) return;
        const execution = await this.#execute(task);
        if (isAborted() && execution.refused !== undefined) return;
        yield execution;
      }
    } finally {
      this.#meter.stop();
      [this.#hub, this.#contexts] = [undefined, undefined]; // who asks for `before` holds this, too
    }
  }

  async #execute(task: Task): Promise<Execution> {
    const begun = performance.now();
    this.#meter.begin(task.index === 0 ? this.#job.base : this.hub);
    const found = await (task.index === 0 ? this.#base() : this.#scenario(task));
    return { task, ...found, ...this.#meter.counted, ms: performance.now() - begun };
  }

  async #base(): Promise<Found> {
    try {
      const outcomes = await this.#read(this.#job.base);
      return { ...outcomes, refused: undefined, unread: [], context: this.hub };
    } catch (error) {
      if (this.#job.signal?.aborted !== true) throw error;
      return { ...nothing, refused: { error } };
    }
  }

  /** Nothing that is thrown gets out. */
  async #scenario({ name, layers }: Task): Promise<Found> {
    try {
      this.#contexts ??= new Contexts(this.hub, this.#job.keep);
      const context = this.#contexts.open(name, layers);
      const outcomes = await this.#read(context);
      const unread = unreadIn(context, layers, this.#job.outputs);
      return { ...outcomes, refused: undefined, unread, context };
    } catch (error) {
      return { ...nothing, refused: { error } };
    }
  }

  async #read(context: Context): Promise<Outcomes> {
    const { outputs, signal } = this.#job;
    const failed = () => this.#meter.failedIn(context);
    const reading = { outputs, signal, failed };
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
