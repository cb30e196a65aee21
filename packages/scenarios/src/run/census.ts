import type { Snapshot } from "@dug/core";
import type { Outputs } from "../row.ts";

/** How many nodes of each function, by its name, outputs are made of, as they are cached in a snapshot; tweaked nodes run nothing and do not count. */
export function nodesOf(snapshot: Snapshot, outputs: Outputs): ReadonlyMap<string, number> {
  const met = new Set<string>();
  const counts = new Map<string, number>();
  for (const output of Object.values(outputs)) {
    for (const { node, id, tweaked } of snapshot.graph(output).nodes) {
      if (met.has(id)) continue;
      met.add(id);
      if (!tweaked) counts.set(node.definition.label, (counts.get(node.definition.label) ?? 0) + 1);
    }
  }
  return counts;
}
