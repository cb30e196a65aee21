import type { Cell } from "../kernel/cell.ts";
import { tick } from "../clock.ts";
import { type Definition, inputs } from "../identity/definition.ts";
import { ForeignSnapshotError } from "../errors.ts";
import { changed, followed, frozen } from "../kernel/draft.ts";
import { clear, forget } from "../kernel/forget.ts";
import { guardChange } from "./guard.ts";
import { invalidate, invalidated, reshift } from "../kernel/invalidate.ts";
import type { Node } from "../identity/node.ts";
import { emit, isHeard } from "./observe.ts";
import { reapply, rebase } from "../kernel/rebase.ts";
import { beneathRoot, change, settle, upToDate } from "./stand.ts";
import { altered, type Own, type State } from "../kernel/state.ts";
import { emptyState } from "../kernel/store.ts";
import { tweak, untweakRoot } from "../kernel/tweak.ts";
import type { Tweaks } from "../tweaks/tweaks.ts";
import type { World } from "./world.ts";

/** Changes a context's state, brought up to date first; and says which nodes that dropped. */
function alter(
  world: World,
  kind: "masked" | "invalidated",
  to: (state: State, trail: Cell[] | undefined, entry: World) => State,
): void {
  for (const entry of world.entries) {
    if (entry.state === undefined) continue;
    const state = live(entry);
    const trail: Cell[] | undefined = isHeard(world, kind) ? [] : undefined;
    const next = to(state, trail, entry);
    if (next !== state) change(entry, next);
    emit(world, kind, trail ?? []);
  }
}

/** Notes what a context says itself for its next entry, if it has no state that holds it. */
function note(world: World, to: (own: Own) => Own): void {
  if (world.state === undefined) world.own = to(world.own);
}

/**
 * The state that a change concerns: of an open entry, whoever's flow it is (S8), else as if the context were
 * entered now. What is pending goes on in the state as it was (S22a), which then needs slots of its own.
 */
function live(entry: World): State {
  const state = entry.entered > 0 ? upToDate(entry) : settle(entry);
  return entry.era.isPending ? altered(frozen(state), { version: tick() }) : state;
}

/** Puts tweaks on, all at once. A context that stands nowhere yet notes them for its first entry. */
export function tweakIn(world: World, more: Tweaks): void {
  guardChange(world, "tweak");
  note(world, (own) => ({ ...own, tweaks: own.tweaks.merge(more) }));
  alter(world, "masked", (state, trail) => tweak(state, more, trail));
}

/** Leaves only some of the context's own tweaks. Nothing changes if they are the same. */
export function untweakIn(world: World, remaining: (tweaks: Tweaks) => Tweaks): void {
  guardChange(world, "untweak");
  const tweaks = remaining(world.own.tweaks);
  if (tweaks === world.own.tweaks) return;
  note(world, (own) => ({ ...own, tweaks }));
  alter(world, "masked", (state, trail) => without(state, tweaks, trail));
}

function without(state: State, tweaks: Tweaks, trail?: Cell[]): State {
  if (state.parent === null) return untweakRoot(state, tweaks, trail);
  return reapply(followed(state, { own: { ...state.own, tweaks } }), state.parent, trail);
}

/** Makes what was evaluated of nodes or functions unusable (S16a). */
export function invalidateIn(world: World, targets: readonly (Node | Definition)[]): void {
  guardChange(world, "invalidate");
  note(world, (before) =>
    targets.reduce((own, target) => invalidated(own, target, tick()), before),
  );
  alter(world, "invalidated", (state, trail, entry) => {
    if (state.parent === null) beneathRoot(entry, state); // of what was invalidated before it knows from here on
    const noted = followed(state, changed(state));
    const next = targets.reduce((before, target) => invalidate(before, target, trail), noted);
    return next.parent === null ? reshifted(entry, next, targets, trail) : next;
  });
}

/** A root without those of its shifts whose base value some invalidations have dropped beneath it. Complexity: the number of nodes dropped there. */
function reshifted(
  entry: World,
  root: State,
  targets: readonly (Node | Definition)[],
  trail?: Cell[],
): State {
  const { era } = entry;
  const dropped: Cell[] = [];
  const beneath = beneathRoot(entry, root, targets, dropped);
  if (!era.lacksBases) return reshift(root, beneath, trail, dropped);
  era.lacksBases = false;
  return reshift(root, beneath, trail);
}

/** Makes every function that reads the world do so again (S27). */
export function refreshIn(world: World): void {
  invalidateIn(world, inputs());
}

/** Unloads a node, a function, or everything, from the context and from what lies beneath its shifts (S26). */
export function forgetIn(
  world: World,
  target: Node | Definition | undefined,
  cellsOf: (state: State) => readonly Cell[],
): void {
  guardChange(world, "forget");
  const unload = (state: State): State =>
    target === undefined ? clear(state) : forget(state, cellsOf(state));
  for (const entry of world.entries) {
    if (entry.state === undefined) continue;
    change(entry, unload(live(entry)));
    entry.era.lacksBases = true;
    for (const under of entry.era.beneath?.values() ?? []) {
      if (under.state !== undefined) change(under, unload(under.state));
    }
  }
}

/**
 * Puts a context back to an earlier state of its own (S11). An open entry keeps the parent's state that
 * it pinned; otherwise the next entry brings the two together.
 */
export function restoreTo(world: World, snapshot: State): void {
  guardChange(world, "restore");
  if (snapshot.owner !== world.id) throw new ForeignSnapshotError(String(world), "a snapshot");
  const state = altered(snapshot, { change: tick(), version: tick() });
  for (const entry of world.entries) {
    const now = entry.state;
    if (entry.entered === 0 || now === undefined) change(entry, state);
    else if (now.family === state.family) change(entry, rebase(state, now.parent));
    else change(entry, reapply(emptyState(now.family, world.id, state.own), now.parent));
    entry.era.lacksBases = true;
  }
}
