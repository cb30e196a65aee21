import { dag } from "../models/dag.ts";
import { sumOf, sweep } from "../models/sweep.ts";
import type { Workload } from "../workload.ts";
import { scenarioLeaves, warm } from "./fanout.ts";

/** 200 scenarios are alive, and all outputs of all of them are read again, round robin. */
export const revisit: Workload = {
  name: "REVISIT",
  peers: ["dug", "alien-signals", "optimism", "mobx", "cone"],
  measures: [
    {
      name: "REVISIT",
      unit: "µs",
      goals: [{ kind: "faster", than: "alien-signals", required: 50, target: 500 }],
    },
  ],
  run(peer, bench) {
    const model = dag(bench.size);
    const graph = warm(peer, model);
    const leaves = scenarioLeaves(model, peer.name === "optimism" ? 5 : bench.isQuick ? 20 : 200);
    const outputs = leaves.map((leaf) => model.outputs(leaf));
    leaves.forEach((leaf, i) => graph.prepare?.(leaf, outputs[i] as Int32Array));
    const scenarios = leaves.map((leaf) => graph.scenario(leaf, 5_000));
    const readAll = (): number[] => scenarios.map((each, i) => each.sum(outputs[i] as Int32Array));
    const first = readAll();

    const before = model.runs;
    const again = readAll();
    leaves.forEach((leaf, i) => {
      bench.value("a scenario", again[i] as number, first[i] as number);
      if (i % 20 !== 0) return;
      const values = sweep(model, [[leaf, 5_000]]);
      bench.value("a scenario", again[i] as number, sumOf(values, outputs[i] as Int32Array));
    });
    if (peer.name === "dug") bench.executions("all scenarios again", model.runs - before, 0);

    const rounds = bench.times(peer.name === "dug" ? 50 : 1);
    bench.time("REVISIT", rounds * leaves.length, () => {
      for (let i = 0; i < rounds; i++) readAll();
    });
  },
};
