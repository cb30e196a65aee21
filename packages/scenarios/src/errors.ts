import { DugError } from "@dug/core";

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
