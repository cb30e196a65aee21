import { Context, memoize, type Memoised } from "@dug/core";
import type { Forkable, Graph, Memo, Peer } from "../graph.ts";
import type { Model } from "../models/model.ts";

/** A model memoised by dug, in a root context of its own. */
export class DugGraph implements Forkable {
  readonly node: Memoised<(node: number) => number>;
  readonly context: Context;

  constructor(node: Memoised<(node: number) => number>, context: Context) {
    this.node = node;
    this.context = context;
  }

  sum(nodes: Int32Array): number {
    const { node } = this;
    return this.context.run(() => {
      let sum = 0;
      for (let i = 0; i < nodes.length; i++) sum += node(nodes[i] as number);
      return sum;
    });
  }

  set(leaf: number, value: number): void {
    this.context.tweak(this.node.node(leaf), value);
  }

  /** A child in which nothing is different. */
  fork(): DugGraph {
    return new DugGraph(this.node, this.context.fork());
  }

  scenario(leaf: number, value: number): DugGraph {
    const child = this.fork();
    child.set(leaf, value);
    return child;
  }
}

export function dugGraph(model: Model): DugGraph {
  const node: Memoised<(node: number) => number> = memoize((n: number): number =>
    n < model.leaves ? model.initial(n) : model.evaluate(n, node),
  );
  return new DugGraph(node, new Context("base", { parent: null }));
}

function memoizeAny(fn: (...args: readonly unknown[]) => number): Memo {
  const context = new Context("base", { parent: null });
  return { call: memoize(fn), within: (body) => context.run(body) };
}

export const peer: Peer = {
  name: "dug",
  build: (model): Graph => dugGraph(model),
  changeable: dugGraph,
  memoize: memoizeAny,
};
