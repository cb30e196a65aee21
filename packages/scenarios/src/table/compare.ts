import { type Cell, outputCell } from "../cell.ts";
import type { Differences, Outputs, RelativeDifferences, Row } from "../row.ts";
import { alike } from "./alike.ts";
import { difference, relativeDifference } from "./difference.ts";

/** One row of two tables, by its name. */
export type RowComparison<O extends Outputs> =
  | { readonly kind: "added"; readonly name: string; readonly after: Row<O> }
  | { readonly kind: "removed"; readonly name: string; readonly before: Row<O> }
  | {
      readonly kind: "same" | "changed";
      readonly name: string;
      readonly before: Row<O>;
      readonly after: Row<O>;
      /** The outputs that are not the same: by content, errors by class and message. */
      readonly changed: readonly (keyof O & string)[];
      /** After minus before. */
      readonly differences: Differences<O>;
      readonly relativeDifferences: RelativeDifferences<O>;
    };

/** Rows of two tables side by side, matched by name: those of `after` in its order, then those that only `before` has. */
export function compareRows<O extends Outputs>(
  before: readonly Row<O>[],
  after: readonly Row<O>[],
  outputs: readonly (keyof O & string)[],
): readonly RowComparison<O>[] {
  const earlier = new Map(before.map((row) => [row.name, row]));
  const found = after.map((row): RowComparison<O> => {
    const old = earlier.get(row.name);
    earlier.delete(row.name);
    return old === undefined
      ? { kind: "added", name: row.name, after: row }
      : compared(old, row, outputs);
  });
  const gone = [...earlier.values()].map((row): RowComparison<O> => {
    return { kind: "removed", name: row.name, before: row };
  });
  return [...found, ...gone];
}

function compared<O extends Outputs>(
  before: Row<O>,
  after: Row<O>,
  outputs: readonly (keyof O & string)[],
): RowComparison<O> {
  const changed = outputs.filter(
    (output) => !sameCell(outputCell(before, output), outputCell(after, output)),
  );
  const each = (compare: (value: unknown, base: unknown) => unknown): object =>
    Object.fromEntries(
      outputs
        .map((output) => [output, compare(after.outputs[output], before.outputs[output])] as const)
        .filter(([, found]) => found !== undefined),
    );
  return {
    kind: changed.length === 0 ? "same" : "changed",
    name: after.name,
    before,
    after,
    changed,
    differences: each(difference),
    relativeDifferences: each(relativeDifference),
  };
}

function sameCell(a: Cell, b: Cell): boolean {
  if (a.kind === "value") return b.kind === "value" && alike(a.value, b.value);
  return a.kind === "error" ? b.kind === "error" && alike(a.error, b.error) : b.kind === a.kind;
}
