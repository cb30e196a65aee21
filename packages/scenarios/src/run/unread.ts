import type { Context, Node, Tweaks } from "@dug/core";
import type { Outputs } from "../row.ts";

/** The tweaked nodes that are no output, and that nothing evaluated in the context depends on. */
export function unreadNodes(
  context: Context,
  layers: readonly Tweaks[],
  outputs: Outputs,
): readonly string[] {
  const read = (node: Node): boolean =>
    Object.values(outputs).some((output) => output.equals(node)) ||
    !context.dependants(node).isEmpty();
  const unread = layers.flatMap(({ nodes }) => [...nodes.keys()].filter((node) => !read(node)));
  return [...new Set(unread.map(String))];
}
