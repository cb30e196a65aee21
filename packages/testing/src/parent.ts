import { Context, ForeignContextError, type Node } from "@dug/core";

/**
 * The fixed parent of a context that a function made, or `undefined` if it is dynamic (S6).
 * @throws {ForeignContextError} when it does not stand under a context: an evaluation may not enter it (S21).
 */
export function boundParent(context: Context, during: Node | undefined): Context | undefined {
  const { parent } = context;
  if (parent === undefined || parent instanceof Context) return parent;
  throw foreign(context, during);
}

/** What entering a context throws that does not stand under the one in which the evaluation runs. */
export function foreign(context: Context, during: Node | undefined): Error {
  if (during === undefined) return new TypeError(`${context} is entered outside every evaluation.`);
  return new ForeignContextError(String(context), during);
}
