import { memoize, type Memoised } from "@dug/core";

/** Collects garbage until what is unreachable is gone: references live on for the rest of a turn. */
export async function collect(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    await new Promise((resolve) => setTimeout(resolve));
    globalThis.gc?.();
  }
}

/** Remembers objects without holding them. */
export class Ghosts {
  readonly #refs: WeakRef<object>[] = [];

  make(): object {
    const value = { payload: "…" };
    this.#refs.push(new WeakRef(value));
    return value;
  }

  get made(): number {
    return this.#refs.length;
  }

  async alive(): Promise<number> {
    await collect();
    return this.#refs.filter((ref) => ref.deref() !== undefined).length;
  }
}

/** How many of some references still lead somewhere. */
export async function alive(refs: readonly WeakRef<object>[]): Promise<number> {
  await collect();
  return refs.filter((ref) => ref.deref() !== undefined).length;
}

/** A function whose values are watched, and one that reads it. */
export function watched(): {
  ghosts: Ghosts;
  source: Memoised<(n: number) => number>;
  value: Memoised<(n: number) => object>;
  reader: Memoised<(n: number) => string>;
} {
  const ghosts = new Ghosts();
  const source = memoize((n: number): number => n);
  const value = memoize((n: number): object => {
    source(n);
    return ghosts.make();
  });
  const reader = memoize((n: number): string => typeof value(n));
  return { ghosts, source, value, reader };
}
