import type { Model } from "./model.ts";

/** Each node reads the one before it; the first is the only leaf. */
export class Chain implements Model {
  readonly size: number;
  readonly leaves = 1;
  runs = 0;

  constructor(size: number) {
    this.size = size;
  }

  initial(): number {
    return 1;
  }

  evaluate(node: number, read: (node: number) => number): number {
    this.runs++;
    return (Math.imul(31, read(node - 1)) + 1) | 0;
  }
}
