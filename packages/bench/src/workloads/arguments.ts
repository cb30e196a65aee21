import type { Bench } from "../bench.ts";
import type { Peer } from "../graph.ts";
import type { Workload } from "../workload.ts";

type Call = (...args: readonly unknown[]) => number;

const keys = 1_000;
const texts = Array.from({ length: keys }, (_, i) => `key ${i}`);
const objects = Array.from({ length: keys }, (_, i) => ({ id: i, tags: ["a", "b"] }));

interface Shape {
  readonly name: string;
  readonly isStructural?: boolean;
  /** How many different lists of arguments one pass reads, and what their values add up to. */
  readonly nodes: number;
  readonly sum: number;
  pass(call: Call): number;
}

const triangle = (keys * (keys - 1)) / 2;

const shapes: readonly Shape[] = [
  {
    name: "ARGS none",
    nodes: 1,
    sum: 7 * keys,
    pass: (call) => add(() => call()),
  },
  { name: "ARGS number", nodes: keys, sum: triangle, pass: (call) => add((i) => call(i)) },
  { name: "ARGS string", nodes: keys, sum: keys, pass: (call) => add((i) => call(texts[i])) },
  {
    name: "ARGS 2 numbers",
    nodes: keys,
    sum: triangle + keys,
    pass: (call) => add((i) => call(i, 1)),
  },
  {
    name: "ARGS 3 numbers",
    nodes: keys,
    sum: triangle + 3 * keys,
    pass: (call) => add((i) => call(i, 1, 2)),
  },
  {
    name: "ARGS structural",
    isStructural: true,
    nodes: keys,
    sum: keys,
    pass: (call) => add((i) => call(objects[i])),
  },
];

function add(read: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < keys; i++) sum += read(i);
  return sum;
}

/** The sum of the numbers; 1 for another argument, 7 for none. */
function body(args: readonly unknown[]): number {
  if (args.length === 0) return 7;
  return args.reduce<number>((sum, arg) => sum + (typeof arg === "number" ? arg : 1), 0);
}

/** A cached call with no argument up to three, a number, a string or a structure. */
export const args: Workload = {
  name: "ARGUMENTS",
  peers: ["dug", "map", "optimism"],
  measures: shapes.map(({ name }) => ({ name, unit: "ns" as const })),
  run(peer, bench) {
    for (const shape of shapes) measure(peer, bench, shape);
  },
};

function measure(peer: Peer, bench: Bench, shape: Shape): void {
  let runs = 0;
  const fn: Call = (...given) => {
    runs++;
    return body(given);
  };
  const memo = peer.memoize?.(fn, shape.isStructural === true);
  if (memo === undefined) throw new Error(`${peer.name} memoises no functions`);
  for (const when of ["first", "again"])
    bench.value(
      `${shape.name}, ${when}`,
      memo.within(() => shape.pass(memo.call)),
      shape.sum,
    );
  bench.executions(shape.name, runs, shape.nodes);

  const passes = bench.times(shape.isStructural === true ? 10 : 200);
  bench.time(shape.name, passes * keys, () => {
    memo.within(() => {
      for (let i = 0; i < passes; i++) shape.pass(memo.call);
    });
  });
}
