import { collect } from "../bench.ts";
import { dag } from "../models/dag.ts";
import { affected, sumOf, sweep } from "../models/sweep.ts";
import type { Workload } from "../workload.ts";
import { scenarioLeaves } from "./fanout.ts";

const leaf = 500;

/** A million nodes: what a node costs more than among 100,000, and a scenario over them. */
export const million: Workload = {
  name: "MILLION",
  peers: ["dug", "map", "alien-signals"],
  measures: [
    {
      name: "MILLION ÷ 100k, a node",
      unit: "×",
      goals: [{ kind: "slower", than: "map", required: 1.3 }],
    },
    { name: "MILLION scenario", unit: "µs" },
  ],
  run(peer, bench) {
    const build = (size: "10k" | "100k" | "1M") => {
      collect();
      const model = dag(size);
      const forkable = peer.changeable?.(model);
      const graph = forkable ?? peer.build(model);
      const start = bench.now();
      const sum = graph.sum(model.top);
      const time = (bench.now() - start) / model.size;
      bench.executions(size, model.runs, model.computed);
      return { model, forkable, sum, time };
    };
    const small = Array.from({ length: bench.times(4) }, () => build(bench.size).time);
    if (bench.isQuick) return; // a million takes too long only to be counted
    const [fast = NaN, faster = NaN] = small.toSorted((a, b) => a - b);
    const { model, forkable, sum, time } = build("1M");
    bench.value("a million", sum, sumOf(sweep(model), model.top));
    bench.note("MILLION ÷ 100k, a node", (2 * time) / (fast + faster));

    if (forkable === undefined) return;
    const outputs = model.outputs(leaf);
    const before = model.runs;
    const actual = forkable.scenario(leaf, 5_000).sum(outputs);
    bench.value("a scenario", actual, sumOf(sweep(model, [[leaf, 5_000]]), outputs));
    const once = affected(model, [leaf], outputs).length;
    bench.executions("a scenario", model.runs - before, peer.name === "dug" ? once : 2 * once);
    const leaves = scenarioLeaves(model, 20);
    const read = leaves.map((each) => model.outputs(each));
    let value = 5_000;
    bench.time("MILLION scenario", leaves.length, () => {
      value++;
      for (const [i, each] of leaves.entries())
        forkable.scenario(each, value).sum(read[i] as Int32Array);
    });
  },
};
