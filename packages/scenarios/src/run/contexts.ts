import type { Context, Tweaks } from "@dug/core";
import { put } from "./met.ts";

/**
 * The contexts of a run: one for each list of layers, nested as the lists are, so that lists which begin
 * with the same layers share the contexts of these. Of those that are finished the latest are held.
 */
export class Contexts {
  readonly #hub: Context;
  readonly #keep: number;
  /** By the numbers of their layers; in the order of use, the latest last. */
  readonly #held = new Map<string, Context>();
  readonly #numbers = new WeakMap<Tweaks, number>();
  #count = 0;

  /**
   * @param hub the context that all of them are forks of
   * @param keep how many are held
   */
  constructor(hub: Context, keep: number) {
    this.#hub = hub;
    this.#keep = keep;
  }

  /** The context of these layers. What putting them on throws is thrown. */
  open(name: string, layers: readonly Tweaks[]): Context {
    let [context, path] = [this.#hub, ""];
    layers.forEach((tweaks, depth) => {
      path += `/${this.#numberOf(tweaks)}`;
      const isLast = depth === layers.length - 1;
      context =
        this.#held.get(path) ?? forked(context, isLast ? name : layerName(name, depth), tweaks);
      this.#hold(path, context);
    });
    return context;
  }

  #numberOf(tweaks: Tweaks): number {
    let number = this.#numbers.get(tweaks);
    if (number === undefined) this.#numbers.set(tweaks, (number = ++this.#count));
    return number;
  }

  #hold(path: string, context: Context): void {
    this.#held.delete(path);
    this.#held.set(path, context);
    if (this.#held.size <= this.#keep) return;
    const [oldest] = this.#held.keys();
    if (oldest !== undefined) this.#held.delete(oldest);
  }
}

function forked(parent: Context, name: string, tweaks: Tweaks): Context {
  return put(parent.fork(name), tweaks);
}

function layerName(name: string, depth: number): string {
  return `${name}, layer ${depth + 1}`;
}
