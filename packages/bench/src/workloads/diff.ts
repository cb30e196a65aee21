import { dag } from "../models/dag.ts";
import { affected } from "../models/sweep.ts";
import { dugGraph } from "../peers/dug.ts";
import type { Workload } from "../workload.ts";

const leaf = 300;

/** The difference of two snapshots of a large graph: a child's from its parent's, and a context's from its own before a tweak. */
export const diff: Workload = {
  name: "DIFF",
  peers: ["dug"],
  measures: [
    { name: "DIFF child and parent", unit: "µs" },
    { name: "DIFF before and after", unit: "µs" },
  ],
  run(_peer, bench) {
    const model = dag(bench.size);
    const base = dugGraph(model);
    base.sum(model.top);
    const before = base.context.snapshot();
    const top = model.coneTop(leaf);
    const child = base.scenario(leaf, 5_000);
    child.sum(top);
    const inChild = child.context.snapshot();
    base.set(leaf, 5_000);
    base.sum(top);
    const after = base.context.snapshot();

    const cone = affected(model, [leaf], top).length + 1;
    bench.value("a child's difference", before.diff(inChild).changed.length, cone);
    bench.value("a tweak's difference", before.diff(after).changed.length, cone);
    const times = bench.times(3);
    for (const [name, other] of [
      ["DIFF child and parent", inChild],
      ["DIFF before and after", after],
    ] as const) {
      bench.time(name, times, () => {
        for (let i = 0; i < times; i++) before.diff(other);
      });
    }
  },
};
