import { collect } from "../bench.ts";
import { dag } from "../models/dag.ts";
import { sumOf, sweep } from "../models/sweep.ts";
import type { Workload } from "../workload.ts";

/** Everything computed for the first time, from the top. */
export const cold: Workload = {
  name: "COLD",
  peers: ["dug", "map", "alien-signals", "optimism", "mobx", "sweep"],
  measures: [
    { name: "COLD 10k", unit: "ns" },
    {
      name: "COLD 100k",
      unit: "ns",
      goals: [
        { kind: "slower", than: "alien-signals", required: 2, target: 1.5, beyond: 1.1 },
        { kind: "faster", than: "optimism", required: 2 },
      ],
    },
  ],
  run(peer, bench) {
    for (const size of ["10k", bench.size] as const) {
      const first = dag(size);
      const expected = sumOf(sweep(first), first.top);
      bench.value(size, peer.build(first).sum(first.top), expected);
      bench.executions(size, first.runs, first.computed);

      const times = size === "10k" ? 5 : 1;
      const build = (): void => {
        for (let i = 0; i < times; i++) {
          const model = dag(size);
          peer.build(model).sum(model.top);
        }
      };
      bench.time(`COLD ${size}`, times * first.size, build, collect);
    }
  },
};
