import { computed, configure, type IComputedValue, type IObservableValue, observable } from "mobx";
import { type Forkable, type Graph, inPlace, type Peer } from "../graph.ts";
import type { Model } from "../models/model.ts";

configure({ enforceActions: "never" });

/** Computed values kept alive, found by index, in one world. */
class MobxGraph implements Forkable {
  readonly #model: Model;
  readonly #leaves: IObservableValue<number>[] = [];
  readonly #nodes: (IObservableValue<number> | IComputedValue<number>)[] = [];

  constructor(model: Model) {
    this.#model = model;
    const nodes = this.#nodes;
    const read = (node: number): number => (nodes[node] as IComputedValue<number>).get();
    for (let node = 0; node < model.leaves; node++) {
      const leaf = observable.box(model.initial(node), { deep: false });
      this.#leaves.push(leaf);
      nodes.push(leaf);
    }
    for (let node = model.leaves; node < model.size; node++)
      nodes.push(computed(() => model.evaluate(node, read), { keepAlive: true }));
  }

  sum(nodes: Int32Array): number {
    let sum = 0;
    for (let i = 0; i < nodes.length; i++)
      sum += (this.#nodes[nodes[i] as number] as IComputedValue<number>).get();
    return sum;
  }

  set(leaf: number, value: number): void {
    this.#leaves[leaf]?.set(value);
  }

  scenario(leaf: number, value: number): Graph {
    return inPlace(this, this.#model, leaf, value);
  }
}

const changeable = (model: Model): Forkable => new MobxGraph(model);

export const peer: Peer = { name: "mobx", build: changeable, changeable };
