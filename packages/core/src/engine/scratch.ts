import type { Cell } from "../kernel/cell.ts";
import type { Entry } from "../kernel/entry.ts";
import type { Era } from "./era.ts";
import type { Time } from "../clock.ts";
import { DepthError } from "../errors.ts";
import type { World } from "./world.ts";

/** What one state of a context holds for the time being. */
interface Page {
  readonly version: Time;
  readonly entries: Map<Cell, Entry>;
}

/**
 * Outcomes that are not cached: kept until the outermost run or evaluation ends in which they were read,
 * or the context changes, so that no node runs twice in it (S19).
 */
export class Scratch {
  #pages: Map<Era, Page> | undefined;

  /** Keeps an outcome for the time being. */
  keep({ era, now: { version } }: World, entry: Entry): void {
    let page = this.#pages?.get(era);
    if (page?.version !== version)
      (this.#pages ??= new Map()).set(era, (page = { version, entries: new Map() }));
    page.entries.set(entry.cell, entry);
  }

  /** What is kept of a node in a context. */
  find(world: World, cell: Cell): Entry | undefined {
    if (this.#pages === undefined) return undefined;
    const page = this.#pages.get(world.era);
    return page?.version === world.now.version ? page.entries.get(cell) : undefined;
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
    for (const { entries } of this.#pages.values())
      for (const { outcome } of entries.values())
        if (outcome.failed && outcome.value instanceof DepthError) return this.forget();
  }
}
