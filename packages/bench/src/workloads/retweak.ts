import { dag } from "../models/dag.ts";
import { affected, sumOf, sweep } from "../models/sweep.ts";
import type { Workload } from "../workload.ts";

const leaf = 500;

/** A leaf is changed in place, and ten outputs are read. */
export const retweak: Workload = {
  name: "RETWEAK",
  peers: ["dug", "alien-signals", "optimism", "mobx", "cone", "sweep"],
  measures: [
    {
      name: "RETWEAK",
      unit: "µs",
      goals: [
        { kind: "slower", than: "alien-signals", required: 5, target: 2.5, beyond: 1.5 },
        { kind: "faster", than: "optimism", required: 6 },
      ],
    },
  ],
  run(peer, bench) {
    const model = dag(bench.size);
    const graph = peer.changeable?.(model);
    if (graph === undefined) throw new Error(`${peer.name} cannot change a leaf`);
    const outputs = model.outputs(leaf);
    const computed = affected(model, [leaf], outputs).length;
    const perChange = peer.name === "sweep" ? model.computed : computed;
    graph.prepare?.(leaf, outputs);
    graph.sum(model.top);
    let value = 5_000;
    for (let i = 0; i < 3; i++) {
      const before = model.runs;
      graph.set(leaf, ++value);
      bench.value("a change", graph.sum(outputs), sumOf(sweep(model, [[leaf, value]]), outputs));
      bench.executions("a change", model.runs - before, perChange);
    }

    const changes = bench.times(peer.name === "sweep" || peer.name === "optimism" ? 5 : 100);
    bench.time("RETWEAK", changes, () => {
      for (let i = 0; i < changes; i++) {
        graph.set(leaf, ++value);
        graph.sum(outputs);
      }
    });
  },
};
