import { List, Map } from "immutable";
import type { Cell } from "./cell.ts";
import { tick } from "./clock.ts";
import { Definition } from "./definition.ts";
import type { Entry } from "./entry.ts";
import { prune } from "./log.ts";
import type { Node } from "./node.ts";
import {
  type Binding,
  bindingOf,
  isMasked,
  isTweakedHere,
  leaf,
  type Own,
  type State,
} from "./state.ts";
import { isHeld } from "./store.ts";
import type { FunctionTweak, Tweak, Tweaks } from "./tweaks.ts";
import { dependantsOf, drop, linked } from "./walk.ts";

/** The nodes that a walk from a tweaked node starts at: all who read it, or if its value stays only those who read it in a context that they opened (S16). */
export function affected(state: State, cell: Cell, isChanged: boolean): Cell[] {
  return dependantsOf(state, cell)
    .filter((entry) => isChanged || entry.readsInside(cell))
    .map((entry) => entry.cell);
}

/** Whether a tweak changes the value that the node has in `entry`, by `Object.is` whatever its `equals` (S16). */
export function isChange(entry: Entry | undefined, to: FunctionTweak["to"]): boolean {
  return (
    to.kind !== "value" ||
    entry === undefined ||
    entry.outcome.failed ||
    !Object.is(entry.outcome.value, to.value)
  );
}

/** Puts a node's entry aside for a tweak: a fixed value is cached at once, a shift when it is read. */
export function replace(state: State, cell: Cell, to: FunctionTweak["to"], layer: number): State {
  const entry = state.entries.get(cell);
  return {
    ...state,
    known: entry?.isReusable === true ? state.known.set(cell, entry) : state.known,
    entries:
      to.kind === "value"
        ? state.entries.set(cell, leaf(cell, to.value, layer))
        : state.entries.delete(cell),
    masks: state.masks.add(cell),
  };
}

function tweakCell(unlinked: State, cell: Cell, to: FunctionTweak["to"], trail?: Cell[]): State {
  const state = linked(unlinked);
  const seeds = affected(state, cell, isChange(state.entries.get(cell), to));
  return drop(replace(state, cell, to, state.depth), seeds, trail);
}

/** With a node tweaked in this context. The later of two tweaks replaces the earlier (S2). */
export function tweakNode(state: State, node: Node, to: Tweak, trail?: Cell[]): State {
  const cell = state.family.intern(node.definition, node.kept);
  const own: Own = { ...state.own, tweaks: state.own.tweaks.withNode(node, to) };
  const bound = {
    ...state,
    own,
    bindings: state.bindings.set(cell, { to, layer: state.depth }),
    change: tick(),
  };
  return tweakCell(bound, cell, to, trail);
}

/** With a whole function tweaked in this context (S12a). A fixed value replaces cached entries at once; others are made when read. */
export function tweakFunction(
  state: State,
  definition: Definition,
  whole: FunctionTweak,
  trail?: Cell[],
): State {
  const own: Own = { ...state.own, tweaks: state.own.tweaks.withFunction(definition, whole) };
  let next: State = {
    ...state,
    own,
    functionBindings: bindFunction(state, definition, whole),
    change: tick(),
  };
  for (const cell of next.family.cells(definition)) {
    if (bindingOf(next, cell)?.whole !== whole) continue;
    const entry = next.entries.get(cell);
    if (whole.to.kind !== "value" || entry !== undefined)
      next = tweakCell(next, cell, whole.to, trail);
    else next = drop({ ...next, masks: next.masks.add(cell) }, affected(next, cell, true), trail);
  }
  return next;
}

/** The bindings of whole functions with one more, made in the state's own layer. */
export function bindFunction(
  state: State,
  definition: Definition,
  whole: FunctionTweak,
): State["functionBindings"] {
  const binding: Binding = { to: whole.to, layer: state.depth, whole };
  return state.functionBindings.update(definition, List<Binding>(), (list) => list.push(binding));
}

/** A root without some of its tweaks: their nodes and these nodes' dependants are dropped (S12b). */
export function untweakRoot(state: State, tweaks: Tweaks, trail?: Cell[]): State {
  const { own, family } = state;
  const gone: Cell[] = [];
  own.tweaks.nodes.forEach((_, node) => {
    if (!tweaks.nodes.has(node)) gone.push(family.intern(node.definition, node.kept));
  });
  own.tweaks.functions.forEach((_, definition) => {
    if (!tweaks.functions.has(definition)) gone.push(...family.cells(definition));
  });
  const next: State = {
    ...state,
    own: { ...own, tweaks },
    bindings: state.bindings.deleteAll(gone),
    functionBindings: state.functionBindings.filter((_, definition) =>
      tweaks.functions.has(definition),
    ),
    change: tick(),
  };
  return gone
    .filter((cell) => bindingOf(state, cell)?.to !== bindingOf(next, cell)?.to)
    .reduce((before, cell) => untweakCell(before, cell, trail), next);
}

/** Lets go of a tweak's entry, or brings in the binding that it hid. */
function untweakCell(state: State, cell: Cell, trail?: Cell[]): State {
  const binding = bindingOf(state, cell);
  const seeds = affected(linked(state), cell, true);
  const masks = binding === undefined ? state.masks.delete(cell) : state.masks;
  const bare = { ...state, entries: state.entries.delete(cell), masks };
  return drop(
    binding?.to.kind === "value" ? replace(bare, cell, binding.to, binding.layer) : bare,
    seeds,
    trail,
  );
}

/** With everything that was evaluated of a node, or of a whole function, unusable from now on (S16a). */
export function invalidate(state: State, target: Node | Definition, trail?: Cell[]): State {
  const time = tick();
  const cells =
    target instanceof Definition
      ? [...state.family.cells(target)]
      : [state.family.intern(target.definition, target.kept)];
  const next: State = {
    ...state,
    own: { ...state.own, invalidations: state.own.invalidations.set(target, time) },
    stale: state.stale.set(target instanceof Definition ? target : (cells[0] as Cell), time),
    change: tick(),
  };
  const isWhole = target instanceof Definition;
  return drop(
    next,
    cells.filter((cell) => isHit(next, cell, isWhole)),
    trail,
  );
}

/** Whether an invalidation of a node drops and masks it: a fixed tweak stands (S16a); of a whole function those count that somebody cached, here or in the parent, or computed in an opened context. */
export function isHit(state: State, cell: Cell, isWhole: boolean): boolean {
  if (bindingOf(state, cell)?.to.kind === "value") return false;
  return (
    !isWhole ||
    state.entries.has(cell) ||
    state.parent?.entries.has(cell) === true ||
    dependantsOf(state, cell).length > 0
  );
}

/**
 * Unloads nodes and their known dependants, transitively. Masks nothing and is no change (S9): what
 * the parent holds of an unmasked node shows again (S26).
 */
export function forget(state: State, cells: readonly Cell[]): State {
  const gone: Cell[] = [];
  const dropped = drop(
    state,
    cells.filter((cell) => !isFixed(state, cell)),
    gone,
  );
  const readers = cells
    .filter((cell) => isFixed(state, cell))
    .flatMap((cell) => affected(linked(state), cell, true));
  const all = [...gone, ...cells];
  const { entries } = drop(dropped, readers, all);
  const shown = all.flatMap((cell): [Cell, Entry][] => {
    const entry = isMasked(state, cell) ? undefined : state.parent?.entries.get(cell);
    return entry === undefined ? [] : [[cell, entry]];
  });
  return unloaded({
    ...state,
    entries: entries.merge(Map(shown)),
    known: state.known.deleteAll(all),
  });
}

/** Unloads everything that is not the parent's, or a tweak (S26). */
export function clear(state: State): State {
  const parents = state.parent?.entries ?? Map<Cell, Entry>();
  const fixed = state.entries.filter(
    (entry, cell) => entry.isTweak && isFixed(state, cell) && isTweakedHere(state, cell),
  );
  return unloaded({ ...state, entries: parents.deleteAll(state.masks).merge(fixed), known: Map() });
}

/** A fixed tweak's entry is the tweak: it is not unloaded. */
function isFixed(state: State, cell: Cell): boolean {
  return bindingOf(state, cell)?.to.kind === "value";
}

function unloaded(state: State): State {
  return { ...state, log: prune(state.log, (entry) => isHeld(state, entry)) };
}
