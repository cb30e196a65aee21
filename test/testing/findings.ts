import { Context, type Memoised } from "@dug/core";
import { type RefContext, type Reference, runs } from "@dug/testing";

/** What brings a context back to its present state. */
export function restorerOf(context: Context | RefContext): () => void {
  if (context instanceof Context) {
    const snapshot = context.snapshot();
    return () => context.restore(snapshot);
  }
  const snapshot = context.snapshot();
  return () => context.restore(snapshot);
}

export function isMasked(context: Context | RefContext, fn: Memoised<() => number>): boolean {
  return context instanceof Context ? context.masked.has(fn.node()) : context.masked(fn.node());
}

/** Which functions run in the engine, or in the model if `base` is one of its contexts. */
export function ranIn(
  base: Context | RefContext,
  reference: Reference,
  body: () => unknown,
): readonly string[] {
  if (base instanceof Context) return runs(base, body);
  reference.takeRuns();
  body();
  return reference.takeRuns().map(String);
}

export function codeOf(body: () => number): unknown {
  try {
    return body();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}
