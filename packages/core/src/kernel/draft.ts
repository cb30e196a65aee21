import type { Cell } from "./cell.ts";
import { extended, type LogDraft } from "./log.ts";
import type { State } from "./state.ts";

/** A state that is being written into. */
export type Draft = { -readonly [Field in keyof State]: State[Field] } & { log: LogDraft };

/** The state, to be written into: this very one if it is a draft, else a copy that shares all it can. */
export function thaw(state: State): Draft {
  if (state.isDraft) return state as Draft; // its log was extended below
  const { entries, known, masks } = state;
  return {
    ...state,
    entries: entries.asMutable(),
    known: known.asMutable(),
    masks: masks.asMutable(),
    log: extended(state.log),
    isDraft: true,
  };
}

/**
 * Ends writing: from here on the state is a value. Whoever hands a state on, or derives another from it,
 * calls this first; a draft is seen by nobody but the world that it belongs to. Returns this very state.
 */
export function frozen(state: State): State {
  if (!state.isDraft) return state;
  const draft = state as Draft;
  draft.entries = draft.entries.asImmutable();
  draft.known = draft.known.asImmutable();
  draft.masks = draft.masks.asImmutable();
  draft.isDraft = false;
  return draft;
}

/** Masks a node. */
export function mask(state: State, cell: Cell): State {
  const draft = thaw(state);
  draft.masks.add(cell);
  return draft;
}
