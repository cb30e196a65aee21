import type { Context, Node, Tweaks } from "@dug/core";
import { unmetIn } from "./met.ts";
import type { Outputs } from "../row.ts";

/**
 * What is tweaked and was not read, in readable form: nodes that are no output, and that nothing evaluated
 * in the context depends on; patterns that no evaluated node met. Of nodes in layers with a shift above them
 * nothing is said: that may have read them for its base value.
 */
export function unreadIn(
  context: Context,
  layers: readonly Tweaks[],
  outputs: Outputs,
): readonly string[] {
  const read = (node: Node): boolean =>
    Object.values(outputs).some((output) => output.equals(node)) ||
    !context.dependants(node).isEmpty();
  const known = layers.slice(Math.max(0, layers.findLastIndex(hasShift)));
  const unread = known.flatMap(({ nodes }) => [...nodes.keys()].filter((node) => !read(node)));
  return [...new Set([...unread.map(String), ...unmetIn(context)])];
}

function hasShift({ nodes, functions }: Tweaks): boolean {
  return (
    nodes.some(({ kind }) => kind === "shift") ||
    functions.some((list) => list.some(({ to }) => to.kind !== "value"))
  );
}
