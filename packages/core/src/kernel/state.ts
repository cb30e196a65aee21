import type { List, Map, Set } from "immutable";
import type { Cell } from "./cell.ts";
import { tick, type Time } from "../clock.ts";
import type { Definition } from "../identity/definition.ts";
import { Entry, Outcome } from "./entry.ts";
import type { Family } from "./family.ts";
import type { Journal } from "./journal.ts";
import type { Log } from "./log.ts";
import type { Node } from "../identity/node.ts";
import type { Pool } from "./pool.ts";
import { callBack } from "../current.ts";
import type { Tweaks } from "../tweaks/tweaks.ts";
import { type FunctionTweak, matches } from "../tweaks/tweaks.ts";
import { listReads } from "./reads.ts";

/** What a context itself says, apart from any cache: its tweaks and the invalidations made in it. */
export interface Own {
  readonly tweaks: Tweaks;
  readonly invalidations: Map<Node | Definition, Time>;
  /** Where it and its descendants share evaluations, if it was opened so (S17). */
  readonly pool?: Pool;
}

/** A tweak in force: what it puts in the node's place, and the depth of the layer that made it (S1). */
export interface Binding {
  readonly to: FunctionTweak["to"];
  readonly layer: number;
  /** The whole-function tweak that it comes from, if any. */
  readonly whole?: FunctionTweak;
}

/**
 * The whole state of a context at one moment: an immutable value. It is at once what a snapshot holds,
 * what a child starts from, and the identity by which "unchanged" is known.
 *
 * Invariant: an entry is in `entries` only if all its dependencies are, except those read in a context
 * that the function opened itself, which its `inner` lists in full. The walk of S13 rests on it.
 */
export interface State {
  readonly family: Family;
  /** The context whose state this is. A private continuation bears the number of what it continues. */
  readonly owner: number;
  /** How many layers lie beneath: 0 in a root. */
  readonly depth: number;
  /** The parent's state as it was when this one was put on it; `null` in a root. */
  readonly parent: State | null;
  readonly own: Own;
  /** Single-node tweaks of all layers, the nearest one of each node. */
  readonly bindings: Map<Cell, Binding>;
  /** Whole-function tweaks of all layers, from the root up and in the order made. */
  readonly functionBindings: Map<Definition, List<Binding>>;
  /** Invalidations of all layers: what was evaluated before is unusable (S16a). */
  readonly stale: Map<Cell | Definition, Time>;
  /**
   * What is cached here: the parent's unmasked entries and the context's own in one map, so that a look-up is one `get` at any depth (S14).
   * Of a draft these maps, and the masks, are what they were when somebody last saw the state: `journal` has the rest.
   */
  readonly entries: Map<Cell, Entry>;
  /** Earlier evaluations of nodes that have no entry: candidates for reuse (S16). */
  readonly known: Map<Cell, Entry>;
  /** Nodes of which the parent's entry must not be used here (S13). In a root, the tweaked ones. */
  readonly masks: Set<Cell>;
  /** Of which nodes the context wrote entries of its own. */
  readonly log: Log;
  /** Where evaluations are shared: the context's own pool, else its parent's (S17). */
  readonly pool: Pool | undefined;
  /** Changes with every change in the sense of S9; storing a result is none. */
  readonly change: Time;
  /** How many redefinitions have been taken into account (S25). */
  readonly redefinitions: number;
  /** The family's `edges` under which the entries are linked. */
  readonly edges: number;
  /** Names the state for the cells' slots: those that have it say what this state has of their node. No two states have the same. */
  readonly version: Time;
  /** Names the maps for the cells' second slots. */
  readonly maps: Time;
  /** What was written since the maps were made: between two moments at which somebody can see the state. */
  readonly journal: Journal | undefined;
}

/**
 * A state that is otherwise in some fields. Copied field by field: spreading an object of so many takes ten times as
 * long.
 */
export function altered(state: State, changes: Partial<State>): State {
  const copy: State = {
    family: state.family,
    owner: state.owner,
    depth: state.depth,
    parent: state.parent,
    own: state.own,
    bindings: state.bindings,
    functionBindings: state.functionBindings,
    stale: state.stale,
    entries: state.entries,
    known: state.known,
    masks: state.masks,
    log: state.log,
    pool: state.pool,
    change: state.change,
    redefinitions: state.redefinitions,
    edges: state.edges,
    version: state.version,
    maps: state.maps,
    journal: state.journal,
  };
  return Object.assign(copy, changes);
}

/** The entry that a state has of a node. Complexity: O(1), at any depth of nesting (S14). */
export function entryIn(state: State, cell: Cell): Entry | undefined {
  if (cell.version === state.version) return cell.entry;
  const written = state.journal?.entryOf(cell);
  return written === undefined ? keptIn(state, cell) : (written ?? undefined);
}

/** The same, and the cell's slot says so from now on: for who is likely to ask again. */
export function cachedEntry(state: State, cell: Cell): Entry | undefined {
  if (cell.version === state.version) return cell.entry;
  const entry = entryIn(state, cell);
  if (entry === undefined) return undefined;
  const known = entry.isTweak ? knownIn(state, cell) : undefined;
  occupy(state.family, state.journal);
  cell.fill(entry, known, state.version);
  return entry;
}

/** The earlier evaluation that a state knows of a node (S16). */
export function knownIn(state: State, cell: Cell): Entry | undefined {
  if (cell.version === state.version) return cell.known;
  const { journal, known } = state;
  if (journal?.entryOf(cell) !== undefined) return journal.knownOf(cell);
  return known.size === 0 ? undefined : known.get(cell);
}

/** The entry that the maps of a state have: all there is, of a state that is no draft. */
export function keptIn({ maps, entries }: State, cell: Cell): Entry | undefined {
  if (cell.maps === maps) return cell.kept;
  const entry = entries.size === 0 ? undefined : entries.get(cell);
  cell.keep(entry, maps);
  return entry;
}

/** Before slots are filled on behalf of a state: whose journal they held until now copies them. */
export function occupy(family: Family, journal: Journal | undefined): void {
  if (family.holder === journal) return;
  family.holder?.spill();
  family.holder = journal;
}

/** Whether a context keeps what it drops as known (S16): what can stand in for a run, but for the parent's, of a masked node known anyway. */
export function isOwnKnown({ parent }: State, cell: Cell, entry: Entry): boolean {
  return (parent === null || keptIn(parent, cell) !== entry) && entry.isReusable;
}

/** The binding that holds for a node: the nearest layer's, in one layer a single tweak before a whole-function one (S12a). */
export function bindingOf(state: State, cell: Cell): Binding | undefined {
  const { bindings, functionBindings } = state;
  const single = cell.wasTweaked ? bindings.get(cell) : undefined;
  if (functionBindings.size === 0) return single;
  const list = functionBindings.get(cell.definition);
  for (let i = (list?.size ?? 0) - 1; i >= 0; i--) {
    const binding = list?.get(i);
    if (binding?.whole === undefined || (single !== undefined && binding.layer <= single.layer))
      break;
    if (isFor(binding.whole, cell) !== false) return binding;
  }
  return single;
}

/** Whether a whole-function tweak is for the node; `undefined` when its predicate throws: that counts as accepting, and the error is the outcome when the node is read. */
export function isFor(whole: FunctionTweak, cell: Cell): boolean | undefined {
  if (whole.where === undefined) return true;
  try {
    return callBack("a filter of tweakAll", () => matches(whole, cell.node));
  } catch {
    return undefined; // who reads the node applies the binding, which asks again and lets the error out
  }
}

/** Whether the context's own tweaks bind the node. */
export function isTweakedHere(state: State, cell: Cell): boolean {
  return bindingOf(state, cell)?.layer === state.depth;
}

/** Whether what the parent knows of the node must not be used here (S13). Tweaked single nodes are among `masks`; those of a whole function that are not known yet cannot be. */
export function isMasked(state: State, cell: Cell): boolean {
  return (
    state.masks.has(cell) || (state.own.tweaks.functions.size > 0 && isTweakedHere(state, cell))
  );
}

/** Whether an evaluation read, here or in a context that it opened, a node that is masked here, or among `more`: then it is masked, too (S13, S15). */
export function readsMasked(state: State, entry: Entry, more?: ReadonlySet<Cell>): boolean {
  const isIn = ({ cell }: { readonly cell: Cell }): boolean =>
    isMasked(state, cell) || more?.has(cell) === true;
  return listReads(entry).some(isIn) || (entry.extras.inner?.some(isIn) ?? false);
}

/** Whether an evaluation was made after every invalidation of its node that holds here (S16a, S25). */
export function isFresh(state: State, { cell, time }: Pick<Entry, "cell" | "time">): boolean {
  const { definition } = cell;
  if (time <= definition.since) return false;
  if (state.stale.size === 0) return true;
  return time > (state.stale.get(cell) ?? 0) && time > (state.stale.get(definition) ?? 0);
}

/** The entry by which a fixed tweak is cached: a leaf (S2). */
export function leaf(cell: Cell, value: unknown, layer: number): Entry {
  return new Entry(new Outcome(cell, false, value), undefined, tick(), {
    tweak: { layer, hasBase: false },
  });
}
