import type { Bench } from "../bench.ts";
import type { Forkable, Peer } from "../graph.ts";
import { type Dag, dag } from "../models/dag.ts";
import { affected, sumOf, sweep } from "../models/sweep.ts";
import type { Workload } from "../workload.ts";

/** One of 200 scenarios over the warm graph, a leaf changed in each, ten outputs read; the base stays what it is. */
export const fanout: Workload = {
  name: "FANOUT",
  peers: ["dug", "alien-signals", "optimism", "mobx", "cone", "sweep"],
  measures: [
    {
      name: "FANOUT",
      unit: "µs",
      goals: [
        { kind: "slower", than: "alien-signals", required: 3, target: 1.5, beyond: 1 },
        { kind: "faster", than: "optimism", required: 15 },
      ],
    },
  ],
  run(peer, bench) {
    const model = dag(bench.size);
    const graph = warm(peer, model);
    const leaves = scenarioLeaves(
      model,
      peer.name === "sweep" || peer.name === "optimism" ? 5 : 200,
    );
    for (const leaf of leaves) graph.prepare?.(leaf, model.outputs(leaf));
    for (const leaf of leaves.slice(0, 3)) checkScenario(peer, bench, model, graph, leaf);

    const outputs = leaves.map((leaf) => model.outputs(leaf));
    let value = 5_000;
    bench.time("FANOUT", leaves.length, () => {
      value++;
      for (const [i, leaf] of leaves.entries())
        graph.scenario(leaf, value).sum(outputs[i] as Int32Array);
    });
    checkBase(peer, bench, model, graph);
  },
};

/** The whole graph, computed once. */
export function warm(peer: Peer, model: Dag): Forkable {
  const graph = peer.changeable?.(model);
  if (graph === undefined) throw new Error(`${peer.name} cannot change a leaf`);
  graph.sum(model.top);
  return graph;
}

/** Leaves at equal distances around the ring. */
export function scenarioLeaves(model: Dag, count: number): number[] {
  const step = Math.floor(model.width / count);
  return Array.from({ length: count }, (_, i) => i * step);
}

function checkScenario(peer: Peer, bench: Bench, model: Dag, graph: Forkable, leaf: number): void {
  const outputs = model.outputs(leaf);
  const before = model.runs;
  const sum = graph.scenario(leaf, 5_000).sum(outputs);
  bench.value("a scenario", sum, sumOf(sweep(model, [[leaf, 5_000]]), outputs));
  bench.executions("a scenario", model.runs - before, executionsOf(peer, model, leaf, outputs));
}

/** Engines with one world compute the way back, too; who writes by hand copies it. */
function executionsOf(peer: Peer, model: Dag, leaf: number, outputs: Int32Array): number {
  if (peer.name === "sweep") return 2 * model.computed;
  const once = affected(model, [leaf], outputs).length;
  return peer.name === "dug" || peer.name === "cone" ? once : 2 * once;
}

function checkBase(peer: Peer, bench: Bench, model: Dag, graph: Forkable): void {
  const before = model.runs;
  bench.value("the base afterwards", graph.sum(model.top), sumOf(sweep(model), model.top));
  // A world that was put back computes again what the scenarios changed and the outputs did not need.
  if (peer.name === "dug") bench.executions("the base afterwards", model.runs - before, 0);
}
