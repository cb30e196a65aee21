import type { Time } from "../clock.ts";
import type { Entry, Outcome } from "./entry.ts";
import type { Definition } from "../identity/definition.ts";
import { keyOf, type Key } from "../identity/key.ts";
import { Node } from "../identity/node.ts";

/** Beyond this many they are a set. */
const manyDependants = 16;

/**
 * How a cell holds its arguments: a single one, of which no copies need be made, by itself, since an array for it was a
 * tenth of a base's memory; others in an array, of which runs are to be given copies if anything in it can be changed.
 */
export type ArgumentsKind = "single" | "frozen" | "mutable";

/**
 * The one object that stands for a node in a family: what Immutable maps are keyed by. Compared by
 * identity, hashed by its number, so that user values are never hashed.
 */
export class Cell {
  // What a hit reads comes first: one line of the processor's cache.
  /**
   * The slot: what the state of `version` has of the node, its entry and what else is known. It is the one index
   * of what that state has written since its maps were made, until another state's is put here (`Journal`).
   */
  version: Time = 0;
  /** The entry's, so that a hit need not look at it. */
  outcome: Outcome | undefined = undefined;
  entry: Entry | undefined = undefined;
  /** A second slot: the entry that the maps of that name have. It spares the trie at the border of every cone. */
  maps: Time = 0;
  kept: Entry | undefined = undefined;
  /**
   * An index, shared by all contexts: cells whose entry, in some context at some time, had this one
   * among its dependencies. An over-approximation; who walks it looks at the entry (S13). Most nodes have no more than
   * three: an array of them, made anew as they came, was a sixth of a base's memory.
   */
  firstDependant: Cell | undefined = undefined;
  secondDependant: Cell | undefined = undefined;
  thirdDependant: Cell | undefined = undefined;
  /** The others. */
  moreDependants: Cell[] | Set<Cell> | undefined = undefined;
  /** The journal that has the node among its cells, if it is intact. */
  journal: Time = 0;
  /** Of the slot, too. */
  known: Entry | undefined = undefined;
  /** Whether a single-node tweak of it was ever put on, in whatever context: else nobody need look for one. */
  wasTweaked = false;
  /** How many frames evaluate this node just now, in whatever context: a cycle is looked for only if any (S20). */
  busy = 0;
  readonly definition: Definition;
  readonly kind: ArgumentsKind;
  readonly #given: unknown;
  readonly hash: number;
  #key: Key | undefined;

  constructor(
    definition: Definition,
    given: unknown,
    kind: ArgumentsKind,
    sequence: number,
    key?: Key,
  ) {
    this.definition = definition;
    this.kind = kind;
    this.#given = given;
    this.hash = reverseDigits(sequence);
    this.#key = key;
  }

  get isSingle(): boolean {
    return this.kind === "single";
  }

  /** Whether runs must be given copies of their own of what stands in `args` (S24). */
  get mutable(): boolean {
    return this.kind === "mutable";
  }

  /** The canonical copy of the arguments. */
  get args(): readonly unknown[] {
    return this.isSingle ? [this.#given] : (this.#given as readonly unknown[]);
  }

  /** The argument, of a cell that has a single one. */
  get single(): unknown {
    return this.#given;
  }

  get node(): Node {
    const args = Object.freeze(this.args);
    this.#key ??= keyOf(args, this.definition.label);
    return new Node(this.definition, this.#key, args, this.mutable);
  }

  /** Fills the slot. */
  fill(entry: Entry | undefined, known: Entry | undefined, version: Time): void {
    this.entry = entry;
    this.outcome = entry?.outcome;
    this.known = known;
    this.version = version;
  }

  /** Fills the second slot. */
  keep(entry: Entry | undefined, maps: Time): void {
    this.kept = entry;
    this.maps = maps;
  }

  /** Empties what is an index only: the slots and the dependants. */
  dropIndexes(): void {
    this.firstDependant = this.secondDependant = this.thirdDependant = undefined;
    this.moreDependants = undefined;
    this.fill(undefined, undefined, 0);
    this.keep(undefined, 0);
  }

  /** Notes in the index that `dependant` read this node. */
  link(dependant: Cell): void {
    if (this.firstDependant === undefined) this.firstDependant = dependant;
    else if (this.firstDependant === dependant) return;
    else if (this.secondDependant === undefined) this.secondDependant = dependant;
    else if (this.secondDependant === dependant) return;
    else if (this.thirdDependant === undefined) this.thirdDependant = dependant;
    else if (this.thirdDependant !== dependant) this.#linkMore(dependant);
  }

  #linkMore(dependant: Cell): void {
    const more = (this.moreDependants ??= []);
    if (more instanceof Set) more.add(dependant);
    else if (more.includes(dependant)) return;
    else if (more.length < manyDependants) more.push(dependant);
    else this.moreDependants = new Set(more).add(dependant);
  }

  hashCode(): number {
    return this.hash;
  }

  equals(other: unknown): boolean {
    return this === other;
  }
}

/**
 * The number with its 5-bit digits in reverse order: Immutable's tries branch on the lowest digit
 * first, so cells made one after the other share a leaf, and a cone touches few leaves.
 */
function reverseDigits(n: number): number {
  return (
    ((n & 31) << 25) |
    ((n & 0x3e0) << 15) |
    ((n & 0x7c00) << 5) |
    ((n >>> 5) & 0x7c00) |
    ((n >>> 15) & 0x3e0) |
    ((n >>> 25) & 31)
  );
}
