import type { Key } from "./key.ts";

/** The method by which a class says what its instances are equal by, so that they can be arguments (S24). */
export const dugKey: unique symbol = Symbol.for("@dug/core.key");

/** The static method by which a class makes an instance from what `[dugKey]` returned (S25). */
export const dugFrom: unique symbol = Symbol.for("@dug/core.from");

/** The property by which a memoised function carries its definition. */
export const definitionOf: unique symbol = Symbol.for("@dug/core.definition");

/** The method by which a node yields its identity. */
export const nodeKey: unique symbol = Symbol.for("@dug/core.node");

/** What a key or a text has to know of a memoised function. */
export interface Named {
  /** The name, or `""` for an anonymous function. */
  readonly id: string;
  /** How the function is called in messages. */
  readonly label: string;
  /** A number of its own in this process. */
  readonly serial: number;
}

/** What makes a node the node that it is. */
export interface Identity {
  readonly definition: Named;
  readonly args: readonly unknown[];
  /** The key of `args`. */
  readonly key: Key;
}
