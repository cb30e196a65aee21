import type { Bench } from "../bench.ts";
import { type Dag, dag } from "../models/dag.ts";
import { type DugGraph, dugGraph } from "../peers/dug.ts";
import type { Workload } from "../workload.ts";
import { nested } from "./depth.ts";

const goals = [{ kind: "most", required: 300, target: 200, beyond: 100 }] as const;

/** A snapshot and the way back to it, which must not depend on size and depth. */
export const snapshot: Workload = {
  name: "SNAPSHOT",
  peers: ["dug"],
  measures: [
    { name: "SNAPSHOT + RESTORE, 10k", unit: "ns", goals },
    { name: "SNAPSHOT + RESTORE, 100k", unit: "ns", goals },
    { name: "SNAPSHOT + RESTORE, 100k, 100 deep", unit: "ns", goals },
  ],
  run(_peer, bench) {
    const small = dag("10k");
    measure(bench, "SNAPSHOT + RESTORE, 10k", small, dugGraph(small));
    const large = dag(bench.size);
    const base = dugGraph(large);
    measure(bench, "SNAPSHOT + RESTORE, 100k", large, base);
    measure(bench, "SNAPSHOT + RESTORE, 100k, 100 deep", large, nested(base, 100));
  },
};

function measure(bench: Bench, name: string, model: Dag, graph: DugGraph): void {
  const { context } = graph;
  const outputs = model.outputs(200);
  graph.sum(model.top);
  const expected = graph.sum(outputs);
  const earlier = context.snapshot();
  graph.set(200, 5_000);
  if (graph.sum(outputs) === expected)
    throw new Error("the premise: the tweak changes the outputs");
  context.restore(earlier);
  const before = model.runs;
  bench.value("what was restored", graph.sum(outputs), expected);
  bench.executions(`${name}: afterwards`, model.runs - before, 0);

  const times = bench.times(10_000);
  bench.time(name, times, () => {
    for (let i = 0; i < times; i++) context.restore(context.snapshot());
  });
}
