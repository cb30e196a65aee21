import { Dag } from "../models/dag.ts";
import { sumOf, sweep } from "../models/sweep.ts";
import type { Workload } from "../workload.ts";

/** A cached call with one integer argument, 1,000 keys by turns. */
export const hit: Workload = {
  name: "HIT",
  peers: ["dug", "map", "alien-signals", "optimism", "mobx"],
  measures: [
    {
      name: "HIT",
      unit: "ns",
      goals: [
        { kind: "slower", than: "map", required: 2.5, target: 1.7 },
        { kind: "faster", than: "optimism", required: 10 },
        { kind: "slower", than: "alien-signals", beyond: 1.2 },
      ],
    },
  ],
  run(peer, bench) {
    const model = new Dag(2, 1_000);
    const graph = peer.build(model);
    const keys = model.top;
    const expected = sumOf(sweep(model), keys);

    bench.value("the first call", graph.sum(keys), expected);
    bench.executions("the first call", model.runs, model.computed);
    bench.value("the second call", graph.sum(keys), expected);
    bench.executions("hits", model.runs - model.computed, 0);

    const passes = bench.times(2_500);
    bench.time("HIT", passes * keys.length, () => {
      for (let i = 0; i < passes; i++) graph.sum(keys);
    });
  },
};
