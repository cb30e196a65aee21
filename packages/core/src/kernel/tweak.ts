import { List } from "immutable";
import type { Cell } from "./cell.ts";
import { tick } from "../clock.ts";
import { frozen } from "./draft.ts";
import type { Definition } from "../identity/definition.ts";
import type { Entry, Outcome } from "./entry.ts";
import type { Family } from "./family.ts";
import type { Node } from "../identity/node.ts";
import { type Binding, bindingOf, isFor, leaf, type State } from "./state.ts";
import type { Tweaks } from "../tweaks/tweaks.ts";
import { type FunctionTweak } from "../tweaks/tweaks.ts";
import { dependantsOf, linked } from "./edges.ts";
import { drop, isOwnKnown } from "./walk.ts";

/**
 * Puts tweaks on in the state's own layer, all at once, so that their order does not matter; the
 * bookkeeping of `own` is the caller's. Drops and masks what they reach (S13).
 */
export function put(state: State, tweaks: Tweaks, trail?: Cell[]): State {
  return rebind(state, withBindings(state, tweaks), cellsOf(state.family, tweaks), trail);
}

/** With more tweaks of the context's own; of two of one node the later replaces the earlier (S2). */
export function tweak(state: State, more: Tweaks, trail?: Cell[]): State {
  const own = { ...state.own, tweaks: state.own.tweaks.merge(more) };
  return put({ ...state, own, change: tick() }, more, trail);
}

/** A root without some of its tweaks: their nodes and these nodes' dependants are dropped (S12b). */
export function untweakRoot(state: State, remaining: Tweaks, trail?: Cell[]): State {
  const { nodes, functions } = state.own.tweaks;
  const gone = [...nodes.keys()].filter((node) => !remaining.nodes.has(node));
  const goneWhole = [...functions.keys()].filter(
    (definition) => !remaining.functions.has(definition),
  );
  const after: State = {
    ...state,
    bindings: state.bindings.deleteAll(gone.map((node) => cellIn(state.family, node))),
    functionBindings: state.functionBindings.deleteAll(goneWhole),
    own: { ...state.own, tweaks: remaining },
    change: tick(),
  };
  return rebind(state, after, cellsOf(state.family, state.own.tweaks), trail);
}

/** Each layer's tweaks beneath this one's: bindings only, no entry is touched. */
function withBindings(state: State, { nodes, functions }: Tweaks): State {
  const layer = state.depth;
  // One for all nodes of a function hides what came before it, of the layers beneath as well.
  const bind = (list: List<Binding>, whole: FunctionTweak): List<Binding> =>
    (whole.where === undefined ? list.clear() : list).push({ to: whole.to, layer, whole });
  return {
    ...state,
    bindings: state.bindings.withMutations((bindings) =>
      nodes.forEach((to, node) => {
        const cell = cellIn(state.family, node);
        cell.wasTweaked = true;
        bindings.set(cell, { to, layer });
      }),
    ),
    functionBindings: state.functionBindings.withMutations((bindings) =>
      functions.forEach((list, definition) => {
        bindings.set(definition, list.reduce(bind, bindings.get(definition, List<Binding>())));
      }),
    ),
  };
}

/** Every known node that some tweaks may be for. */
function cellsOf(family: Family, { nodes, functions }: Tweaks): Set<Cell> {
  const cells = new Set<Cell>();
  nodes.forEach((_, node) => cells.add(cellIn(family, node)));
  functions.forEach((_: unknown, definition: Definition) => {
    for (const cell of family.cells(definition)) cells.add(cell);
  });
  return cells;
}

/** The cell of a node. */
export function cellIn(family: Family, { definition, kept }: Node): Cell {
  return family.intern(definition, kept);
}

/**
 * Gives effect to changed bindings. A fixed value is cached at once, unless a whole function has it and
 * the node was not cached; a shift is made when it is read. Then one walk drops and masks the dependants
 * of what changed.
 */
function rebind(before: State, after: State, cells: Iterable<Cell>, trail?: Cell[]): State {
  const state = linked(frozen(before));
  const reached: Cell[] = [];
  const entries = after.entries.asMutable();
  const known = after.known.asMutable();
  const masks = after.masks.asMutable();
  for (const cell of cells) {
    const binding = bindingOf(after, cell);
    if (binding === bindingOf(before, cell)) continue;
    const entry = state.entries.get(cell);
    const fixed = binding && fixedBy(binding, cell, entry);
    const isChanged = fixed === undefined || isChange(entry?.outcome, fixed.outcome);
    for (const reader of affected(state, cell, isChanged)) reached.push(reader);
    if (entry !== undefined && isOwnKnown(state, entry)) known.set(cell, entry);
    if (fixed !== undefined) entries.set(cell, fixed);
    else entries.delete(cell);
    if (binding === undefined) masks.delete(cell);
    else masks.add(cell);
  }
  const bound: State = {
    ...after,
    version: tick(),
    edges: state.edges,
    entries: entries.asImmutable(),
    known: known.asImmutable(),
    masks: masks.asImmutable(),
  };
  return drop(
    bound,
    reached.filter((cell) => bound.entries.get(cell)?.isTweak !== true),
    trail,
  );
}

/** Who read a node: all of them, or if its value stays only those that read it in a context which they opened, to whom it matters that it is tweaked (S16). */
function affected(state: State, cell: Cell, isChanged: boolean): Cell[] {
  return dependantsOf(state, cell)
    .filter((entry) => isChanged || entry.readsInside(cell))
    .map((entry) => entry.cell);
}

/** The leaf by which a fixed value is cached at once. One of a whole function takes the place of a cached entry only, and not if its predicate throws. */
function fixedBy(
  { to, layer, whole }: Binding,
  cell: Cell,
  entry: Entry | undefined,
): Entry | undefined {
  if (to.kind !== "value") return undefined;
  const isDue = whole === undefined || (entry !== undefined && isFor(whole, cell) === true);
  return isDue ? leaf(cell, to.value, layer) : undefined;
}

/** Whether a node comes out otherwise, by `Object.is` whatever its `equals` (S16). */
function isChange(before: Outcome | undefined, after: Outcome): boolean {
  return before === undefined || before.failed || !Object.is(before.value, after.value);
}
