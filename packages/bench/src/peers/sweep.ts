import { type Forkable, type Graph, inPlace, type Peer } from "../graph.ts";
import type { Model } from "../models/model.ts";

/** No engine: all is computed again in one array, bottom up, whenever something was set. */
class SweepGraph implements Forkable {
  readonly #model: Model;
  readonly #values: Int32Array;
  #isStale = true;

  constructor(model: Model) {
    this.#model = model;
    this.#values = new Int32Array(model.size);
    for (let leaf = 0; leaf < model.leaves; leaf++) this.#values[leaf] = model.initial(leaf);
  }

  sum(nodes: Int32Array): number {
    const values = this.#values;
    if (this.#isStale) {
      const model = this.#model;
      const read = (node: number): number => values[node] as number;
      for (let node = model.leaves; node < model.size; node++)
        values[node] = model.evaluate(node, read);
      this.#isStale = false;
    }
    let sum = 0;
    for (let i = 0; i < nodes.length; i++) sum += values[nodes[i] as number] as number;
    return sum;
  }

  set(leaf: number, value: number): void {
    this.#values[leaf] = value;
    this.#isStale = true;
  }

  scenario(leaf: number, value: number): Graph {
    return inPlace(this, this.#model, leaf, value);
  }
}

const changeable = (model: Model): Forkable => new SweepGraph(model);

export const peer: Peer = { name: "sweep", build: changeable, changeable };
