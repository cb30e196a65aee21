import type { Bench } from "../bench.ts";
import { heap } from "../bench.ts";
import type { Peer } from "../graph.ts";
import { type Dag, dag } from "../models/dag.ts";
import { affected } from "../models/sweep.ts";
import { DugGraph, dugGraph } from "../peers/dug.ts";
import type { Workload } from "../workload.ts";

/** What a node takes in the base, and in a child that masks it; and what is left when nobody holds the base. */
export const memory: Workload = {
  name: "MEMORY",
  peers: ["dug", "map", "alien-signals", "optimism", "mobx"],
  // A compilation under way beside the program holds what it compiles for, a whole graph now and then.
  flags: ["--no-concurrent-recompilation"],
  measures: [
    {
      name: "MEMORY base, a node",
      unit: "bytes",
      goals: [{ kind: "most", required: 650, target: 520 }],
    },
    {
      name: "MEMORY child, a masked node",
      unit: "bytes",
      goals: [{ kind: "most", required: 350, target: 200 }],
    },
    { name: "MEMORY left, a node", unit: "bytes", goals: [{ kind: "most", required: 2 }] },
  ],
  run(peer, bench) {
    built(peer, dag("10k")); // so that what is loaded and compiled once does not count
    const model = dag(bench.size);
    const before = heap();
    bench.bytes("MEMORY base, a node", built(peer, model) / model.size, 4_000);
    bench.bytes("MEMORY left, a node", (heap() - before) / model.size, 30);
    bench.executions("the base", model.runs, model.computed);
    if (peer.name === "dug") children(bench, model);
  },
};

/** The bytes of a graph whose nodes are all computed. */
function built(peer: Peer, model: Dag): number {
  const { top } = model;
  const before = heap();
  const graph = peer.build(model);
  graph.sum(top);
  if (graph instanceof DugGraph) graph.context.snapshot(); // with what it wrote in its maps
  const bytes = heap() - before;
  graph.sum(top); // needed until here: or the engine sees that nobody reads it any more
  return bytes;
}

function children(bench: Bench, model: Dag): void {
  const base = dugGraph(model);
  base.sum(model.top);
  const leaves = Array.from({ length: 21 }, (_, i) => 40 * i + 40);
  const masked = affected(model, [40], model.coneTop(40)).length;
  const child = (leaf: number): unknown => {
    const scenario = base.scenario(leaf, 5_000);
    scenario.sum(model.coneTop(leaf));
    return scenario;
  };
  child(0);
  const runs = model.runs;
  const before = heap();
  const all = leaves.map(child);
  const bytes = heap() - before;
  bench.executions("the children", model.runs - runs, masked * all.length);
  bench.bytes("MEMORY child, a masked node", bytes / (masked * all.length), 2_000);
}
