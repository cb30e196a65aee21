import type { Context, Node } from "@dug/core";
import { ProgressBar } from "./progress.ts";
import type { Terminal } from "./surroundings.ts";

/** What became of a node. */
export type Outcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: unknown };

/** A node's outcome in a context, evaluated if need be; what its function throws is one. */
async function settle(context: Context, node: Node): Promise<Outcome> {
  try {
    return { kind: "value", value: await context.evaluate(node) };
  } catch (error) {
    return { kind: "error", error };
  }
}

/** A node, and what became of it. */
export interface Found {
  readonly node: Node;
  readonly outcome: Outcome;
}

/** The same for several, with a bar where that is a terminal. */
export async function settleAll(
  context: Context,
  nodes: readonly Node[],
  stderr: Terminal,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  const bar = new ProgressBar(stderr);
  const draw = (): void => {
    const failed = found.filter(({ outcome }) => outcome.kind === "error").length;
    bar.update({ done: found.length, total: nodes.length, failed });
  };
  try {
    for (const node of nodes) {
      draw();
      found.push({ node, outcome: await settle(context, node) });
    }
    return found;
  } finally {
    bar.clear();
  }
}
