import { type Bench, collect } from "../bench.ts";
import { Dag } from "../models/dag.ts";
import { affected, sumOf, sweep } from "../models/sweep.ts";
import { type DugGraph, dugGraph } from "../peers/dug.ts";
import type { Workload } from "../workload.ts";

/** Graphs of 32 layers, 10,000 nodes to a million, in which a leaf reaches 1,024. */
const widths = [313, 1_000, 3_125, 10_000, 31_250];

/** In one graph of 100,000 nodes: how many layers a tweaked node reaches, the square of which is its cone. */
const heights = [3, 6, 10, 18, 32, 56, 100];

const graphAxis = "nodes in the graph, the cone being 1,024";
const coneAxis = "nodes in the cone, the graph being 100,000";

/** What a tweak costs as the graph grows and its cone stays, and as its cone grows in one graph. */
export const growth: Workload = {
  name: "GROWTH",
  peers: ["dug"],
  measures: [],
  curves: [
    { name: "graph: masked", along: graphAxis },
    { name: "graph: masked and read", along: graphAxis },
    { name: "cone: masked", along: coneAxis },
    { name: "cone: masked and read", along: coneAxis },
  ],
  run(_peer, bench) {
    for (const width of bench.isQuick ? widths.slice(0, 2) : widths) {
      const base = warm(new Dag(32, width));
      measure(bench, "graph", base, 32, base.model.size);
    }
    const base = warm(bench.isQuick ? new Dag(10, 1_000) : new Dag(100, 1_000));
    for (const height of heights)
      if (height <= base.model.layers) measure(bench, "cone", base, height, height ** 2);
  },
};

interface Base {
  readonly model: Dag;
  readonly graph: DugGraph;
}

/** Computed from the bottom up, whatever the number of layers. */
function warm(model: Dag): Base {
  collect();
  const graph = dugGraph(model);
  graph.sum(Int32Array.from({ length: model.size }, (_, node) => node));
  return { model, graph };
}

/** A child in which a node is changed that reaches so many layers, itself included: entered, and all that it reaches read. */
function measure(bench: Bench, axis: string, base: Base, height: number, x: number): void {
  const { model, graph } = base;
  const nodes = Array.from({ length: 20 }, (_, i) => {
    const place = Math.floor((i * model.width) / 20);
    return model.node(model.layers - height, place);
  });
  const tops = nodes.map((node) => topOver(model, node, height));
  const [first = 0] = nodes;
  const [top = model.top] = tops;
  const before = model.runs;
  bench.value(`${axis} ${x}`, graph.scenario(first, 5_000).sum(top), changed(model, first, top));
  bench.executions(`${axis} ${x}`, model.runs - before, affected(model, [first], top).length);

  const turns = bench.times(Math.max(1, Math.round(1_000 / height ** 2)));
  const nothing = new Int32Array(0);
  let value = 5_000;
  const play = (read: (i: number) => Int32Array) => (): void => {
    for (let turn = 0; turn < turns; turn++) {
      value++;
      for (const [i, node] of nodes.entries()) graph.scenario(node, value).sum(read(i));
    }
  };
  bench.timeAt(
    `${axis}: masked`,
    x,
    turns * nodes.length,
    play(() => nothing),
  );
  bench.timeAt(
    `${axis}: masked and read`,
    x,
    turns * nodes.length,
    play((i) => tops[i] ?? nothing),
  );
}

/** The nodes of the top layer that a node reaches. */
function topOver(model: Dag, node: number, height: number): Int32Array {
  const place = node % model.width;
  return Int32Array.from({ length: 2 * height - 1 }, (_, i) =>
    model.node(model.layers - 1, place, i - height + 1),
  );
}

/** What the top comes to if the node has another value, without any engine. */
function changed(model: Dag, node: number, top: Int32Array): number {
  const values = sweep(model);
  values[node] = 5_000;
  const { runs } = model;
  for (const above of affected(model, [node], top))
    values[above] = model.evaluate(above, (read) => values[read] ?? 0);
  model.runs = runs;
  return sumOf(values, top);
}
