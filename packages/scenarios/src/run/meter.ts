import { Context } from "@dug/core";
import { type Heard, heard, Tally } from "./tally.ts";

/** Tells whose work is whose. */
export interface Meter {
  /** Does a task, and counts the work in a tally of its own. @param top what it is evaluated in, or in what lies beneath */
  measure<R>(top: Context, task: (tally: Tally) => Promise<R>): Promise<R>;
  /** Stops counting. */
  readonly stop: () => void;
}

/**
 * Counts for one task after the other. While asynchronous work waits others may use the family: what they
 * evaluate in the base, in their own contexts beneath it or in another run's does not count.
 */
export class SerialMeter implements Meter {
  #tally = new Tally();
  /** The base and those above it, and what all scenarios of a run are forks of: whose work is told apart by them. */
  readonly #others: WeakSet<Context>;
  #top: Context;
  #covered = new WeakMap<Context, boolean>();
  readonly stop: () => void;

  constructor(base: Context) {
    this.#top = base;
    this.#others = new WeakSet(ancestry(base));
    this.stop = base.observe(heard, (event) => this.#count(event));
  }

  async measure<R>(top: Context, task: (tally: Tally) => Promise<R>): Promise<R> {
    const tally = (this.#tally = new Tally());
    if (top !== this.#top) {
      this.#covered = new WeakMap();
      this.#top = top;
      tops.add(top);
    }
    return await task(tally);
  }

  #count(event: Heard): void {
    if (this.#covers(event.context)) this.#tally.add(event);
  }

  #covers(context: Context): boolean {
    let covers = this.#covered.get(context);
    if (covers === undefined) this.#covered.set(context, (covers = this.#liesUnder(context)));
    return covers;
  }

  /** What leads neither here nor to others is a context where base values are evaluated (S1), or a dynamic one. */
  #liesUnder(context: Context): boolean {
    for (let at: Context["parent"] = context; at instanceof Context; at = at.parent) {
      if (at === this.#top) return true;
      if (tops.has(at) || this.#others.has(at)) return false;
    }
    return true;
  }
}

/** What the scenarios of any run in this process are forks of. */
const tops = new WeakSet<Context>();

function ancestry(context: Context): Context[] {
  const found: Context[] = [];
  for (let at: Context["parent"] = context; at instanceof Context; at = at.parent) found.push(at);
  return found;
}
