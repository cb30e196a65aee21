import type { Node } from "@dug/core";
import type { Axes } from "./scenario.ts";

/** The nodes to read in each scenario, under the names of the table's columns. */
export type Outputs = Readonly<Record<string, Node>>;

/** The values of outputs. */
export type Values<O extends Outputs> = {
  readonly [K in keyof O]: O[K] extends Node<infer R> ? R : never;
};

/** Output minus that of the base, where both are numbers or both bigints; elsewhere nothing. */
export type Differences<O extends Outputs> = { readonly [K in keyof O]?: number | bigint };

/** How much work a row took. */
export interface Effort {
  /** User functions that ran, those inside contexts that a function opened itself included. */
  readonly executed: number;
  /** Nodes that took an earlier evaluation's outcome without running (S16). */
  readonly reused: number;
}

/** What every row tells. */
export interface RowFacts {
  /** The scenario's name; "base" for the first row. */
  readonly name: string;
  readonly axes: Axes;
  readonly note: string | undefined;
  /** Readable forms of the nodes that this scenario tweaks, but that no output read: often a mistyped argument. */
  readonly unread: readonly string[];
  readonly nodes: Effort;
  readonly ms: number;
}

/** A row all of whose outputs have values. */
export interface FinishedRow<O extends Outputs> extends RowFacts {
  readonly status: "ok";
  readonly outputs: Values<O>;
  readonly differences: Differences<O>;
  readonly error: undefined;
  readonly errors: Readonly<Record<string, never>>;
}

/** A row some of whose outputs threw; the others are there. */
export interface FailedRow<O extends Outputs> extends RowFacts {
  readonly status: "failed";
  readonly outputs: Partial<Values<O>>;
  readonly differences: Differences<O>;
  /** The first error: the very object that was thrown. */
  readonly error: unknown;
  /** The error of each output that has one, by its name; all lack if the tweaks could not be put on. */
  readonly errors: Readonly<Record<string, unknown>>;
}

/** What one scenario gave. */
export type Row<O extends Outputs> = FinishedRow<O> | FailedRow<O>;

/** The first row, and one for each scenario in the order given. */
export type Rows<O extends Outputs> = readonly [Row<O>, ...Row<O>[]];
