import type { Node, Snapshot } from "@dug/core";
import type { Outputs } from "../row.ts";

/** One node of what the outputs are made of. */
export interface Part {
  readonly node: Node;
  /** The places of what it read. */
  readonly dependencies: readonly number[];
}

/** What outputs are made of in a snapshot, as far as it is cached: dependencies before those who read them. */
export interface BaseGraph {
  readonly parts: readonly Part[];
  /** The places of the outputs that are cached. */
  readonly outputs: readonly number[];
  /** The names of those that are not. */
  readonly unknown: readonly string[];
}

/** Reads out what outputs are made of. Complexity: the nodes and edges read out. */
export function baseGraph(snapshot: Snapshot, outputs: Outputs): BaseGraph {
  const parts: Part[] = [];
  const places = new Map<string, number>();
  const place = (start: Node): number => {
    const stack = [{ node: start, reads: readsOf(snapshot, start), next: 0 }];
    const under = new Set([String(start)]);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const read = top.reads[top.next++];
      if (read === undefined) {
        const dependencies = top.reads.map((each) => places.get(String(each)) ?? -1);
        places.set(String(top.node), parts.length);
        parts.push({ node: top.node, dependencies: dependencies.filter((at) => at >= 0) });
        stack.pop();
      } else if (!places.has(String(read)) && !under.has(String(read))) {
        under.add(String(read)); // of a ring one edge is left out
        stack.push({ node: read, reads: readsOf(snapshot, read), next: 0 });
      }
    }
    return places.get(String(start))!;
  };
  const known = Object.entries(outputs).filter(([, node]) => snapshot.has(node));
  const found = known.map(([, node]) => places.get(String(node)) ?? place(node));
  const unknown = Object.keys(outputs).filter((name) => !known.some(([other]) => other === name));
  return { parts, outputs: found, unknown };
}

function readsOf(snapshot: Snapshot, node: Node): readonly Node[] {
  return snapshot.dependencies(node).toArray();
}
