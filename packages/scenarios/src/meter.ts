import type { Context } from "@dug/core";
import type { Effort } from "./row.ts";

/** Counts the work done in a family of contexts, by its events. */
export class Meter {
  #executed = 0;
  #reused = 0;
  /** Stops counting. */
  readonly stop: () => void;

  constructor(context: Context) {
    this.stop = context.observe(["evaluated", "reused"], ({ kind }) => {
      if (kind === "evaluated") this.#executed++;
      else this.#reused++;
    });
  }

  /** What `body` took; it runs at once and to its end, so that nobody else's work is counted. */
  measure<R>(body: () => R): { readonly result: R; readonly nodes: Effort; readonly ms: number } {
    const { executed, reused } = { executed: this.#executed, reused: this.#reused };
    const begun = performance.now();
    const result = body();
    return {
      result,
      nodes: { executed: this.#executed - executed, reused: this.#reused - reused },
      ms: performance.now() - begun,
    };
  }
}
