/** How far a run is. */
export interface Progress {
  /** Rows finished, the base's included. */
  readonly done: number;
  /** Rows in all; `undefined` while scenarios come from an iterator that has not ended. */
  readonly total: number | undefined;
  /** Of those finished, the failed. */
  readonly failed: number;
  /** The row finished last. */
  readonly name: string;
  /** Scenarios finished in a second, since the base was; 0 at first. */
  readonly rate: number;
  /** The time that the rest will take at that rate, in milliseconds; `undefined` while rate or total is not known. */
  readonly msLeft: number | undefined;
}

/** What tells a listener of each row. */
export class Reporter {
  readonly #listener: ((progress: Progress) => void) | undefined;
  readonly #now: () => number;
  #done = 0;
  #failed = 0;
  /** When the base was done: it takes its own time. */
  #begun = 0;

  constructor(
    listener: ((progress: Progress) => void) | undefined,
    now: () => number = () => performance.now(),
  ) {
    this.#listener = listener;
    this.#now = now;
  }

  /** One row more is finished. */
  report(name: string, isFailed: boolean, total: number | undefined): void {
    this.#done++;
    if (isFailed) this.#failed++;
    if (this.#listener === undefined) return;
    const [done, failed] = [this.#done, this.#failed];
    const now = this.#now();
    if (done === 1) this.#begun = now;
    const ms = now - this.#begun;
    const rate = ms > 0 ? ((done - 1) * 1000) / ms : 0;
    const msLeft = total === undefined || rate === 0 ? undefined : ((total - done) * 1000) / rate;
    this.#listener({ done, total, failed, name, rate, msLeft: done === total ? 0 : msLeft });
  }
}
