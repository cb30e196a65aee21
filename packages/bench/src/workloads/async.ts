import { Context, flow, memoize, type Memoised } from "@dug/core";
import type { Bench } from "../bench.ts";
import type { Workload } from "../workload.ts";

const width = 10;
const layers = 10;
const contexts = 100;
const nodes = width * layers;

type Read = (layer: number, index: number) => Promise<number>;

/** What a node awaits: three of the layer below. */
function below(read: Read, layer: number, index: number): Promise<readonly number[]> {
  const at = (step: number): Promise<number> => read(layer - 1, (index + step + width) % width);
  return Promise.all([at(-1), at(0), at(1)]);
}

function sum(values: readonly number[]): number {
  return values.reduce((before, value) => (before + value) | 0, 0);
}

/** The outputs of one context, by a loop. */
function expected(first: number): number[] {
  let row = Array.from({ length: width }, (_, i) => (i === 0 ? first : i));
  for (let layer = 1; layer < layers; layer++)
    row = row.map((_, i) => sum([-1, 0, 1].map((step) => row[(i + step + width) % width] ?? 0)));
  return row;
}

/** 10,000 asynchronous nodes in 100 contexts, three calls each: beside a native Map of promises. */
export const asynchronous: Workload = {
  name: "ASYNC",
  peers: ["dug", "map"],
  measures: [
    {
      name: "ASYNC functions, a node",
      unit: "µs",
      goals: [{ kind: "most", required: 10 }],
    },
    { name: "ASYNC flows, a node", unit: "µs" },
  ],
  async run({ name }, bench) {
    if (name === "map") await measure(bench, "ASYNC functions, a node", mapped);
    else {
      await measure(bench, "ASYNC flows, a node", () => memoised("flow"));
      await measure(bench, "ASYNC functions, a node", () => memoised("async"));
    }
  },
};

/** Evaluates the outputs of one context, whose first leaf is given. */
type Evaluate = (first: number) => Promise<readonly number[]>;

async function measure(
  bench: Bench,
  what: string,
  make: () => { readonly evaluate: Evaluate; readonly runs: () => number },
): Promise<void> {
  for (let i = 0; i <= bench.times(5); i++) {
    const { evaluate, runs } = make();
    const start = bench.now();
    let last: readonly number[] = [];
    // oxlint-disable-next-line no-await-in-loop -- one context after the other
    for (let k = 0; k < contexts; k++) last = await evaluate(k + 1);
    const elapsed = bench.now() - start;
    expected(contexts).forEach((value, at) =>
      bench.value(`${what}, output ${at}`, last[at] ?? NaN, value),
    );
    bench.executions(what, runs(), nodes * contexts);
    if (i > 0 && !bench.isQuick) bench.note(what, (elapsed * 1e3) / (nodes * contexts));
  }
}

function memoised(color: "async" | "flow"): {
  readonly evaluate: Evaluate;
  readonly runs: () => number;
} {
  let ran = 0;
  const leaf: Memoised<(index: number) => number> = memoize((index: number) => index);
  const run = (layer: number, index: number): Promise<readonly number[]> | number => {
    ran++;
    return layer === 0 ? leaf(index) : below(node, layer, index);
  };
  const node: Memoised<Read> =
    color === "async"
      ? memoize(async (layer: number, index: number): Promise<number> =>
          total(await run(layer, index)),
        )
      : memoize(
          flow(function* (layer: number, index: number): Generator<unknown, number, never> {
            return total(yield run(layer, index));
          }),
        );
  const base = new Context("base", { parent: null });
  return {
    runs: () => ran,
    evaluate: (first) =>
      base
        .fork()
        .tweak(leaf.node(0), first)
        .run(async () => await outputs(node)),
  };
}

function total(read: readonly number[] | number): number {
  return typeof read === "number" ? read : sum(read);
}

function outputs(read: Read): Promise<readonly number[]> {
  return Promise.all(Array.from({ length: width }, (_, i) => read(layers - 1, i)));
}

function mapped(): { readonly evaluate: Evaluate; readonly runs: () => number } {
  let ran = 0;
  return {
    runs: () => ran,
    evaluate: (first) => {
      const memo = new Map<number, Promise<number>>();
      const compute = async (layer: number, index: number): Promise<number> => {
        ran++;
        if (layer === 0) return index === 0 ? first : index;
        return sum(await below(read, layer, index));
      };
      const read: Read = (layer, index) => {
        const key = layer * width + index;
        const known = memo.get(key) ?? compute(layer, index);
        memo.set(key, known);
        return known;
      };
      return outputs(read);
    },
  };
}
