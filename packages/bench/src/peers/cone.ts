import type { Forkable, Graph, Peer } from "../graph.ts";
import type { Model } from "../models/model.ts";
import { affected, sweep } from "../models/sweep.ts";

/**
 * What somebody writes by hand who knows the graph: one array, and for each leaf and list of outputs the
 * nodes that have to be computed again, worked out beforehand; a scenario puts the old values back.
 */
export class ConeGraph implements Forkable {
  readonly #model: Model;
  readonly #base: Int32Array;
  readonly #values: Int32Array;
  readonly #read: (node: number) => number;
  readonly #plans = new Map<number, Int32Array>();
  #changed: number | undefined;

  constructor(model: Model) {
    this.#model = model;
    const values = sweep(model);
    this.#base = values.slice();
    this.#values = values;
    this.#read = (node) => values[node] as number;
  }

  prepare(leaf: number, outputs: Int32Array): void {
    this.#plans.set(leaf, affected(this.#model, [leaf], outputs));
  }

  #planOf(leaf: number): Int32Array {
    const plan = this.#plans.get(leaf);
    if (plan === undefined) throw new Error(`there is no plan for leaf ${leaf}`);
    return plan;
  }

  sum(nodes: Int32Array): number {
    const values = this.#values;
    if (this.#changed !== undefined) {
      const model = this.#model;
      const plan = this.#planOf(this.#changed);
      for (let i = 0; i < plan.length; i++) {
        const node = plan[i] as number;
        values[node] = model.evaluate(node, this.#read);
      }
      this.#changed = undefined;
    }
    let sum = 0;
    for (let i = 0; i < nodes.length; i++) sum += values[nodes[i] as number] as number;
    return sum;
  }

  set(leaf: number, value: number): void {
    this.#values[leaf] = value;
    this.#changed = leaf;
  }

  scenario(leaf: number, value: number): Graph {
    return {
      sum: (nodes) => {
        this.set(leaf, value);
        const sum = this.sum(nodes);
        const plan = this.#planOf(leaf);
        for (let i = 0; i < plan.length; i++) {
          const node = plan[i] as number;
          this.#values[node] = this.#base[node] as number;
        }
        this.#values[leaf] = this.#base[leaf] as number;
        return sum;
      },
    };
  }
}

const changeable = (model: Model): Forkable => new ConeGraph(model);

export const peer: Peer = { name: "cone", build: changeable, changeable };
