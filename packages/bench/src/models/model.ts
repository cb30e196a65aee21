/**
 * A computation that every engine can be given: nodes are numbers, the first ones are leaves, and each
 * other one is computed from nodes below it.
 */
export interface Model {
  readonly size: number;
  /** Nodes below this number are leaves. */
  readonly leaves: number;
  /** How often `evaluate` ran. */
  runs: number;
  /** The value of a leaf at first. */
  initial(leaf: number): number;
  /** The value of any other node: what the engine memoises. `read` is the engine's own way to a node. */
  evaluate(node: number, read: (node: number) => number): number;
}

/** The nodes from `from` on, before `to`. */
export function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i);
}
