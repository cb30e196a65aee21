import { callInterpreted } from "./current.ts";
import type { Context } from "./context.ts";
import type { Node } from "./identity/node.ts";

/**
 * Answers memoised calls in place of the engine: what an uncached oracle or another engine for the same
 * functions stands on.
 */
export interface Interpreter {
  /** A memoised function was called; what this returns or throws is what the caller gets. */
  call(node: Node): unknown;
  /** A context was entered; returns what leaves it. */
  enter(context: Context): () => void;
  /** What `Context.current` answers; `undefined`: there is none. */
  readonly current: Context | undefined;
  /** A context is about to be changed. What it was changed before, its tweaks say by now. */
  changing?(context: Context): void;
}

/** Runs `body` with its memoised calls answered by `interpreter`, until it returns or throws. Nests. */
export function interpret<R>(interpreter: Interpreter, body: () => R): R {
  return callInterpreted(interpreter, body);
}

/** Runs the user's function of a node once, uncached and untraced, on fresh copies of its arguments. */
export function runBody(node: Node): unknown {
  return node.definition.body(...node.args);
}
