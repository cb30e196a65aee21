import type { Bench } from "../bench.ts";
import { type Dag, dag } from "../models/dag.ts";
import { sumOf, sweep } from "../models/sweep.ts";
import { type DugGraph, dugGraph } from "../peers/dug.ts";
import type { Workload } from "../workload.ts";

/** Hits in the innermost of 100 contexts, each with a tweak of its own, and in two such by turns. */
export const depth: Workload = {
  name: "DEPTH",
  peers: ["dug"],
  measures: [
    { name: "DEPTH 1", unit: "ns" },
    { name: "DEPTH 100", unit: "ns" },
    {
      name: "DEPTH 100 ÷ DEPTH 1",
      unit: "×",
      goals: [{ kind: "most", required: 1.5, target: 1.2 }],
    },
    {
      name: "DEPTH 100, alternating",
      unit: "ns",
      goals: [{ kind: "most", required: 200, target: 150 }],
    },
  ],
  run(_peer, bench) {
    const model = dag(bench.size);
    const base = dugGraph(model);
    base.sum(model.top);
    // Hits of what the tweaks do not reach: the other side of the ring.
    const keys = Int32Array.from({ length: 400 }, (_, i) => model.node(model.layers - 1, 300, i));
    const one = nested(base, 1);
    const first = nested(base, 100);
    const second = nested(base, 100);
    for (const graph of [one, first, second]) check(bench, model, graph, keys);

    const passes = bench.times(2_500);
    const times = passes * keys.length;
    bench.time("DEPTH 1", times, () => repeat(passes, () => one.sum(keys)));
    bench.time("DEPTH 100", times, () => repeat(passes, () => first.sum(keys)));
    const { samples } = bench.findings;
    samples["DEPTH 100"]?.forEach((deep, i) =>
      bench.note("DEPTH 100 ÷ DEPTH 1", deep / (samples["DEPTH 1"]?.[i] ?? NaN)),
    );
    bench.time("DEPTH 100, alternating", times, () =>
      repeat(passes / 2, () => {
        first.sum(keys);
        second.sum(keys);
      }),
    );
  },
};

function repeat(times: number, what: () => void): void {
  for (let i = 0; i < times; i++) what();
}

/** The innermost of some contexts inside one another. */
export function nested(base: DugGraph, levels: number): DugGraph {
  let graph = base;
  for (let level = 0; level < levels; level++) graph = graph.scenario(level, 5_000 + level);
  return graph;
}

function check(bench: Bench, model: Dag, graph: DugGraph, keys: Int32Array): void {
  const before = model.runs;
  bench.value("a hit in a nested context", graph.sum(keys), sumOf(sweep(model), keys));
  bench.executions("a hit in a nested context", model.runs - before, 0);
}
