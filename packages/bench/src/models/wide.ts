import type { Model } from "./model.ts";

/** One node over many leaves. */
export class Wide implements Model {
  readonly size: number;
  readonly leaves: number;
  runs = 0;

  constructor(leaves: number) {
    this.leaves = leaves;
    this.size = leaves + 1;
  }

  initial(leaf: number): number {
    return (leaf * 7919) % 1009;
  }

  evaluate(_node: number, read: (node: number) => number): number {
    this.runs++;
    let sum = 0;
    for (let leaf = 0; leaf < this.leaves; leaf++) sum = (sum + read(leaf)) | 0;
    return sum;
  }
}
