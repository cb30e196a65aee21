import type { Cell } from "./cell.ts";
import { tick } from "../clock.ts";
import type { Entry } from "./entry.ts";
import { Journal } from "./journal.ts";
import { emptyLog, extended } from "./log.ts";
import { dependenciesFirst } from "./order.ts";
import {
  altered,
  entryIn,
  isMasked,
  isOwnKnown,
  knownIn,
  occupy,
  readsMasked,
  type State,
} from "./state.ts";

/** A state that is being written into. */
export type Draft = { -readonly [Field in keyof State]: State[Field] } & {
  readonly journal: Journal;
};

/**
 * What a state becomes by a change: in its place, so that the cells' slots speak of the new one from now
 * on, and no longer of this one.
 */
export function followed(state: State, changes: Partial<State>): State {
  const next = altered(state, changes);
  (state as { version: number }).version = tick();
  return next;
}

/**
 * What a change in the sense of S9 alters in any case. Of a root the log begins anew: it tells children what was
 * evaluated since they were put on a state of the same meaning.
 */
export function changed({ parent }: State): Partial<State> {
  return parent === null ? { change: tick(), log: emptyLog } : { change: tick() };
}

/** The state, to be written into: this very one if it is a draft, else a copy that shares all it can. */
export function thaw(state: State): Draft {
  return (
    state.journal === undefined ? followed(state, { journal: new Journal() }) : state
  ) as Draft;
}

/**
 * Ends writing: what the journal has goes into the maps, and from here on the state is a value. Whoever
 * hands a state on, or derives another context's from it, calls this first; a draft is seen by nobody but
 * the world that it belongs to. Returns this very state.
 *
 * Complexity: the number of nodes that were written since the last time.
 */
export function frozen(state: State): State {
  const { journal, family } = state;
  if (journal === undefined) return state;
  if (journal.cells.length > 0) publish(state as Draft);
  if (family.holder === journal) family.holder = undefined;
  (state as { journal: Journal | undefined }).journal = undefined;
  return state;
}

function publish(draft: Draft): void {
  const { cells } = draft.journal;
  const entries = draft.entries.asMutable();
  const known = draft.known.asMutable();
  const maps = tick();
  for (const cell of cells) {
    const entry = entryIn(draft, cell);
    if (entry === undefined) entries.delete(cell);
    else entries.set(cell, entry);
    const other = knownIn(draft, cell);
    if (other !== undefined) known.set(cell, other);
    else if (known.size > 0) known.delete(cell);
  }
  draft.masks = masksAfter(draft);
  for (const cell of cells) cell.keep(entryIn(draft, cell), maps);
  draft.entries = entries.asImmutable();
  draft.known = known.asImmutable();
  draft.log = extended(draft.log, cells);
  draft.maps = maps;
}

/**
 * The masks after what the journal has. In a child, who was dropped is masked, and so is who read a masked node
 * (S15): those it read stand before it. A root, nobody's child, masks only what it tweaks. Evaluating needs no
 * masks, so that they can wait until somebody sees the state.
 */
function masksAfter(draft: Draft): State["masks"] {
  const { journal, masks: before, parent, own } = draft;
  if (parent === null && own.tweaks.functions.size === 0) return before;
  const masks = (draft.masks = before.asMutable());
  for (const cell of journal.dropped) masks.add(cell);
  const { cells, isOutOfOrder } = journal;
  const inOrder = isOutOfOrder ? dependenciesFirst(cells, (cell) => entryIn(draft, cell)) : cells;
  for (const cell of inOrder) {
    const entry = entryIn(draft, cell);
    if (entry === undefined) continue;
    if (entry.isTweak ? isMasked(draft, cell) : parent !== null && readsMasked(draft, entry))
      masks.add(cell);
  }
  return masks.asImmutable();
}

/** Writes what a node has from now on. */
function write(draft: Draft, cell: Cell, entry: Entry | undefined, known: Entry | undefined): void {
  occupy(draft.family, draft.journal);
  draft.journal.note(cell, entry, known);
  cell.fill(entry, known, draft.version);
}

/** Writes the entry that a node has. Beneath a tweak the earlier evaluation stays known, for when the tweak is gone. */
export function writeEntry(draft: Draft, entry: Entry): void {
  const { cell } = entry;
  const known = entry.isTweak ? knownWithout(draft, cell, entryIn(draft, cell)) : undefined;
  write(draft, cell, entry, known);
}

/** Writes that a node has no entry, which had this one if any; except in a root it is masked. What can stand in for a run stays known (S16). */
export function writeDropped(draft: Draft, cell: Cell, entry: Entry | undefined): void {
  write(draft, cell, undefined, knownWithout(draft, cell, entry));
  if (draft.parent !== null) draft.journal.noteDropped(cell);
}

/** Writes that an evaluation is known (S16). */
export function writeKnown(draft: Draft, entry: Entry): void {
  write(draft, entry.cell, entryIn(draft, entry.cell), entry);
}

/** What is known of a node without its entry. */
function knownWithout(draft: Draft, cell: Cell, entry: Entry | undefined): Entry | undefined {
  return entry !== undefined && isOwnKnown(draft, cell, entry) ? entry : knownIn(draft, cell);
}

/** Masks a node. */
export function mask(state: State, cell: Cell): State {
  const { masks } = frozen(state);
  return followed(state, { masks: masks.add(cell) });
}
