import { Dag } from "../../packages/bench/src/models/dag.ts";
import { affected } from "../../packages/bench/src/models/sweep.ts";
import { type DugGraph, dugGraph } from "../../packages/bench/src/peers/dug.ts";

/** The premise of every budget: graphs in which the same leaf reaches as many nodes, and one twenty times as large. */
export const layers = 10;
export const leaf = 50;

export interface Warm {
  readonly model: Dag;
  readonly base: DugGraph;
}

/**
 * A warm graph in which a leaf reaches the same cone whatever the width. What it has written is published, once, as
 * S7 says: whoever comes afterwards does not pay for it.
 */
export function warm(width: number): Warm {
  const model = new Dag(layers, width);
  const base = dugGraph(model);
  base.sum(model.top);
  base.context.snapshot();
  return { model, base };
}

export const small = 100;
export const large = 2_000;

/** The cone of a leaf, itself included, and how many nodes read one of it. */
export function coneOf(model: Dag): { readonly nodes: number; readonly edges: number } {
  const above = affected(model, [leaf], model.coneTop(leaf));
  let edges = 0;
  const cone = new Set([leaf, ...above]);
  for (let node = model.leaves; node < model.size; node++)
    model.evaluate(node, (read) => ((edges += cone.has(read) ? 1 : 0), 0));
  return { nodes: cone.size, edges };
}
