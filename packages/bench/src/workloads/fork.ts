import { heap } from "../bench.ts";
import { dag } from "../models/dag.ts";
import { affected, sumOf, sweep } from "../models/sweep.ts";
import { dugGraph } from "../peers/dug.ts";
import type { Workload } from "../workload.ts";

const leaf = 500;

/** A child of a large base: bare, with one tweak, and entered, when what the tweak reaches is masked. */
export const fork: Workload = {
  name: "FORK",
  peers: ["dug"],
  measures: [
    { name: "FORK bare", unit: "ns", goals: [{ kind: "most", required: 250, target: 150 }] },
    { name: "FORK tweaked", unit: "ns", goals: [{ kind: "most", required: 2_000, target: 1_500 }] },
    {
      name: "FORK tweaked, kept",
      unit: "bytes",
      goals: [{ kind: "most", required: 2_200, target: 2_000 }],
    },
    { name: "FORK tweaked, entered", unit: "µs" },
  ],
  run(_peer, bench) {
    const model = dag(bench.size);
    const base = dugGraph(model);
    const { node, context } = base;
    base.sum(model.top);
    const before = model.runs;
    const outputs = model.outputs(leaf);
    bench.value("a bare child", base.fork().sum(outputs), sumOf(sweep(model), outputs));
    bench.executions("a bare child", model.runs - before, 0);
    const expected = sumOf(sweep(model, [[leaf, 5_000]]), outputs);
    bench.value("a tweaked child", base.scenario(leaf, 5_000).sum(outputs), expected);
    const reached = affected(model, [leaf], outputs).length;
    bench.executions("a tweaked child", model.runs - before, reached);

    const children = bench.times(10_000);
    bench.time("FORK bare", children, () => {
      for (let i = 0; i < children; i++) context.fork();
    });
    const target = node.node(leaf);
    bench.time("FORK tweaked", children, () => {
      for (let i = 0; i < children; i++) context.fork().tweak(target, i);
    });
    bench.bytes(
      "FORK tweaked, kept",
      kept(() => context.fork().tweak(target, 1)),
      4_400,
    );
    const entered = bench.times(200);
    bench.time("FORK tweaked, entered", entered, () => {
      for (let i = 0; i < entered; i++) context.fork().tweak(target, i).run(nothing);
    });
  },
};

function nothing(): void {}

/** The bytes of what `make` returns, while it is kept. */
function kept(make: () => unknown): number {
  const all: unknown[] = Array.from({ length: 1_000 }, () => undefined);
  make();
  const before = heap();
  for (let i = 0; i < all.length; i++) all[i] = make();
  const after = heap();
  return all[0] === undefined ? NaN : (after - before) / all.length;
}
