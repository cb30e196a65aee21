import type { Cell } from "./cell.ts";
import type { Time } from "../clock.ts";
import { copyOf, countReads, hasRead, noReads, readAt, type Recorded } from "./reads.ts";
import type { State } from "./state.ts";

/** What a node came out as, and what a reader of it records: one object an evaluation, so that identity means "the same". */
export class Outcome {
  readonly cell: Cell;
  /** Whether the function threw; `value` is then what it threw. */
  readonly failed: boolean;
  /** Set twice: in a field that has held numbers only, V8 keeps them without their boxes, and makes a new one each time that one is read. */
  readonly value: unknown = undefined;

  constructor(cell: Cell, failed: boolean, value: unknown) {
    this.cell = cell;
    this.failed = failed;
    this.value = value;
  }
}

/** That an entry was made by a tweak: the depth of its layer, and for a shift in an opened context what it read beneath (S21). */
export interface TweakMark {
  readonly layer: number;
  /** Whether a base value was read. */
  readonly hasBase: boolean;
  readonly base?: { readonly entry: Entry; readonly state: State };
}

/** What an entry holds beside its outcome and dependencies; most have none of it. */
export interface EntryExtras {
  /** Entries read in contexts that the function opened itself, flattened down to this context's own (S21); present iff it opened one. */
  readonly inner?: readonly Entry[];
  readonly tweak?: TweakMark;
  /** What the world looked like to the function (S27). */
  readonly fingerprint?: unknown;
  /** The node is on a cycle (S20). */
  readonly cyclic?: boolean;
  /** Which of its asynchronous reads began before the one before had ended: to be verified together (S22g). */
  readonly together?: ReadonlySet<number>;
  /** Not to be cached, nor who reads it (S19). */
  readonly volatile?: boolean;
}

const none: EntryExtras = {};

/** The nodes of entries that were read in opened contexts, by the list of these: few entries have one. */
const cellsInside = new WeakMap<readonly Entry[], Set<Cell>>();

/**
 * What a cache holds of a node: its outcome and the outcomes that it read, in reading order. Entries
 * are immutable and shared between contexts; a reused evaluation keeps the outcomes that its run
 * recorded, so that nothing drifts (S16).
 */
export class Entry implements Recorded {
  readonly outcome: Outcome;
  /** When the run began: an invalidation made later makes it unusable (S16a). */
  readonly time: Time;
  readonly extras: EntryExtras;
  readonly firstRead: Outcome | undefined;
  readonly secondRead: Outcome | undefined;
  readonly thirdRead: Outcome | undefined;
  readonly manyReads: Recorded["manyReads"];

  constructor(
    outcome: Outcome,
    reads: Recorded | undefined,
    time: Time,
    extras: EntryExtras = none,
  ) {
    const { firstRead, secondRead, thirdRead, manyReads } = reads ?? noReads;
    this.outcome = outcome;
    this.time = time;
    this.extras = extras;
    this.firstRead = firstRead;
    this.secondRead = secondRead;
    this.thirdRead = thirdRead;
    this.manyReads = copyOf(manyReads);
  }

  get cell(): Cell {
    return this.outcome.cell;
  }

  /** Whether the entry was made by a tweak: a leaf, not an evaluation (S2). */
  get isTweak(): boolean {
    return this.extras.tweak !== undefined;
  }

  /** Whether the evaluation may stand in for a run elsewhere (S16). */
  get isReusable(): boolean {
    const { extras, outcome } = this;
    if (extras !== none && !isReusableWith(extras)) return false;
    return outcome.cell.definition.options.reuse !== false;
  }

  /** Whether the evaluation read the node, here or in a context that it opened. Complexity: O(1), after the first time if it read many. */
  dependsOn(cell: Cell): boolean {
    return hasRead(this, cell) || (this.extras !== none && this.readsInside(cell));
  }

  /** Whether it read the same nodes as another one, in the same order, and opened no context. */
  readsLike(other: Entry): boolean {
    if (this.extras.inner !== undefined) return false;
    const count = countReads(this);
    if (count !== countReads(other)) return false;
    for (let i = 0; i < count; i++) {
      const read = readAt(this, i);
      const before = readAt(other, i);
      if (read !== before && read?.cell !== before?.cell) return false;
    }
    return true;
  }

  /** Whether the evaluation read the node in a context that it opened. */
  readsInside(cell: Cell): boolean {
    const { inner } = this.extras;
    if (inner === undefined) return false;
    let cells = cellsInside.get(inner);
    if (cells === undefined)
      cellsInside.set(inner, (cells = new Set(inner.map((entry) => entry.cell))));
    return cells.has(cell);
  }
}

function isReusableWith({ tweak, inner, cyclic }: EntryExtras): boolean {
  return tweak === undefined && inner === undefined && cyclic !== true;
}

/**
 * Whether two outcomes of one node are equal in the sense of S16: values by `equals` of the node's
 * function, by default `Object.is`; errors by identity.
 */
export function sameOutcome(a: Outcome, b: Outcome): boolean {
  if (a === b) return true;
  if (a.failed || b.failed) return a.failed && b.failed && a.value === b.value;
  if (Object.is(a.value, b.value)) return true;
  const { equals } = a.cell.definition.options;
  return equals !== undefined && a.cell.definition.equate(a.value, b.value);
}
