import type { Model } from "./model.ts";

/**
 * Layers of nodes on a ring: node (layer, place) reads the three nearest ones of the layer beneath,
 * and is numbered `layer * width + place`.
 */
export class Dag implements Model {
  readonly layers: number;
  readonly width: number;
  readonly size: number;
  readonly leaves: number;
  runs = 0;

  constructor(layers: number, width: number) {
    this.layers = layers;
    this.width = width;
    this.size = layers * width;
    this.leaves = width;
  }

  /** How many nodes are computed, not leaves. */
  get computed(): number {
    return this.size - this.leaves;
  }

  initial(leaf: number): number {
    return (leaf * 7919) % 1009;
  }

  evaluate(node: number, read: (node: number) => number): number {
    this.runs++;
    const { width } = this;
    const place = node % width;
    const below = node - width;
    const left = read(place === 0 ? below + width - 1 : below - 1);
    const right = read(place === width - 1 ? below - width + 1 : below + 1);
    return (Math.imul(31, left) + Math.imul(17, read(below)) + right + 1) | 0;
  }

  /** The node of a layer that lies so many places to the right of a leaf. */
  node(layer: number, leaf: number, offset = 0): number {
    return layer * this.width + ((((leaf + offset) % this.width) + this.width) % this.width);
  }

  /** Ten outputs spread over the top of a leaf's cone. */
  outputs(leaf: number): Int32Array {
    const top = this.layers - 1;
    return Int32Array.from({ length: 10 }, (_, i) =>
      this.node(top, leaf, Math.round(((2 * i) / 9 - 1) * top)),
    );
  }

  /** The whole top of a leaf's cone: reading it evaluates the whole cone. */
  coneTop(leaf: number): Int32Array {
    const top = this.layers - 1;
    return Int32Array.from({ length: 2 * top + 1 }, (_, i) => this.node(top, leaf, i - top));
  }

  /** Every node of the top layer. */
  get top(): Int32Array {
    return Int32Array.from({ length: this.width }, (_, i) => (this.layers - 1) * this.width + i);
  }
}

/** The sizes that are measured: layers and width. In the first two a leaf reaches 1 % of the nodes. */
type Size = "10k" | "100k" | "1M";

const dags: Readonly<Record<Size, readonly [layers: number, width: number]>> = {
  "10k": [10, 1_000],
  "100k": [32, 3_125],
  "1M": [32, 31_250],
};

/** A fresh graph of one of these sizes, so that its count of runs begins at 0. */
export function dag(size: Size): Dag {
  const [layers, width] = dags[size];
  return new Dag(layers, width);
}
