import type { Definition, Node, Tweaks } from "@dug/core";
import { type Guard, type Replacement, replacementIn } from "../layer.ts";
import type { Outcome } from "../outcome.ts";
import type { RefPool } from "./pool.ts";

/** A dependency as an evaluation read it. */
interface Read {
  readonly node: Node;
  readonly outcome: Outcome;
}

/** What is cached of a node. Never changed once made; contexts share one by sharing the object. */
export interface RefEntry {
  readonly node: Node;
  readonly outcome: Outcome;
  /** What the evaluation read in its own context, in order, each node once. */
  readonly reads: readonly Read[];
  /** What it read in contexts that it opened, if it opened any (S21), each node with what was cached of it there. */
  readonly inner: ReadonlyMap<Node, RefEntry | undefined> | undefined;
  /** Whether a tweak made it: a leaf. */
  readonly leaf: "fixed" | "shifted" | undefined;
  /** Whether the tweak asked for the base value. */
  readonly askedBase: boolean;
  /** Whether it is the `CycleError` of a node on a ring (S20). */
  readonly ring: boolean;
  /** When the function ran, or the tweak was put on. */
  readonly time: number;
  /** What the world looked like to an `input` function that has a fingerprint (S27). */
  readonly fingerprint?: unknown;
}

/** A call under way, or one of a ring whose first node is. */
export interface Open {
  readonly node: Node;
  readonly state: RefState;
  readonly index: number;
  low: number;
  onRing: boolean;
  reads: Read[];
  inner: Map<Node, RefEntry | undefined> | undefined;
  /** Whether it read an outcome that was not cached (S19). */
  tainted: boolean;
}

let moments = 0;

/** A moment later than all before. */
export function later(): number {
  return ++moments;
}

/**
 * All that one context knows, in plain Maps that hold everything visible there, inherited entries
 * included. A pinned state is a copy that nobody changes any more.
 */
export class RefState {
  /** Stands for the context: the same object in every copy. */
  readonly owner: object;
  /** The parent's state as this one pinned it; `undefined` in a root. */
  readonly below: RefState | undefined;
  tweaks: Tweaks;
  /** Which change of its context (S9) this state has last seen. */
  change: number;
  readonly entries: Map<Node, RefEntry>;
  /** Nodes whose entries were stored here, not inherited. */
  readonly own: Set<Node>;
  readonly masks: Set<Node>;
  /** Evaluations from before the last change (S16). */
  readonly known: Map<Node, RefEntry>;
  /** What the parent knew in this sense, of nodes that had no entry there, when this state was put on its. */
  readonly heard: Map<Node, RefEntry>;
  readonly invalidNodes: Map<Node, number>;
  readonly invalidFunctions: Map<Definition, number>;
  /** When the world was last declared to have changed, for all `input` functions. */
  refreshed: number;
  /** Outcomes that S19 keeps out of the cache, for the outermost run. */
  readonly uncached: Map<Node, { readonly outcome: Outcome; readonly run: number }>;
  /**
   * What was evaluated beneath this context's layers for the sake of shifts, by how many layers down. A
   * root's is no part of its snapshots: all its states share it.
   */
  bases: Map<number, RefState>;
  readonly open: Map<Node, Open>;
  readonly unsettled: Open[];
  /** The cache was dropped on exit (`retain: false`). */
  dropped: boolean;
  /** When it was put on its parent anew. */
  start: number;
  /** The evaluations that this context and those beneath it share, if it was opened so (S17). */
  ownPool: RefPool | undefined;
  /** Of what lies beneath a root's tweaks: the state of who reads it, whose evaluations may serve, too, but for those that are invalidated there (S16). */
  above: RefState | undefined;
  /** Stands for the family: the owner of the root's state. */
  family: object;

  constructor(owner: object, below: RefState | undefined, tweaks: Tweaks) {
    this.owner = owner;
    this.below = below;
    this.tweaks = tweaks;
    this.change = later();
    this.entries = new Map();
    this.own = new Set();
    this.masks = new Set();
    this.known = new Map();
    this.heard = new Map();
    this.invalidNodes = new Map();
    this.invalidFunctions = new Map();
    this.refreshed = 0;
    this.uncached = new Map();
    this.bases = new Map();
    this.open = new Map();
    this.unsettled = [];
    this.dropped = false;
    this.start = 0;
    this.ownPool = undefined;
    this.above = undefined;
    this.family = below?.family ?? owner;
  }

  /** Where evaluations are shared: its own pool, else its parent's (S17). */
  get pool(): RefPool | undefined {
    return this.ownPool ?? this.below?.pool;
  }

  /** A state with the same tweaks and invalidations on another parent state, and an empty cache. */
  bare(below: RefState | undefined): RefState {
    const copy = new RefState(this.owner, below, this.tweaks);
    copy.change = this.change;
    copy.ownPool = this.ownPool;
    if (below === undefined && this.below === undefined) copy.family = this.family;
    this.copyInvalidations(copy);
    return copy;
  }

  copyInvalidations(to: RefState): void {
    copyInto(to.invalidNodes, this.invalidNodes);
    copyInto(to.invalidFunctions, this.invalidFunctions);
    to.refreshed = this.refreshed;
  }

  /** A copy of everything but what belongs to the evaluations under way. */
  copy(below: RefState | undefined = this.below): RefState {
    const copy = this.bare(below);
    copyInto(copy.entries, this.entries);
    for (const node of this.own) copy.own.add(node);
    for (const node of this.masks) copy.masks.add(node);
    copyInto(copy.known, this.known);
    copyInto(copy.heard, this.heard);
    copyInto(copy.uncached, this.uncached);
    if (below === undefined) copy.bases = this.bases;
    else for (const [depth, base] of this.bases) copy.bases.set(depth, base.copy());
    copy.dropped = this.dropped;
    copy.start = this.start;
    return copy;
  }

  /** Equal iff neither this context nor one above it has been changed (S9). */
  get stamp(): string {
    return this.below === undefined ? `${this.change}` : `${this.below.stamp}/${this.change}`;
  }

  /** The tweaks of all layers, from the root's up. */
  get layers(): readonly Tweaks[] {
    return this.below === undefined ? [this.tweaks] : [...this.below.layers, this.tweaks];
  }

  isMasked(node: Node, guard: Guard): boolean {
    return this.masks.has(node) || this.replacement(node, guard) !== undefined;
  }

  /** What this context's own tweaks put in a node's place. */
  replacement(node: Node, guard: Guard): Replacement | undefined {
    return replacementIn(this.tweaks, node, guard);
  }

  /** The topmost layer that tweaks a node, and how many layers down it lies (S1). */
  topmost(
    node: Node,
    guard: Guard,
  ): { to: Replacement; layer: RefState; depth: number } | undefined {
    const to = this.replacement(node, guard);
    if (to !== undefined) return { to, layer: this, depth: 0 };
    const below = this.below?.topmost(node, guard);
    return below && { ...below, depth: below.depth + 1 };
  }

  /** When a node was last invalidated in this context itself; 0: never. */
  invalidatedHere(node: Node): number {
    const refreshed = node.definition.options.input === true ? this.refreshed : 0;
    return Math.max(
      this.invalidNodes.get(node) ?? 0,
      this.invalidFunctions.get(node.definition) ?? 0,
      refreshed,
    );
  }

  /** When a node was last invalidated in this context or one above it (S16a). */
  invalidated(node: Node): number {
    return Math.max(this.invalidatedHere(node), this.below?.invalidated(node) ?? 0);
  }

  /** Every node that the cache mentions. */
  mentioned(): Set<Node> {
    const nodes = new Set<Node>();
    for (const entry of this.entries.values()) {
      nodes.add(entry.node);
      for (const { node } of entry.reads) nodes.add(node);
      for (const node of entry.inner?.keys() ?? []) nodes.add(node);
    }
    return nodes;
  }

  /** Stores last in the order of storing. Of what is known of a node a newer evaluation takes the place, a tweak does not. */
  put(entry: RefEntry): void {
    if (entry.leaf === undefined) this.disregard(entry.node);
    this.entries.delete(entry.node);
    this.entries.set(entry.node, entry);
    this.own.add(entry.node);
  }

  /** Takes an entry out; an evaluation that may stand in for a run later stays known (S16), unless it is the parent's, known while the parent has it. */
  drop(node: Node): void {
    const entry = this.entries.get(node);
    if (entry === undefined) return;
    this.entries.delete(node);
    if (this.own.delete(node) && this.below?.entries.get(node) !== entry) this.remember(entry);
  }

  remember(entry: RefEntry): void {
    if (entry.leaf !== undefined) return;
    this.disregard(entry.node);
    if (!entry.ring && entry.inner === undefined) this.known.set(entry.node, entry);
  }

  /** Leaves nothing known of a node. */
  disregard(node: Node): void {
    this.known.delete(node);
    this.heard.delete(node);
  }

  /** Everything known of nodes of which no evaluation is cached here: beneath a tweak it stays known. */
  hearsay(): Map<Node, RefEntry> {
    return new Map(
      [...this.heard, ...this.known].filter(([node]) => {
        const entry = this.entries.get(node);
        return entry === undefined || entry.leaf !== undefined;
      }),
    );
  }
}

/** The entry of a node that a fixed tweak binds. */
export function fixedLeaf(node: Node, value: unknown): RefEntry {
  const outcome: Outcome = { kind: "value", value };
  return {
    node,
    outcome,
    reads: [],
    inner: undefined,
    leaf: "fixed",
    askedBase: false,
    ring: false,
    time: later(),
  };
}

/** Whether an outcome already is this value, by identity (S16). */
export function isAlready(entry: RefEntry | undefined, value: unknown): boolean {
  return entry?.outcome.kind === "value" && Object.is(entry.outcome.value, value);
}

function copyInto<K, V>(to: Map<K, V>, from: ReadonlyMap<K, V>): void {
  for (const [key, value] of from) to.set(key, value);
}
