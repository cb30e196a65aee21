import type { Cell } from "../kernel/cell.ts";
import { tick } from "../clock.ts";
import { type Level, standing } from "../current.ts";
import { type Definition, redefinitions } from "../identity/definition.ts";
import { followed, frozen } from "../kernel/draft.ts";
import { ContextBusyError } from "../errors.ts";
import { catchUp } from "../kernel/catch-up.ts";
import { invalidate } from "../kernel/invalidate.ts";
import { emit } from "./observe.ts";
import type { Node } from "../identity/node.ts";
import { reapply, rebase } from "../kernel/rebase.ts";
import { linked } from "../kernel/edges.ts";
import { emptyState } from "../kernel/store.ts";
import { startedAnew } from "../kernel/log.ts";
import { altered, type State } from "../kernel/state.ts";
import { runs } from "./task.ts";
import { World } from "./world.ts";

/** The worlds above a context, from itself up to a root or a snapshot's fork. */
export function* ancestry(world: World): Generator<World> {
  for (let at: World | State | null = world; at instanceof World; at = at.parent) yield at;
}

/** Counts one more use of a context, and if it is its first, one of its parent; and so on. */
export function use(world: World): void {
  let at: World | State | null = world;
  while (at instanceof World && at.uses++ === 0) at = at.parent;
}

/** Counts one use less. */
export function unuse(world: World): void {
  let at: World | State | null = world;
  while (at instanceof World && --at.uses === 0) at = at.parent;
}

/** Whether `world` is `ancestor` or stands somewhere under it. */
function descendsFrom(world: World, ancestor: World): boolean {
  for (const at of ancestry(world)) if (at.origin === ancestor.origin) return true;
  return false;
}

/** The entry of a context that is innermost in the running flow, if that has entered it (S8). */
function entryOf({ origin }: World, from: Level | undefined): World | undefined {
  for (let level = from; level !== undefined; level = level.previous)
    if (level.isEntrance && level.world?.origin === origin) return level.world;
  return undefined;
}

/** The entry in which a context stands for the running flow: `undefined` if it has not entered it. */
function openEntry(world: World): World | undefined {
  if (world.isPinned || runs.open === 0) return world.entered > 0 ? world : undefined;
  return world.entered > 0 || world.stays !== undefined ? entryOf(world, standing()) : undefined;
}

/** A context and its ancestors, up to the first that the running flow has entered; as that has entered it. */
function untilEntered(world: World): World[] {
  const above: World[] = [];
  for (const at of ancestry(world)) {
    const open = openEntry(at);
    above.push(open ?? at);
    if (open !== undefined) break;
  }
  return above;
}

/**
 * The state of a context: of the entry in which the running flow stands, or as if it were entered now (S8).
 * Retains nothing: what it finds out is kept beside the retained state for the next time.
 *
 * Complexity: as `rebase`, for each ancestor that is not entered and not up to date.
 */
export function present(world: World): State {
  if (isSeen(world)) return world.now;
  const above = untilEntered(world);
  let state: State | null = null;
  let isRetained = true; // by all of them: of what one notes that stands nowhere the family hears nothing
  for (let at = above.pop(); at !== undefined; at = above.pop()) {
    const isOpen = openEntry(at) === at;
    state = isOpen ? upToDate(at) : onParent(at, at.parent instanceof World ? state : at.parent);
    isRetained &&= at.entered === 0 && state === at.state;
    if (above.length > 0) state = frozen(state);
  }
  if (isRetained) world.seen = world.now.family.changes;
  return state as State;
}

/**
 * Whether a context is up to date for sure: it was seen to be, with none of those above it entered, and no context of
 * the family was given another state since. So that a snapshot at any depth costs the same (S11).
 */
function isSeen({ state, seen }: World): boolean {
  return (
    state !== undefined &&
    seen === state.family.changes &&
    runs.open === 0 &&
    state.redefinitions === redefinitions.length
  );
}

/** The state of a context that is entered; what is pinned stays as it is. It may be a draft. */
export function upToDate(world: World, trail?: Cell[]): State {
  return world.isPinned ? world.now : catchUp(world.now, trail);
}

/** The state that a context has on its parent's; in another family than before it starts empty (S6). It may be a draft. */
function onParent(world: World, parentState: State | null, trail?: Cell[]): State {
  const parent = parentState === null ? null : catchUp(parentState);
  if (isOn(world, parent)) return world.now;
  const { view } = world;
  const from = world.state === undefined ? world.own : frozen(world.state);
  const isViewed = view?.from === from && view.parent === parent;
  if (isViewed && view.state.redefinitions === redefinitions.length) return view.state;
  const put = putOn(world, parent, trail);
  const state = view?.from === from ? unchanged(world, put, view.state) : put;
  world.view = { from, parent, state };
  return state;
}

function putOn(world: World, parent: State | null, trail?: Cell[]): State {
  const family = parent?.family ?? world.family;
  const { state } = world;
  return state?.family === family
    ? catchUp(rebase(apart(world, state, parent), parent, trail), trail)
    : catchUp(reapply(emptyState(family, world.origin.id, world.own), parent, trail));
}

/** Read-outs retain nothing, so a context may be put on its parent anew again and again: it has not changed by that while the parent has not (S9). */
function unchanged(world: World, state: State, before: State): State {
  const { parent, family } = before;
  const isSame =
    family === state.family && parent !== null && parent.change === state.parent?.change;
  if (!isSame || state.change === world.state?.change) return state;
  return followed(state, { change: before.change, log: startedAnew(state.log) });
}

/** What is put on another state of the parent's: where another flow stays in the present one, a state with slots of its own (S8). */
function apart(world: World, state: State, parent: State | null): State {
  if (world.entered === 0 || state.parent === parent) return state;
  return altered(frozen(state), { version: tick() });
}

/** Whether a context stands on a state of its parent already, with nothing redefined since. */
function isOn({ state, family }: World, parent: State | null): boolean {
  return (
    state?.parent === parent &&
    state.redefinitions === redefinitions.length &&
    (parent !== null || state.family === family)
  );
}

/**
 * Brings a context and its ancestors up to date, and retains that: as entering and changing do (S7). What
 * another flow has entered stays there as it is.
 */
export function settle(world: World): State {
  if (isSeen(world)) return world.now;
  const above = untilEntered(world);
  let state: State | null = null;
  let isSure = true;
  for (let at = above.pop(); at !== undefined; at = above.pop()) {
    const before = at.state;
    const trail: Cell[] = [];
    const isOpen = openEntry(at) === at;
    if (at.entered > 0) isSure = false;
    state = isOpen
      ? upToDate(at, trail)
      : onParent(at, at.parent instanceof World ? state : at.parent, trail);
    if (above.length > 0) state = frozen(state);
    if (!isOpen && at.entered > 0) continue;
    if (state !== before) advance(at, state);
    at.state = state = linked(state); // once, or each of its children would do it again
    if (emit(at, "masked", trail)) isSure = false; // who heard it may have changed what lies above
  }
  if (isSure) world.seen = world.now.family.changes;
  return state as State;
}

/**
 * Where a flow stands that enters a context: in the entry that it has already (S10), else in the context,
 * brought up to date; and if another flow has entered that on another state of its parent, in an entry of
 * its own (S8).
 */
export function standIn(world: World, from: Level | undefined): World {
  if (runs.open > 0) {
    const open = entryOf(world, from);
    if (open !== undefined) return open;
  }
  const state = settleWithin(world, from?.world);
  return runs.open === 0 ? world : standApart(world, state, from);
}

/** Brings a context up to date where it is entered. If that fails it was not entered: its parent is that of its last entry (S6). */
function settleWithin(world: World, within: World | undefined): State {
  const { parent } = world;
  takeParent(world, within);
  try {
    return settle(world);
  } catch (error) {
    world.parent = parent;
    throw error;
  }
}

function standApart(world: World, state: State, from: Level | undefined): World {
  const isSame = (entry: World): boolean => entry.now.parent?.change === state.parent?.change;
  const same = world.entries.find((entry) => entry.entered > 0 && isSame(entry));
  if (same !== undefined || world.entered === 0) return same ?? world;
  const stay = World.stay(world, world.isDynamic ? (from?.world ?? null) : world.parent);
  // Both go on from here, so that their entries need names of their own.
  stay.state = altered(frozen(state), { version: tick() });
  stay.era.lacksBases = true;
  (world.stays ??= new Set()).add(stay);
  world.uses++;
  return stay;
}

/** A flow has left an entry of its own: what is retained is the state of the entry that is left last (S8). */
export function leaveStay(stay: World): void {
  const { origin } = stay;
  if (origin.stays?.delete(stay) !== true) return;
  if (origin.stays.size === 0) origin.stays = undefined;
  unuse(origin); // which another flow may have entered before, and left
  if (origin.entered > 0 || origin.stays !== undefined) return;
  if (origin.retain) origin.era = stay.era;
  else origin.unload();
}

/** Puts a changed state in place; outcomes kept from before the change are gone (S19). */
export function change(world: World, state: State): void {
  const isStill = isSeen(world) && world.state?.parent === state.parent;
  world.era = world.era.follow(state);
  world.view = undefined;
  if (isStill) world.seen = state.family.changes;
}

/** Puts a state in place that was brought up to date. Where the parent has only evaluated more, the context is not changed (S9): what is pending, and what is kept outside its cache, stays. */
function advance(world: World, state: State): void {
  if (world.state?.change !== state.change) return change(world, state);
  world.state = state;
  world.view = undefined;
}

/** Settles which parent a dynamic context gets on being entered (S6). @throws {ContextBusyError} when it is in use under another. */
function takeParent(world: World, within: World | undefined): void {
  if (!world.isDynamic) return;
  const isAncestor = world.uses > 0 && within !== undefined && descendsFrom(within, world);
  if (isAncestor) return;
  // Under another entry of the same context it stays under that context; in an evaluation it stands on what that is pinned to.
  const parent = (within?.isPinned === true ? within : within?.origin) ?? null;
  if (world.parent === parent) return;
  if (world.uses > 0 && originOf(world.parent) !== originOf(parent)) {
    throw new ContextBusyError({
      context: String(world),
      under: nameOf(world.parent),
      wanted: nameOf(parent),
    });
  }
  world.parent = parent;
  world.seen = -1;
}

function nameOf(parent: World | State | null): string {
  return parent instanceof World ? String(parent) : "no parent";
}

function originOf(parent: World | State | null): World | State | null {
  return parent instanceof World ? parent.origin : parent;
}

/**
 * The private continuation of what lies beneath a layer of a context: where the base values of the
 * layer's shifts are evaluated, at most once each (S1, S3, S8).
 */
export function beneath(world: World, layer: number): World {
  let at = world.now;
  while (at.depth > layer && at.parent !== null) at = at.parent;
  const { era } = world;
  era.beneath ??= new Map();
  let under = era.beneath.get(layer);
  // A dynamic context may have been entered under another family since: there it starts empty (S6).
  if (under === undefined || (under.state ?? at).family !== at.family) {
    const above = at.parent === null ? world : undefined;
    under = new World({
      name: `beneath ${world.name}`,
      parent: at.parent,
      madeBy: world.madeBy,
      above,
    });
    era.beneath.set(layer, under);
  }
  under.parent = at.parent;
  const state = at.parent === null ? invalidatedLike(under, at) : continued(under, at.parent);
  if (state !== under.state) advance(under, state);
  return under;
}

/** The parent's state, continued in private: under the same name, so that a cycle through it is seen (S20). */
function continued(under: World, parent: State): State {
  const state = onParent(under, parent);
  return state.owner === parent.owner ? state : followed(state, { owner: parent.owner });
}

/**
 * What is cached beneath a root, its invalidations included; `undefined` if nothing is.
 *
 * @param targets those of which it may not know yet: by default all
 * @param trail receives the nodes that were dropped there
 */
export function beneathRoot(
  world: World,
  root: State,
  targets?: Iterable<Node | Definition>,
  trail?: Cell[],
): State | undefined {
  const under = world.era.beneath?.get(root.depth);
  if (under?.state?.family !== root.family) return undefined;
  const state = invalidatedLike(under, root, targets, trail);
  if (state !== under.state) change(under, state);
  return state;
}

/** Beneath a root there is no layer, but its invalidations count: the world has changed for its inputs, too. */
function invalidatedLike(
  under: World,
  root: State,
  targets?: Iterable<Node | Definition>,
  trail?: Cell[],
): State {
  let state =
    under.state === undefined
      ? altered(emptyState(root.family, under.id, under.own), { pool: root.pool })
      : under.state;
  const { invalidations } = root.own;
  if (state.own.invalidations === invalidations) return catchUp(state);
  for (const target of targets ?? invalidations.keys()) {
    const time = invalidations.get(target, 0);
    if (state.own.invalidations.get(target, 0) < time)
      state = invalidate(state, target, trail, time);
  }
  // The very same map from here on: so that each base value need not look through it again. What a restore has undone
  // counts here no more either (S11).
  return catchUp(followed(state, { own: { ...state.own, invalidations }, stale: root.stale }));
}
