export {
  DuplicateScenarioError,
  RunAbortedError,
  ScenarioFileError,
  TableQuestionError,
} from "./errors.ts";
export type { Place } from "./errors.ts";
export { csvLines } from "./csv.ts";
export { jsonLines } from "./json.ts";
export { type JSONCell, type JSONRow, valueToJSON } from "./json.ts";
export { quantile } from "./quantile.ts";
export { readScenarios, type ReadOptions } from "./read.ts";
export type {
  Differences,
  Effort,
  FailedRow,
  FinishedRow,
  Outputs,
  RelativeDifferences,
  Row,
  RowFacts,
  Rows,
  ValueOf,
  Values,
} from "./row.ts";
export { runScenarios, streamScenarios } from "./run.ts";
export type { TableOptions } from "./run.ts";
export type { RunOptions } from "./run/course.ts";
export type { Execution, Executor, Job, Run, Task } from "./run/executor.ts";
export { inProcess } from "./run/in-process.ts";
export { openScenario } from "./run/open.ts";
export { type Plan, type PlannedScenario, type PlanOptions, planScenarios } from "./run/plan.ts";
export type { Progress } from "./run/progress.ts";
export type { Scenarios } from "./run/tasks.ts";
export { layersOf, scenario } from "./scenario.ts";
export type { AnyScenario, Axes, LayeredScenario, Scenario, ScenarioFacts } from "./scenario.ts";
export { messageOf } from "./cell.ts";
export { Table } from "./table.ts";
export type { TableDetails, TableEffort } from "./table.ts";
export type { RowSource } from "./table/columns.ts";
export type { RowComparison } from "./table/compare.ts";
export type { Difference, RelativeDifference } from "./table/difference.ts";
export type { Measure } from "./table/measure.ts";
export type { Pivot } from "./table/pivot.ts";
export { expectedShortfall, valueAtRisk } from "./table/risk.ts";
export { type SharingReport, type WorkShare, Work } from "./table/work.ts";
export { axis, type Axis, type Point, range } from "./spec/axis.ts";
export { type Amount, change, type Numeric, type TargetOf, type TargetsOf } from "./spec/change.ts";
export { type Along, type AxesOf, combine } from "./spec/combine.ts";
export type { Correlation } from "./spec/correlation.ts";
export { type Distribution, distribution } from "./spec/distribution.ts";
export { draws, type Draws, type Variable } from "./spec/draws.ts";
export { CombinationError, ExpressionError, LoanError, UnreadTweakError } from "./spec/errors.ts";
export { expression } from "./spec/expression.ts";
export { historical, type HistoricalRow, type History } from "./spec/historical.ts";
export type { Source } from "./spec/loan.ts";
export { pattern, tagged, type Untyped } from "./spec/pattern.ts";
export { matching, type Selection, type Target } from "./spec/selection.ts";
export type { Layers } from "./spec/stack.ts";
