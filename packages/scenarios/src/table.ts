import type { Context } from "@dug/core";
import { toCSV } from "./csv.ts";
import { type JSONRow, toJSONRow } from "./json.ts";
import { quantile } from "./quantile.ts";
import type { Effort, Outputs, Row, Rows } from "./row.ts";
import { compareRows, type RowComparison } from "./table/compare.ts";
import { type Measure, reader } from "./table/measure.ts";
import { type Pivot, pivot } from "./table/pivot.ts";
import { expectedShortfall, valueAtRisk } from "./table/risk.ts";
import { type SharingReport, sum, Work } from "./table/work.ts";

/** How much was run for a table, beside what recomputing every scenario would have run. */
export interface TableEffort extends Effort {
  /**
   * The functions that the base ran, times the number of scenarios: what a full recompute of each would
   * run, if the base had nothing cached when the run began and every scenario takes the same path.
   */
  readonly full: number;
}

/** What a table has beside its rows. */
export interface TableDetails {
  /** The contexts that were kept, by the names of the rows. */
  readonly contexts?: ReadonlyMap<string, Context>;
  readonly work?: Work;
}

/** The results of a run: one row a scenario, base first, in the order of the scenarios. */
export class Table<O extends Outputs> {
  readonly rows: Rows<O>;
  /** The names of the outputs, in the order given. */
  readonly outputs: readonly (keyof O & string)[];
  readonly #contexts: ReadonlyMap<string, Context>;
  readonly #work: Work;

  constructor(outputs: O, rows: Rows<O>, { contexts = new Map(), work }: TableDetails = {}) {
    this.rows = rows;
    this.outputs = Object.keys(outputs);
    this.#contexts = contexts;
    this.#work = work ?? new Work(() => new Map());
  }

  /** The row without tweaks. */
  get base(): Row<O> {
    return this.rows[0];
  }

  /** The rows of the scenarios, without the base's. */
  get scenarios(): readonly Row<O>[] {
    return this.rows.slice(1);
  }

  /** The rows of scenarios that failed. */
  get failed(): readonly Row<O>[] {
    return this.scenarios.filter(({ status }) => status === "failed");
  }

  /** The names of the axes, in the order in which they come. */
  get axes(): readonly string[] {
    return [...new Set(this.rows.flatMap((row) => Object.keys(row.axes)))];
  }

  /** What the scenarios' rows took together, the base's apart. */
  get effort(): TableEffort {
    const full = this.base.nodes.executed * (this.rows.length - 1);
    return { ...sum(this.scenarios.map(({ nodes }) => nodes)), full };
  }

  /**
   * What was shared: how many nodes the outputs are made of, times the scenarios, and how many functions
   * ran, by function.
   *
   * Complexity: the nodes that the base's outputs are made of, at the first call; until then the table
   * holds the base's state.
   */
  sharing(): SharingReport {
    return this.#work.report();
  }

  /** The row of that name. */
  row(name: string): Row<O> | undefined {
    return this.rows.find((row) => row.name === name);
  }

  /** The context of a row, in which any node can be read; `undefined` if the run was not asked to keep it, or the row's tweaks could not be put on. */
  context(name: string): Context | undefined {
    return this.#contexts.get(name);
  }

  /**
   * The scenarios by an output, or by any figure of a row; those where it is no number, or `NaN`, come
   * last in their order, and so do equal ones.
   */
  sort(measure: Measure<O>, order: "ascending" | "descending" = "ascending"): readonly Row<O>[] {
    const read = reader(measure, this.outputs);
    const isNone = (row: Row<O>): boolean => Number.isNaN(read(row) ?? NaN);
    const sign = order === "ascending" ? 1 : -1;
    const ranked = this.scenarios
      .filter((row) => !isNone(row))
      .toSorted((a, b) => sign * compareNumbers(read(a)!, read(b)!));
    return [...ranked, ...this.scenarios.filter(isNone)];
  }

  /** The scenarios with the `n` lowest values of an output, lowest first; only numbers count, `NaN` does not. */
  bottom(measure: Measure<O>, n = 1): readonly Row<O>[] {
    return this.#ranked(measure, "ascending").slice(0, n);
  }

  /** The scenarios with the `n` highest values of an output, highest first; only numbers count, `NaN` does not. */
  top(measure: Measure<O>, n = 1): readonly Row<O>[] {
    return this.#ranked(measure, "descending").slice(0, n);
  }

  /**
   * A quantile of an output over the scenarios, the base apart; rows where it is no number do not count.
   * @param p from 0 to 1
   */
  quantile(measure: Measure<O>, p: number): number {
    return quantile(this.#numbers(measure), p);
  }

  /**
   * What is not lost, against the base, with probability `level`, losses positive; every scenario counts
   * alike, and rows where the output is no number do not count. For the definition see `valueAtRisk`.
   * @param level from 0 to 1, such as 0.99
   */
  valueAtRisk(measure: Measure<O>, level: number): number {
    return valueAtRisk(this.#losses(measure), level);
  }

  /** The mean of what is lost beyond `level`, otherwise like `valueAtRisk`; for the definition see `expectedShortfall`. */
  expectedShortfall(measure: Measure<O>, level: number): number {
    return expectedShortfall(this.#losses(measure), level);
  }

  /**
   * An output over two axes: a line for each place on the first, a column for each on the second.
   * @throws {TableQuestionError} when no row lies on both, or two lie in one place
   */
  pivot<K extends keyof O & string>(lines: string, columns: string, output: K): Pivot<O, K> {
    return pivot(this.rows, [lines, columns], output, this.outputs);
  }

  /** What another table has otherwise, row by row: this one is before, the other after. */
  compare(after: Table<O>): readonly RowComparison<O>[] {
    return compareRows(this.rows, after.rows, this.outputs);
  }

  /** RFC 4180: header, base, scenarios. `NaN`, `null`, errors and missing values can be told apart. */
  toCSV(): string {
    return toCSV(this.rows, this.outputs);
  }

  /** Plain data for `JSON.stringify`. */
  toJSON(): { readonly outputs: readonly string[]; readonly rows: readonly JSONRow[] } {
    return { outputs: this.outputs, rows: this.rows.map((row) => toJSONRow(row, this.outputs)) };
  }

  #numbers(measure: Measure<O>): number[] {
    return this.scenarios.map(reader(measure, this.outputs)).filter((value) => value !== undefined);
  }

  #losses(measure: Measure<O>): number[] {
    const base = reader(measure, this.outputs)(this.base);
    return base === undefined ? [] : this.#numbers(measure).map((value) => base - value);
  }

  #ranked(measure: Measure<O>, order: "ascending" | "descending"): readonly Row<O>[] {
    const read = reader(measure, this.outputs);
    return this.sort(measure, order).filter((row) => !Number.isNaN(read(row) ?? NaN));
  }
}

/** Infinities included, of which two cannot be subtracted. */
function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
