import { TableQuestionError } from "../errors.ts";
import type { Outputs, Row } from "../row.ts";

/** What rows are ranked by: an output, or any figure of a row, such as one element of a vector. */
export type Measure<O extends Outputs> = (keyof O & string) | ((row: Row<O>) => unknown);

/** Reads the figure of a row; `undefined` where it is no number. @throws {TableQuestionError} when there is no such output. */
export function reader<O extends Outputs>(
  measure: Measure<O>,
  outputs: readonly string[],
): (row: Row<O>) => number | undefined {
  if (typeof measure === "string") requireOutput(measure, outputs);
  const read =
    typeof measure === "function" ? measure : (row: Row<O>): unknown => row.outputs[measure];
  return (row) => {
    const value = read(row);
    return typeof value === "number" ? value : undefined;
  };
}

/** @throws {TableQuestionError} when there is no such output. */
export function requireOutput(output: string, outputs: readonly string[]): void {
  if (outputs.includes(output)) return;
  throw new TableQuestionError(
    `The table has no output ${JSON.stringify(output)}; it has ${outputs.map((each) => JSON.stringify(each)).join(", ")}.`,
  );
}
