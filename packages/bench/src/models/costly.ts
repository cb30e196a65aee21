import type { Dag } from "./dag.ts";
import type { Model } from "./model.ts";

/** A model whose every evaluation takes some time more. */
export class Costly implements Model {
  readonly size: number;
  readonly leaves: number;
  readonly #inner: Dag;
  /** Steps of `spin`, for each evaluation. */
  steps: number;

  constructor(inner: Dag, steps: number) {
    this.#inner = inner;
    this.steps = steps;
    this.size = inner.size;
    this.leaves = inner.leaves;
  }

  get runs(): number {
    return this.#inner.runs;
  }

  set runs(runs: number) {
    this.#inner.runs = runs;
  }

  initial(leaf: number): number {
    return this.#inner.initial(leaf);
  }

  evaluate(node: number, read: (node: number) => number): number {
    const value = this.#inner.evaluate(node, read);
    return spin(this.steps, value) === 0 ? NaN : value;
  }
}

/** Work that cannot be left out, since nobody but us knows that it never comes to 0. */
export function spin(steps: number, seed: number): number {
  let x = seed | 1;
  for (let i = 0; i < steps; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}

/** How many steps take a microsecond here: the fastest of some tries, since others use the machine, too. */
export function stepsPerMicrosecond(): number {
  const steps = 200_000;
  let best = Infinity;
  let sink = 0;
  for (let i = 0; i < 40; i++) {
    const start = performance.now();
    sink ^= spin(steps, i + sink);
    best = Math.min(best, performance.now() - start);
  }
  if (sink === 0) throw new Error("a shift register came to 0");
  return Math.max(1, Math.round(steps / (best * 1_000)));
}
