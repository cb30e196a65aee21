import { toCSV } from "./csv.ts";
import { type JSONRow, toJSONRow } from "./json.ts";
import { quantile } from "./quantile.ts";
import type { Effort, Outputs, Row, Rows } from "./row.ts";

/** How much was run for a table, beside what recomputing every scenario would have run. */
export interface TableEffort extends Effort {
  /**
   * The functions that the base ran, times the number of scenarios: what a full recompute of each would
   * run, if the base had nothing cached when the run began and every scenario takes the same path.
   */
  readonly full: number;
}

/** The results of a run: one row a scenario, base first, in the order of the scenarios. */
export class Table<O extends Outputs> {
  readonly rows: Rows<O>;
  /** The names of the outputs, in the order given. */
  readonly outputs: readonly (keyof O & string)[];

  constructor(outputs: O, rows: Rows<O>) {
    this.rows = rows;
    this.outputs = Object.keys(outputs);
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

  /** What the scenarios' rows took together, the base's apart. */
  get effort(): TableEffort {
    const sum = { executed: 0, reused: 0 };
    for (const { nodes } of this.scenarios) {
      sum.executed += nodes.executed;
      sum.reused += nodes.reused;
    }
    return { ...sum, full: this.base.nodes.executed * (this.rows.length - 1) };
  }

  /** The scenarios with the `n` lowest values of an output, lowest first; only numbers count, `NaN` does not. */
  bottom(output: keyof O & string, n = 1): readonly Row<O>[] {
    return this.#ranked(output).slice(0, n);
  }

  /** The scenarios with the `n` highest values of an output, highest first; only numbers count, `NaN` does not. */
  top(output: keyof O & string, n = 1): readonly Row<O>[] {
    return this.#ranked(output).toReversed().slice(0, n);
  }

  /**
   * A quantile of an output over the scenarios, the base apart; rows where it is no number do not count.
   * @param p from 0 to 1
   */
  quantile(output: keyof O & string, p: number): number {
    return quantile(this.#numbers(output), p);
  }

  /** RFC 4180: header, base, scenarios. `NaN`, `null`, errors and missing values can be told apart. */
  toCSV(): string {
    return toCSV(this.rows, this.outputs);
  }

  /** Plain data for `JSON.stringify`. */
  toJSON(): { readonly outputs: readonly string[]; readonly rows: readonly JSONRow[] } {
    return { outputs: this.outputs, rows: this.rows.map((row) => toJSONRow(row, this.outputs)) };
  }

  #numbers(output: keyof O): number[] {
    return this.scenarios
      .map((row) => row.outputs[output])
      .filter((value) => typeof value === "number");
  }

  #ranked(output: keyof O): Row<O>[] {
    const value = (row: Row<O>): number => {
      const found: unknown = row.outputs[output];
      return typeof found === "number" ? found : NaN;
    };
    return this.scenarios
      .filter((row) => !Number.isNaN(value(row)))
      .toSorted((a, b) => value(a) - value(b));
  }
}
