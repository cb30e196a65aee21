/** How a pool works. */
interface PoolOptions {
  /** At most so many are under way. */
  readonly limit: number;
  /** Nothing is begun this far behind the oldest that is not finished, so that what waits for that cannot pile up. */
  readonly reach: number;
  /** Called when the pool is ended early: hurries what is under way, which is then waited for. */
  readonly abandon: () => void;
}

/** A thing to do, and its place among all. */
interface Item {
  readonly index: number;
}

type News<T, R> =
  | { readonly kind: "pulled"; readonly next: IteratorResult<T> }
  | { readonly kind: "finished"; readonly index: number; readonly result: R };

/**
 * Does one thing for each item, several at the same time, and gives what comes of it in the order in which
 * they finish. What is finished does not wait for the next item to come.
 */
export class Pool<T extends Item, R> {
  readonly #items: AsyncIterator<T>;
  readonly #work: (item: T) => Promise<R>;
  readonly #options: PoolOptions;
  readonly #running = new Map<number, Promise<News<T, R>>>();
  #pulling: Promise<News<T, R>> | undefined;
  #next = 0;
  #isDry = false;

  constructor(items: AsyncIterator<T>, work: (item: T) => Promise<R>, options: PoolOptions) {
    this.#items = items;
    this.#work = work;
    this.#options = options;
  }

  async *results(): AsyncGenerator<R, void> {
    try {
      while (!this.#isDry || this.#running.size > 0) {
        if (this.#isFree) this.#pulling ??= this.#pull();
        const pulling = this.#pulling === undefined ? [] : [this.#pulling];
        const news = await Promise.race([...this.#running.values(), ...pulling]);
        if (news.kind === "pulled") this.#begin(news.next);
        else {
          this.#running.delete(news.index);
          yield news.result;
        }
      }
    } finally {
      await this.#end();
    }
  }

  get #isFree(): boolean {
    const { limit, reach } = this.#options;
    const oldest = Math.min(...this.#running.keys(), this.#next);
    return !this.#isDry && this.#running.size < limit && this.#next < oldest + reach;
  }

  async #pull(): Promise<News<T, R>> {
    return { kind: "pulled", next: await this.#items.next() };
  }

  #begin(next: IteratorResult<T>): void {
    this.#pulling = undefined;
    if (next.done === true) this.#isDry = true;
    else {
      this.#next = next.value.index + 1;
      this.#running.set(next.value.index, this.#finish(next.value));
    }
  }

  async #finish(item: T): Promise<News<T, R>> {
    return { kind: "finished", index: item.index, result: await this.#work(item) };
  }

  async #end(): Promise<void> {
    if (this.#isDry && this.#running.size === 0) return;
    this.#options.abandon();
    await Promise.allSettled(this.#running.values());
    if (this.#pulling === undefined) await this.#items.return?.();
    else void Promise.allSettled([this.#pulling]); // a source that never gives the next one holds up nobody
  }
}
