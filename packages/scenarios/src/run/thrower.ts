import type { Context, Node } from "@dug/core";

/**
 * The node whose function, or tweak, threw the error that an output has: the deepest that has this very
 * error as its cached outcome. Within a context that the error's node opened itself it is not looked for.
 */
export function cachedThrower(context: Context, output: Node, error: unknown): Node | undefined {
  if (!hasError(context, output, error)) return undefined;
  const met = new Set<string>();
  let thrower = output;
  for (let next: Node | undefined = output; next !== undefined;) {
    thrower = next;
    met.add(String(next)); // a ring of nodes that share an error has no end
    next = context
      .dependencies(next)
      .find((node) => !met.has(String(node)) && hasError(context, node, error));
  }
  return thrower;
}

function hasError(context: Context, node: Node, error: unknown): boolean {
  const peeked = context.peek(node);
  return peeked?.kind === "error" && peeked.error === error;
}
