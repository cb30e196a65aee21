import { DugError } from "@dug/core";
import type { Outputs } from "./row.ts";
import type { Table } from "./table.ts";

/** Two scenarios of one run have the same name, or one has that of the base. */
export class DuplicateScenarioError extends DugError {
  override readonly code = "DUPLICATE_SCENARIO";
  readonly scenario: string;

  constructor(scenario: string) {
    super(
      `Two rows of the table would be called ${JSON.stringify(scenario)}. ` +
        `Rows are told apart by name, and "base" is that of the run without tweaks: rename one.`,
    );
    this.scenario = scenario;
  }
}

/** A place in a file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A scenario file is not what it should be. */
export class ScenarioFileError extends DugError implements Place {
  override readonly code = "SCENARIO_FILE";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The message without the place. */
  readonly problem: string;

  constructor({ file, line, column }: Place, problem: string, options?: ErrorOptions) {
    super(`${file}:${line}:${column}: ${problem}`, options);
    this.file = file;
    this.line = line;
    this.column = column;
    this.problem = problem;
  }
}

/** A run was ended by its signal before all scenarios were finished. Its `cause` is the signal's reason. */
export class RunAbortedError extends DugError {
  override readonly code = "RUN_ABORTED";
  /** Rows finished, the base's included. */
  readonly done: number;
  /** What is finished, complete rows only; `undefined` if not even the base is, or the rows were given one by one. */
  readonly table: Table<Outputs> | undefined;

  constructor(reason: unknown, done: number, table: Table<Outputs> | undefined) {
    const why = reason instanceof Error ? reason.message : String(reason);
    super(
      `The run was aborted when ${done} row${done === 1 ? " was" : "s were"} finished: ${why}` +
        (table === undefined ? "" : " (the error has them in its `table`)"),
      { cause: reason },
    );
    this.done = done;
    this.table = table;
  }
}

/** What is asked of a table cannot be answered: an output, an axis or a figure that it has not, or a place where two rows lie. */
export class TableQuestionError extends DugError {
  override readonly code = "TABLE_QUESTION";
}
