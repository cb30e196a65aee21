import type { Bench } from "../bench.ts";
import { heap } from "../bench.ts";
import { type Dag, dag } from "../models/dag.ts";
import { affected, sumOf, sweep } from "../models/sweep.ts";
import { type DugGraph, dugGraph } from "../peers/dug.ts";
import type { Workload } from "../workload.ts";

/** 10,000 children of a base of 100,000 nodes are alive at once, and in each a leaf is changed and its whole cone read. */
export const children: Workload = {
  name: "CHILDREN",
  peers: ["dug"],
  isLong: true,
  measures: [
    { name: "CHILDREN alive", unit: "GB", goals: [{ kind: "most", required: 2.5 }] },
    { name: "CHILDREN made and read, one", unit: "µs" },
  ],
  run(_peer, bench) {
    const model = dag(bench.size);
    const before = heap();
    const base = dugGraph(model);
    base.sum(model.top);
    const count = bench.isQuick ? 100 : 10_000;
    const cone = affected(model, [0], model.coneTop(0)).length;

    const runs = model.runs;
    const start = bench.now();
    const all = Array.from({ length: count }, (_, i) => child(model, base, i));
    const elapsed = bench.now() - start;
    bench.executions("the children", model.runs - runs, count * cone);
    bench.bytes("CHILDREN alive", heap() - before, model.size * 1_000 + count * cone * 700);
    if (!bench.isQuick) bench.note("CHILDREN made and read, one", (elapsed * 1e3) / count);
    check(bench, model, all, runs + count * cone);
  },
};

/** Where the i-th child has its change: around the ring, and around it again with other values. */
function leafOf(model: Dag, i: number): number {
  return i % model.width;
}

function valueOf(i: number): number {
  return 5_000 + i;
}

function child(model: Dag, base: DugGraph, i: number): DugGraph {
  const leaf = leafOf(model, i);
  const scenario = base.scenario(leaf, valueOf(i));
  scenario.sum(model.coneTop(leaf));
  return scenario;
}

/** Each child is alive still: a sample of them has its own values, and nothing runs for them. */
function check(bench: Bench, model: Dag, all: readonly DugGraph[], runs: number): void {
  const step = Math.ceil(all.length / 20);
  for (let i = 0; i < all.length; i += step) {
    const leaf = leafOf(model, i);
    const top = model.coneTop(leaf);
    const expected = sumOf(sweep(model, [[leaf, valueOf(i)]]), top);
    bench.value(`child ${i}`, all[i]?.sum(top) ?? NaN, expected);
  }
  bench.executions("the children again", model.runs - runs, 0);
}
