import { type Cell, readCSV } from "./csv-text.ts";
import { type Datum, fail, fieldIn, fieldsAmong, itemsOf, textIn } from "./datum.ts";
import { historical, type HistoricalRow, type History } from "./historical.ts";
import { numberIn, readNumber } from "./read-amount.ts";
import { targetsNamed } from "./read-target.ts";
import type { Reading } from "./reading.ts";
import type { LayeredScenario } from "../scenario.ts";
import type { Target } from "./selection.ts";

const what = "a history";

/** Reads `{ change: relative, file: "history.csv" }`, or with `targets` and `rows` in place of `file`. */
export function readHistory(datum: Datum, reading: Reading): readonly LayeredScenario[] {
  const fields = fieldsAmong(datum, what, ["change", "axis", "file", "targets", "rows"]);
  const change = readKind(fields.get("change")?.value);
  const axis = fields.get("axis");
  const named = axis === undefined ? {} : { axis: textIn(axis.value, "the axis's name") };
  const file = fields.get("file");
  if (file === undefined) {
    const targets = fieldIn(fields, "targets", datum, what);
    return replayed(datum, {
      ...rowsIn(targets, fieldIn(fields, "rows", datum, what)),
      change,
      ...named,
    });
  }
  const other = fields.get("targets") ?? fields.get("rows");
  if (other !== undefined)
    fail(other, "a history that is in a file has no targets and rows beside it");
  const path = textIn(file.value, "the path of a CSV file");
  const { axis: first, ...history } = historyIn(
    readCSV(included(path, file.value, reading), path),
    path,
  );
  return replayed(file.value, { ...history, change, axis: first, ...named });
}

function included(path: string, at: Datum, { include }: Reading): string {
  if (include === undefined)
    return fail(at, "files that a scenario file names cannot be read here");
  try {
    return include(path);
  } catch (error) {
    return fail(
      at,
      `cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`,
      error,
    );
  }
}

function readKind(datum: Datum | undefined): "relative" | "add" {
  const kind = datum?.kind === "scalar" ? datum.value : undefined;
  if (datum === undefined || kind === "relative") return "relative";
  return kind === "add"
    ? "add"
    : fail(datum, "expected relative or add: what the numbers of the history are");
}

function replayed(at: Pick<Datum, "place">, history: History): readonly LayeredScenario[] {
  const list = historical(history);
  return list.length > 0 ? list : fail(at, "the history has no rows");
}

function rowsIn(targets: Datum, rows: Datum): Pick<History, "targets" | "rows"> {
  const list = itemsOf(targets, "a list of targets").map((each) =>
    single(textIn(each, 'a target such as spot("IBM")'), each),
  );
  return {
    targets: list,
    rows: itemsOf(rows, "a list of rows").map((row) => rowIn(row, list.length)),
  };
}

function rowIn(row: Datum, count: number): HistoricalRow {
  const [name, ...changes] = itemsOf(row, "a row, [name, change, …]");
  if (name === undefined) return fail(row, "expected a row, [name, change, …]; this list is empty");
  if (changes.length !== count)
    fail(row, `expected one change for each of ${count} targets, here are ${changes.length}`);
  return { name: textIn(name, "the row's name"), changes: changes.map(changeIn) };
}

function changeIn(datum: Datum): number | null {
  return datum.kind === "scalar" && datum.value === null ? null : readNumber(datum);
}

function single(text: string, at: Pick<Datum, "place">): Target {
  const [target, ...more] = targetsNamed(text, at);
  return target === undefined || more.length > 0
    ? fail(at, `${text} is several targets; a column of a history is one`)
    : target;
}

/**
 * Reads a history as CSV: a first line with the axis's name and a target a column, then lines of a row's
 * name and its changes, empty where one is not known.
 */
function historyIn(
  lines: readonly (readonly Cell[])[],
  file: string,
): Pick<History, "targets" | "rows"> & { readonly axis: string } {
  const [[axis, ...columns] = [], ...rows] = lines;
  if (axis === undefined || columns.length === 0)
    return fail(
      { place: axis?.place ?? { file, line: 1, column: 1 } },
      "expected a first line with the axis's name and a target a column",
    );
  if (axis.text === "") fail(axis, "expected the axis's name, such as date");
  return {
    axis: axis.text,
    targets: columns.map((cell) =>
      single(cell.text === "" ? fail(cell, "expected a target") : cell.text, cell),
    ),
    rows: rows.map((cells) => lineIn(cells, columns.length)),
  };
}

function lineIn([name, ...cells]: readonly Cell[], count: number): HistoricalRow {
  const last = cells.at(-1) ?? name;
  if (name === undefined || last === undefined || cells.length !== count)
    return fail(
      last ?? { place: { file: "", line: 1, column: 1 } },
      `expected one change for each of ${count} targets, here are ${cells.length}`,
    );
  if (name.text === "") fail(name, "expected the row's name");
  return { name: name.text, changes: cells.map(cellIn) };
}

function cellIn(cell: Cell): number | null {
  if (cell.text === "") return null;
  return (
    numberIn(cell.text) ??
    fail(cell, `expected a number such as 0.05 or 5%, not ${JSON.stringify(cell.text)}`)
  );
}
