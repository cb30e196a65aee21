import { computed, signal } from "alien-signals";
import { type Forkable, type Graph, inPlace, type Peer } from "../graph.ts";
import type { Model } from "../models/model.ts";

/** Signals found by index: this engine has no arguments, and one world. */
class AlienGraph implements Forkable {
  readonly #model: Model;
  readonly #leaves: ((value: number) => void)[] = [];
  readonly #nodes: (() => number)[] = [];

  constructor(model: Model) {
    this.#model = model;
    const nodes = this.#nodes;
    const read = (node: number): number => (nodes[node] as () => number)();
    for (let node = 0; node < model.leaves; node++) {
      const leaf = signal(model.initial(node));
      this.#leaves.push(leaf);
      nodes.push(leaf);
    }
    for (let node = model.leaves; node < model.size; node++)
      nodes.push(computed(() => model.evaluate(node, read)));
  }

  sum(nodes: Int32Array): number {
    let sum = 0;
    for (let i = 0; i < nodes.length; i++)
      sum += (this.#nodes[nodes[i] as number] as () => number)();
    return sum;
  }

  set(leaf: number, value: number): void {
    this.#leaves[leaf]?.(value);
  }

  scenario(leaf: number, value: number): Graph {
    return inPlace(this, this.#model, leaf, value);
  }
}

const changeable = (model: Model): Forkable => new AlienGraph(model);

export const peer: Peer = { name: "alien-signals", build: changeable, changeable };
