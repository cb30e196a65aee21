import { type OptimisticWrapperFunction, wrap } from "optimism";
import { type Forkable, type Graph, inPlace, type Memo, type Peer } from "../graph.ts";
import type { Model } from "../models/model.ts";

/** The closest relative: memoised by arguments and traced, in one world. */
class OptimismGraph implements Forkable {
  readonly #model: Model;
  readonly #values: Int32Array;
  readonly #node: OptimisticWrapperFunction<[number], number>;

  constructor(model: Model) {
    this.#model = model;
    const values = Int32Array.from({ length: model.leaves }, (_, leaf) => model.initial(leaf));
    const node: OptimisticWrapperFunction<[number], number> = wrap(
      (n: number): number => (n < model.leaves ? (values[n] as number) : model.evaluate(n, node)),
      { max: Infinity },
    );
    this.#values = values;
    this.#node = node;
  }

  sum(nodes: Int32Array): number {
    let sum = 0;
    for (let i = 0; i < nodes.length; i++) sum += this.#node(nodes[i] as number);
    return sum;
  }

  set(leaf: number, value: number): void {
    this.#values[leaf] = value;
    this.#node.dirty(leaf);
  }

  scenario(leaf: number, value: number): Graph {
    return inPlace(this, this.#model, leaf, value);
  }
}

function memoizeAny(fn: (...args: readonly unknown[]) => number, structural: boolean): Memo {
  const call = wrap(fn, {
    max: Infinity,
    ...(structural && { makeCacheKey: (...args: readonly unknown[]) => JSON.stringify(args) }),
  });
  return { call, within: (body) => body() };
}

const changeable = (model: Model): Forkable => new OptimismGraph(model);

export const peer: Peer = { name: "optimism", build: changeable, changeable, memoize: memoizeAny };
