import type { Node } from "@dug/core";
import type { RefEntry } from "./state.ts";

/** How a context shares (S17): not at all; everything; or so that next to nothing is kept. */
export type Share = "none" | "all" | "few";

/** What the engine is told to make it share so. */
export const shareOf: Readonly<Record<Share, boolean | { readonly keep: number }>> = {
  none: false,
  all: true,
  few: { keep: 1 },
};

/**
 * The evaluations that a context and those beneath it share, for each node the latest last (S17); in one
 * family nothing is known of another (S6).
 */
export class RefPool {
  readonly #families = new Map<object, Map<Node, readonly RefEntry[]>>();
  readonly #keep: number;

  constructor(share: Exclude<Share, "none">) {
    this.#keep = share === "few" ? 1 : Number.POSITIVE_INFINITY;
  }

  /** What is known of a node, the latest first. */
  of(node: Node, family: object): readonly RefEntry[] {
    return this.#families.get(family)?.get(node)?.toReversed() ?? [];
  }

  /** Adds one in place of that with the same reads, if there is one; the oldest goes where there are more than are kept. */
  add(entry: RefEntry, family: object): void {
    const entries = this.#families.get(family) ?? new Map<Node, readonly RefEntry[]>();
    this.#families.set(family, entries);
    const others = entries.get(entry.node) ?? [];
    const kept = [...others.filter((other) => !hasSameReads(other, entry)), entry];
    entries.set(entry.node, kept.slice(Math.max(0, kept.length - this.#keep)));
  }

  /** Takes one out again: it was not made after all. */
  remove(entry: RefEntry, family: object): void {
    const entries = this.#families.get(family);
    const others = entries?.get(entry.node)?.filter((other) => other !== entry);
    if (others !== undefined) entries?.set(entry.node, others);
  }

  clear(): void {
    this.#families.clear();
  }
}

function hasSameReads(a: RefEntry, b: RefEntry): boolean {
  return (
    a.reads.length === b.reads.length &&
    a.reads.every(({ node, outcome }, i) => {
      const other = b.reads[i];
      return other?.node === node && Object.is(payload(outcome), payload(other.outcome));
    })
  );
}

function payload(outcome: RefEntry["outcome"]): unknown {
  return outcome.kind === "value" ? outcome.value : outcome.error;
}
