import { type Context, DugError, flow, type Node } from "@dug/core";
import type { Outputs } from "../row.ts";
import type { Relay } from "./relay.ts";
import { cachedThrower } from "./thrower.ts";

/** What became of the outputs in one context. */
export interface Outcomes {
  readonly values: Readonly<Record<string, unknown>>;
  readonly errors: Readonly<Record<string, unknown>>;
  readonly thrower: Node | undefined;
}

/** What is read, and what is known of it. */
export interface Reading {
  readonly outputs: Outputs;
  /** Ends what is awaited. */
  readonly relay: Relay;
  /** The nodes whose functions threw in the context, innermost first. */
  readonly failed: () => readonly Node[];
}

type Outcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: unknown };

/** Whether one of the outputs gives a promise. */
export function isAsynchronous(outputs: Outputs): boolean {
  return Object.values(outputs).some(({ definition }) => definition.isAsync);
}

/** The outcomes; all within one `run`, so that what is not cached is computed once (S19). */
export function evaluateOutputs(context: Context, { outputs, failed }: Reading): Outcomes {
  return context.run(() => {
    const nodes = Object.values(outputs);
    const found = nodes.map((node) => outcomeOf(() => context.evaluate(node)));
    const at = found.findIndex(({ kind }) => kind === "error");
    const first = found[at];
    if (first?.kind !== "error") return named(outputs, found, undefined);
    const isIt = (node: Node): boolean =>
      isThrown(
        outcomeOf(() => context.evaluate(node)),
        first,
      );
    const thrower =
      cachedThrower(context, nodes[at]!, first.error) ?? suspects(first.error, failed).find(isIt);
    return named(outputs, found, thrower);
  });
}

/** The same where some give promises: all are begun at once. Rejects with the reason when it is aborted. */
export async function awaitOutputs(
  context: Context,
  { outputs, relay, failed }: Reading,
): Promise<Outcomes> {
  const settle = async (node: Node): Promise<Outcome> =>
    await relay.during(async (signal) => {
      const begun = outcomeOf(() => context.evaluate(node, { signal }));
      return begun.kind === "error" ? begun : await later(begun.value);
    });
  // A flow is in its run after each wait on every platform: what is not cached is still known there (S22h).
  const body = flow(function* (): Generator<unknown, Outcomes, never> {
    const nodes = Object.values(outputs);
    const found: readonly Outcome[] = yield Promise.all(nodes.map(settle));
    relay.throwIfAborted();
    const at = found.findIndex(({ kind }) => kind === "error");
    const first = found[at];
    if (first?.kind !== "error") return named(outputs, found, undefined);
    let thrower = cachedThrower(context, nodes[at]!, first.error);
    for (const node of thrower === undefined ? suspects(first.error, failed) : []) {
      const outcome: Outcome = yield settle(node);
      if (isThrown(outcome, first)) {
        thrower = node;
        break;
      }
    }
    return named(outputs, found, thrower);
  });
  return await relay.during(async (signal) => await context.run(body, { signal }));
}

/** Who may have thrown an error that is not cached. What the engine throws names its node itself, and may not even be kept for the run: nobody is asked again. */
function suspects(error: unknown, failed: Reading["failed"]): readonly Node[] {
  return error instanceof DugError ? [] : failed();
}

function outcomeOf(evaluate: () => unknown): Outcome {
  try {
    return { kind: "value", value: evaluate() };
  } catch (error) {
    return { kind: "error", error };
  }
}

async function later(value: unknown): Promise<Outcome> {
  try {
    return { kind: "value", value: await value };
  } catch (error) {
    return { kind: "error", error };
  }
}

function isThrown(outcome: Outcome, { error }: Outcome & { kind: "error" }): boolean {
  return outcome.kind === "error" && outcome.error === error;
}

function named(outputs: Outputs, found: readonly Outcome[], thrower: Node | undefined): Outcomes {
  const values: Record<string, unknown> = {};
  const errors: Record<string, unknown> = {};
  Object.keys(outputs).forEach((name, i) => {
    const outcome = found[i];
    if (outcome?.kind === "value") values[name] = outcome.value;
    else errors[name] = outcome?.error;
  });
  return { values, errors, thrower };
}
