import type { Cell } from "../kernel/cell.ts";
import type { Entry } from "../kernel/entry.ts";
import type { Era } from "./era.ts";
import { DepthError } from "../errors.ts";
import type { World } from "./world.ts";

/**
 * Outcomes that are not cached: kept until the outermost run or evaluation ends in which they were read,
 * or the context changes, so that no node runs twice in it (S19).
 */
export class Scratch {
  #pages: Map<Era, Map<Cell, Entry>> | undefined;

  /** Keeps an outcome for the time being. */
  keep({ era }: World, entry: Entry): void {
    this.#pages ??= new Map();
    let page = this.#pages.get(era);
    if (page === undefined) this.#pages.set(era, (page = new Map()));
    page.set(entry.cell, entry);
  }

  /** What is kept of a node in a context. */
  find(world: World, cell: Cell): Entry | undefined {
    return this.#pages?.get(world.era)?.get(cell);
  }

  /** The outermost run or evaluation has ended. */
  forget(): void {
    this.#pages = undefined;
  }

  /**
   * The outermost evaluation has ended. Where the stack overflowed in it, that says nothing of the nodes:
   * they can be evaluated from elsewhere, in this run even (S23).
   */
  forgetOverflow(): void {
    if (this.#pages === undefined) return;
    for (const page of this.#pages.values())
      for (const { outcome } of page.values())
        if (outcome.failed && outcome.value instanceof DepthError) return this.forget();
  }
}
