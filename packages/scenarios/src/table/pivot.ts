import { TableQuestionError } from "../errors.ts";
import type { Outputs, Row, Values } from "../row.ts";
import { alike } from "./alike.ts";
import { requireOutput } from "./measure.ts";

/** An output over two axes. */
export interface Pivot<O extends Outputs, K extends keyof O> {
  /** The places on the first axis, in the order in which the rows come: one line each. */
  readonly lines: readonly unknown[];
  /** The places on the second axis: one column each. */
  readonly columns: readonly unknown[];
  /** `values[line][column]`; `undefined` where there is no row, or its output failed: `rows` tells. */
  readonly values: readonly (readonly (Values<O>[K] | undefined)[])[];
  /** The rows at these places. */
  readonly rows: readonly (readonly (Row<O> | undefined)[])[];
}

/** Lays rows out by two of their axes; rows that lack one of them are left out. @throws {TableQuestionError} when no row has the axes, or two lie in one place. */
export function pivot<O extends Outputs, K extends keyof O & string>(
  all: readonly Row<O>[],
  [first, second]: readonly [string, string],
  output: K,
  outputs: readonly string[],
): Pivot<O, K> {
  requireOutput(output, outputs);
  const on = all.filter(({ axes }) => Object.hasOwn(axes, first) && Object.hasOwn(axes, second));
  if (on.length === 0) throw noSuchAxes(all, first, second);
  const lines = places(on.map(({ axes }) => axes[first]));
  const columns = places(on.map(({ axes }) => axes[second]));
  const rows = lines.all.map(() => columns.all.map((): Row<O> | undefined => undefined));
  for (const row of on) {
    const [line, column] = [lines.at(row.axes[first]), columns.at(row.axes[second])];
    const taken = rows[line]?.[column];
    if (taken !== undefined) throw samePlace(taken.name, row.name, first, second);
    rows[line]![column] = row;
  }
  const values = rows.map((line) => line.map((row) => row?.outputs[output]));
  return { lines: lines.all, columns: columns.all, values, rows };
}

interface Places {
  readonly all: readonly unknown[];
  at(place: unknown): number;
}

/** Different places in order of appearance. Primitives are found by a map, anything else by looking at each. */
function places(found: readonly unknown[]): Places {
  const all: unknown[] = [];
  const numbers = new Map<unknown, number>();
  const at = (place: unknown): number => {
    const known = numbers.get(place);
    if (known !== undefined || typeof place !== "object" || place === null) return known ?? -1;
    return all.findIndex((each) => alike(each, place));
  };
  for (const place of found) if (at(place) < 0) numbers.set(place, all.push(place) - 1);
  return { all, at };
}

function noSuchAxes<O extends Outputs>(
  rows: readonly Row<O>[],
  first: string,
  second: string,
): TableQuestionError {
  const axes = [...new Set(rows.flatMap((row) => Object.keys(row.axes)))];
  const known = axes.length === 0 ? "none has any" : `the axes are ${axes.join(", ")}`;
  return new TableQuestionError(
    `No row lies on both the axes ${JSON.stringify(first)} and ${JSON.stringify(second)}; ${known}.`,
  );
}

function samePlace(a: string, b: string, first: string, second: string): TableQuestionError {
  return new TableQuestionError(
    `The rows ${JSON.stringify(a)} and ${JSON.stringify(b)} lie at one place of ${first} and ${second}: ` +
      `a pivot shows one row there. Filter the table's rows, or pivot other axes.`,
  );
}
