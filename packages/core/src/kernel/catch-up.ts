import type { Cell } from "./cell.ts";
import { tick } from "../clock.ts";
import { redefinitions } from "../identity/definition.ts";
import { changed, frozen } from "./draft.ts";
import { outdated, reshift } from "./invalidate.ts";
import { reapply } from "./rebase.ts";
import { altered, type State } from "./state.ts";
import { drop } from "./walk.ts";

const caughtUp = new WeakMap<State, State>();

/**
 * Brings a state up to date with the functions that were redefined since: their entries are stale in
 * every context, tweaks stay (S25). A child's is put anew on its parent's, brought up to date itself, since
 * what it made of base values lies there. Returns this very state if there are none, and for one state
 * always the same.
 */
export function catchUp(state: State, trail?: Cell[]): State {
  const behind: State[] = [];
  let at: State | null = state;
  for (; at !== null && at.redefinitions !== redefinitions.length; at = at.parent) behind.push(at);
  let parent = at;
  for (let next = behind.pop(); next !== undefined; next = behind.pop())
    parent = caughtUpOn(parent, next, next === state ? trail : undefined);
  return parent ?? state;
}

function caughtUpOn(parent: State | null, state: State, trail?: Cell[]): State {
  const before = caughtUp.get(state);
  if (before?.redefinitions === redefinitions.length) return before;
  const next = parent === null ? withoutOld(state, trail) : frozen(reapply(state, parent, trail));
  caughtUp.set(state, next);
  return next;
}

/** A root without the entries of functions that were redefined, and of its shifts. */
function withoutOld(state: State, trail?: Cell[]): State {
  const redefined = [...new Set(redefinitions.slice(state.redefinitions))];
  const current = altered(frozen(state), {
    ...changed(state),
    redefinitions: redefinitions.length,
    version: tick(),
  });
  const roots = redefined.flatMap((definition) => outdated(current, definition));
  return frozen(reshift(drop(current, roots, trail), undefined, trail));
}
