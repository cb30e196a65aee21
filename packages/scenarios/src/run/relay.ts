/**
 * Hands an abort on to many signals, one for each that waits: platforms warn of more than ten listeners on
 * one signal, and each evaluation is one.
 */
export class Relay {
  readonly #source: AbortSignal | undefined;
  readonly #waiting = new Set<AbortController>();
  #end: { readonly reason: unknown } | undefined;
  readonly #hear = (): void => this.abort(this.#source?.reason);

  /** @param source whose abort is handed on */
  constructor(source: AbortSignal | undefined) {
    this.#source = source;
    if (source?.aborted === true) this.#hear();
    else source?.addEventListener("abort", this.#hear, { once: true });
  }

  get aborted(): boolean {
    return this.#end !== undefined;
  }

  throwIfAborted(): void {
    if (this.#end !== undefined) throw this.#end.reason;
  }

  abort(reason: unknown): void {
    this.#end ??= { reason };
    for (const each of this.#waiting) each.abort(reason);
  }

  /** Does something that a signal of its own aborts. */
  async during<R>(body: (signal: AbortSignal) => Promise<R>): Promise<R> {
    const own = new AbortController();
    if (this.#end !== undefined) own.abort(this.#end.reason);
    this.#waiting.add(own);
    try {
      return await body(own.signal);
    } finally {
      this.#waiting.delete(own);
    }
  }

  /** Hears no more of the source. */
  stop(): void {
    this.#source?.removeEventListener("abort", this.#hear);
  }
}
