import type { Node } from "@dug/core";
import type { Axes } from "./scenario.ts";
import type { Difference, RelativeDifference } from "./table/difference.ts";

/** The nodes to read in each scenario, under the names of the table's columns. */
export type Outputs = Readonly<Record<string, Node>>;

/** The value of a node: of an asynchronous one what its promise gives. */
export type ValueOf<N> = N extends Node<infer R> ? Awaited<R> : never;

/** The values of outputs. */
export type Values<O extends Outputs> = { readonly [K in keyof O]: ValueOf<O[K]> };

/** Output minus that of the base, where there is such a difference; elsewhere nothing. */
export type Differences<O extends Outputs> = {
  readonly [K in keyof O]?: Difference<ValueOf<O[K]>>;
};

/** The same as a share of the base's output. */
export type RelativeDifferences<O extends Outputs> = {
  readonly [K in keyof O]?: RelativeDifference<ValueOf<O[K]>>;
};

/** How much work a row took. */
export interface Effort {
  /** User functions that ran, those inside contexts that a function opened itself included. */
  readonly executed: number;
  /** Nodes that took an outcome from before, of the same context or the base, without running (S16). */
  readonly reused: number;
  /** Nodes that took another scenario's (S17). */
  readonly shared: number;
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
  readonly relativeDifferences: RelativeDifferences<O>;
  readonly error: undefined;
  readonly thrower: undefined;
  readonly errors: Readonly<Record<string, never>>;
}

/** A row some of whose outputs threw; the others are there. */
export interface FailedRow<O extends Outputs> extends RowFacts {
  readonly status: "failed";
  readonly outputs: Partial<Values<O>>;
  readonly differences: Differences<O>;
  readonly relativeDifferences: RelativeDifferences<O>;
  /** The first error: the very object that was thrown. */
  readonly error: unknown;
  /** The node whose function, or tweak, threw it; `undefined` if the tweaks could not be put on. */
  readonly thrower: Node | undefined;
  /** The error of each output that has one, by its name; all lack if the tweaks could not be put on. */
  readonly errors: Readonly<Record<string, unknown>>;
}

/** What one scenario gave. */
export type Row<O extends Outputs> = FinishedRow<O> | FailedRow<O>;

/** The first row, and one for each scenario in the order given. */
export type Rows<O extends Outputs> = readonly [Row<O>, ...Row<O>[]];
