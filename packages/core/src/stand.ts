import type { Cell } from "./cell.ts";
import { invalidate } from "./change.ts";
import { ContextBusyError } from "./errors.ts";
import { emit } from "./observe.ts";
import { catchUp, reapply, rebase } from "./rebase.ts";
import { emptyState } from "./store.ts";
import type { State } from "./state.ts";
import { World } from "./world.ts";

/** The worlds above a context, from itself up to a root or a snapshot's fork. */
export function* ancestry(world: World): Generator<World> {
  for (let at: World | State | null = world; at instanceof World; at = at.parent) yield at;
}

/** Whether `world` is `ancestor` or stands somewhere under it. */
export function descendsFrom(world: World, ancestor: World): boolean {
  for (const at of ancestry(world)) if (at === ancestor) return true;
  return false;
}

/**
 * The present state of a context: of its open entry, or as if it were entered now, its ancestors
 * brought up to date first (S7, S8).
 *
 * Complexity: as `rebase`, for each ancestor that is not entered.
 */
export function present(world: World): State {
  const stale: World[] = [];
  for (const at of ancestry(world)) {
    if (at.entered > 0) break;
    stale.push(at);
  }
  for (let at = stale.pop(); at !== undefined; at = stale.pop()) {
    stand(at, at.parent instanceof World ? placed(at.parent) : at.parent);
  }
  return refreshed(world);
}

function placed(world: World): State {
  return world.state ?? present(world);
}

/** The state of a context that stands, brought up to date with redefined functions (S25). */
export function refreshed(world: World): State {
  const state = placed(world);
  const next = catchUp(state);
  if (next !== state) change(world, next);
  return next;
}

/** Puts a context on its parent's present state; in another family than before it starts empty (S6). */
function stand(world: World, parentState: State | null): void {
  const parent = parentState === null ? null : catchUp(parentState);
  const family = parent?.family ?? world.family;
  const before = world.state;
  const trail: Cell[] | undefined = family.listeners.length > 0 ? [] : undefined;
  if (before?.family === family) {
    const next = catchUp(rebase(before, parent, trail), trail);
    if (next !== before) change(world, next);
  } else change(world, reapply(emptyState(family, world.id, world.own), parent, trail));
  emit(world, "masked", trail);
}

/** Puts a changed state in place; outcomes kept from before the change are gone (S19). */
export function change(world: World, state: State): void {
  world.state = state;
  world.scratch = undefined;
}

/** Settles which parent a dynamic context gets on being entered (S6). @throws {ContextBusyError} when it is in use under another. */
export function takeParent(world: World, within: World | undefined): void {
  if (!world.isDynamic || (within !== undefined && descendsFrom(within, world))) return;
  const parent = within ?? null;
  if (world.parent === parent) return;
  if (world.uses > 0) {
    throw new ContextBusyError({
      context: String(world),
      under: world.parent instanceof World ? String(world.parent) : "no parent",
      wanted: parent === null ? "no parent" : String(parent),
    });
  }
  world.parent = parent;
}

/**
 * The private continuation of what lies beneath a layer of a context: where the base values of the
 * layer's shifts are evaluated, at most once each (S1, S3, S8).
 */
export function beneath(world: World, layer: number): World {
  const state = world.state as State;
  let at: State = state;
  while (at.depth > layer && at.parent !== null) at = at.parent;
  world.beneath ??= new Map();
  let under = world.beneath.get(layer);
  if (under === undefined) {
    under = new World({ name: `beneath ${world.name}`, parent: at.parent, madeBy: world.madeBy });
    world.beneath.set(layer, under);
  }
  under.parent = at.parent;
  if (at.parent === null) standBeneathRoot(under, at);
  else {
    stand(under, at.parent);
    const continued = under.state as State;
    if (continued.owner !== at.parent.owner) under.state = { ...continued, owner: at.parent.owner };
  }
  return under;
}

/** Beneath a root there is no layer, but its invalidations count: the world has changed for its inputs, too. */
function standBeneathRoot(under: World, root: State): void {
  const before = under.state ?? emptyState(root.family, under.id, under.own);
  let state = before;
  root.own.invalidations.forEach((time, target) => {
    if ((state.own.invalidations.get(target) ?? 0) < time) state = invalidate(state, target);
  });
  state = catchUp(state);
  if (state !== under.state) change(under, state);
}
