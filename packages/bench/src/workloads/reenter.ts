import type { Bench } from "../bench.ts";
import { type Dag, dag } from "../models/dag.ts";
import { affected, sumOf, sweep } from "../models/sweep.ts";
import { type DugGraph, dugGraph } from "../peers/dug.ts";
import type { Workload } from "../workload.ts";

const leaf = 300;

/** A child's ten outputs are read again after its parent changed, where that reaches them and where it does not. */
export const reenter: Workload = {
  name: "REENTER",
  peers: ["dug"],
  measures: [
    { name: "REENTER unrelated", unit: "µs" },
    { name: "REENTER related", unit: "µs" },
  ],
  run(_peer, bench) {
    const model = dag(bench.size);
    const base = dugGraph(model);
    base.sum(model.top);
    const child = base.scenario(leaf, 5_000);
    child.sum(model.outputs(leaf));
    measure(bench, "REENTER unrelated", model, base, child, leaf + 400);
    measure(bench, "REENTER related", model, base, child, leaf + 5);
  },
};

function measure(
  bench: Bench,
  name: string,
  model: Dag,
  base: DugGraph,
  child: DugGraph,
  changed: number,
): void {
  const outputs = model.outputs(leaf);
  let value = 6_000;
  const before = model.runs;
  base.set(changed, ++value);
  const settings = [
    [leaf, 5_000],
    [changed, value],
  ] as const;
  bench.value(name, child.sum(outputs), sumOf(sweep(model, settings), outputs));
  bench.executions(name, model.runs - before, affected(model, [changed], outputs).length);

  const times = bench.times(20);
  bench.time(name, times, () => {
    for (let i = 0; i < times; i++) {
      base.set(changed, ++value);
      child.sum(outputs);
    }
  });
}
