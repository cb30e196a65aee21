import type { Surroundings } from "./surroundings.ts";

/** A verb's work, for who does it. */
export interface Task {
  /** The command line: the verb, its model, and what else the user gave. */
  readonly args: readonly string[];
  /** A folder for what is made on the way; who gives the task clears it away. */
  readonly scratch: string;
  /** Whether it is to end with what is finished, when somebody wants it to end. */
  readonly partial: boolean;
}

/** Who does it: another process, or the caller's own thread. @returns the exit code */
export type Doer = (task: Task, surroundings: Surroundings) => Promise<number>;
