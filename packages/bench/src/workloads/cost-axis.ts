import { ConeGraph } from "../peers/cone.ts";
import { Costly, stepsPerMicrosecond } from "../models/costly.ts";
import { dag } from "../models/dag.ts";
import { affected, sumOf, sweep } from "../models/sweep.ts";
import type { Workload } from "../workload.ts";
import { scenarioLeaves } from "./fanout.ts";

/** What one evaluation costs, in µs, over how many scenarios a slice goes, and how many times as many slices there are. */
const axis = [
  [1, 20, 1],
  [10, 4, 1],
  [100, 1, 5],
] as const;

/** What FANOUT takes more than the same scenarios recomputed by hand, in one process and by turns, when functions take some time. */
export const costAxis: Workload = {
  name: "COST AXIS",
  peers: ["dug", "alien-signals", "optimism", "mobx"],
  measures: [
    {
      name: "COST 1 µs",
      unit: "%",
      goals: [{ kind: "most", required: 100, target: 60, beyond: 30 }],
    },
    {
      name: "COST 10 µs",
      unit: "%",
      goals: [{ kind: "most", required: 10, target: 6, beyond: 3 }],
    },
    { name: "COST 100 µs", unit: "%", goals: [{ kind: "most", required: 1, target: 0.6 }] },
  ],
  run(peer, bench) {
    const inner = dag(bench.size);
    const model = new Costly(inner, 0);
    const graph = peer.changeable?.(model);
    if (graph === undefined) throw new Error(`${peer.name} cannot change a leaf`);
    const byHand = new ConeGraph(model);
    graph.sum(inner.top);
    const leaves = scenarioLeaves(inner, 20);
    const outputs = leaves.map((leaf) => inner.outputs(leaf));
    leaves.forEach((leaf, i) => byHand.prepare(leaf, outputs[i] as Int32Array));

    const perMicrosecond = stepsPerMicrosecond();
    for (const [cost, scenarios, more] of axis) {
      model.steps = bench.isQuick ? 1 : cost * perMicrosecond;
      const [leaf = 0] = leaves;
      const [read = inner.top] = outputs;
      const before = model.runs;
      const sum = graph.scenario(leaf, 5_000 + cost).sum(read);
      const ran = model.runs - before;
      bench.value("a scenario", sum, sumOf(sweep(inner, [[leaf, 5_000 + cost]]), read));
      const once = affected(inner, [leaf], read).length;
      bench.executions("a scenario", ran, peer.name === "dug" ? once : 2 * once);

      const play = (on: Pick<typeof graph, "scenario">) => (): void => {
        for (let i = 0; i < scenarios; i++)
          on.scenario(leaves[i] as number, 5_000 + cost).sum(outputs[i] as Int32Array);
      };
      bench.overhead(`COST ${cost} µs`, play(graph), play(byHand), more);
    }
  },
};
