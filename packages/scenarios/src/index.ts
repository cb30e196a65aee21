export { DuplicateScenarioError, ScenarioFileError } from "./errors.ts";
export type { Place } from "./errors.ts";
export type { JSONCell, JSONRow } from "./json.ts";
export { quantile } from "./quantile.ts";
export { readScenarios } from "./read.ts";
export type {
  Differences,
  Effort,
  FailedRow,
  FinishedRow,
  Outputs,
  Row,
  RowFacts,
  Rows,
  Values,
} from "./row.ts";
export { runScenarios } from "./run.ts";
export type { Progress, RunOptions } from "./run.ts";
export { scenario } from "./scenario.ts";
export type { Axes, Scenario } from "./scenario.ts";
export { messageOf } from "./cell.ts";
export { Table } from "./table.ts";
export type { TableEffort } from "./table.ts";
