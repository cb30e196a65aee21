import type { Context, ForkOptions, Node, Tweaks } from "@dug/core";
import type { Effort, Outputs } from "../row.ts";

/** One thing to evaluate: the base is number 0, without layers; the scenarios follow from 1. */
export interface Task {
  readonly index: number;
  readonly name: string;
  /** Each a context nested in the one before. */
  readonly layers: readonly Tweaks[];
}

/** What an executor is to do. */
export interface Job {
  readonly base: Context;
  readonly outputs: Outputs;
  /** The base first. To be pulled one by one: there may be millions. */
  readonly tasks: AsyncIterable<Task>;
  /** How the scenarios share (S17); `undefined`: as the base does, or else with a pool of their own. */
  readonly share: ForkOptions["share"] | undefined;
  /** How many finished contexts are held on to, for nested scenarios to start from and to be read. */
  readonly keep: number;
  /** How many scenarios may be under way at the same time, where that is of use; the base comes before them. */
  readonly concurrency: number;
  /** Once aborted nothing more is begun; what is under way is aborted or finished. */
  readonly signal: AbortSignal | undefined;
}

/** What became of one task. Plain data but for values, errors and the context. */
export interface Execution {
  readonly task: Task;
  /** The values of the outputs that have one. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The errors of the others. */
  readonly errors: Readonly<Record<string, unknown>>;
  /** Of the first error the node that threw it, if that is known. */
  readonly thrower: Node | undefined;
  /** Why the tweaks could not be put on, if so; then there are neither values nor errors. */
  readonly refused: { readonly error: unknown } | undefined;
  /** Readable forms of the nodes that are tweaked but that no output read. */
  readonly unread: readonly string[];
  readonly nodes: Effort;
  /** The same by the function's name. */
  readonly functions: ReadonlyMap<string, Effort>;
  readonly ms: number;
  /** Where it was evaluated, if that is in this process. */
  readonly context: Context | undefined;
}

/** The run of a job. */
export interface Run {
  /** One for each task, in whatever order they finish. Ends early if the signal is aborted. */
  readonly executions: AsyncIterable<Execution>;
  /** How many nodes of each function, by its name, the outputs of the base are made of; to be asked when the base is there. */
  nodes(): ReadonlyMap<string, number>;
}

/**
 * Where scenarios run: in this process unless told otherwise. Whichever it is, the table is the same, but
 * for the work that each row took: what executors share among rows is theirs to choose.
 */
export interface Executor {
  start(job: Job): Run;
}
