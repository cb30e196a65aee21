import { Wide } from "../models/wide.ts";
import { sumOf, sweep } from "../models/sweep.ts";
import type { Workload } from "../workload.ts";

/** One node over 3,125 others, read again after one of them changed. */
export const wide: Workload = {
  name: "WIDE",
  peers: ["dug", "alien-signals", "optimism", "mobx", "sweep"],
  measures: [{ name: "WIDE", unit: "µs" }],
  run(peer, bench) {
    const model = new Wide(3_125);
    const graph = peer.changeable?.(model);
    if (graph === undefined) throw new Error(`${peer.name} cannot change a leaf`);
    const top = Int32Array.of(model.leaves);
    graph.sum(top);
    let value = 5_000;
    const before = model.runs;
    graph.set(7, ++value);
    bench.value("a change", graph.sum(top), sumOf(sweep(model, [[7, value]]), top));
    bench.executions("a change", model.runs - before, 1);

    const changes = bench.times(20);
    bench.time("WIDE", changes, () => {
      for (let i = 0; i < changes; i++) {
        graph.set(7, ++value);
        graph.sum(top);
      }
    });
  },
};
