import { Chain } from "../models/chain.ts";
import { sumOf, sweep } from "../models/sweep.ts";
import { range } from "../models/model.ts";
import type { Workload } from "../workload.ts";

/**
 * A chain of 100,000, computed from its beginning; its one leaf is changed, and its end is read. Where
 * this overflows the stack (mobx, optimism), the peer cannot do the job.
 */
export const chain: Workload = {
  name: "CHAIN",
  peers: ["dug", "alien-signals", "sweep"],
  measures: [
    { name: "CHAIN build", unit: "ns" },
    { name: "CHAIN change", unit: "ns" },
  ],
  run(peer, bench) {
    const model = new Chain(bench.isQuick ? 5_000 : 100_000);
    const all = range(0, model.size);
    const end = Int32Array.of(model.size - 1);
    const graph = peer.changeable?.(model);
    if (graph === undefined) throw new Error(`${peer.name} cannot change a leaf`);
    bench.value("the first time", graph.sum(all), sumOf(sweep(model), all));
    bench.executions("the first time", model.runs, model.size - 1);
    const before = model.runs;
    graph.set(0, 5_000);
    bench.value("a change", graph.sum(end), sumOf(sweep(model, [[0, 5_000]]), end));
    bench.executions("a change", model.runs - before, model.size - 1);

    bench.time("CHAIN build", model.size, () => {
      peer.build(new Chain(model.size)).sum(all);
    });
    let value = 5_000;
    bench.time("CHAIN change", model.size, () => {
      graph.set(0, ++value);
      graph.sum(end);
    });
  },
};
