import { List } from "immutable";
import type { Cell } from "./cell.ts";
import { changed, followed, frozen, thaw, writeDropped, writeEntry } from "./draft.ts";
import type { Definition } from "../identity/definition.ts";
import { Entry, type Outcome } from "./entry.ts";
import type { Family } from "./family.ts";
import type { Node } from "../identity/node.ts";
import { altered, type Binding, bindingOf, entryIn, isFor, leaf, type State } from "./state.ts";
import type { Tweaks } from "../tweaks/tweaks.ts";
import { type FunctionTweak } from "../tweaks/tweaks.ts";
import { dependantsOf, linked } from "./edges.ts";
import { drop } from "./walk.ts";

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
  const changes = { ...changed(state), ...withBindings(state, more), own };
  return rebind(state, changes, cellsOf(state.family, more), trail);
}

/** A root without some of its tweaks: their nodes and these nodes' dependants are dropped (S12b). */
export function untweakRoot(state: State, remaining: Tweaks, trail?: Cell[]): State {
  const { nodes, functions } = state.own.tweaks;
  const gone = [...nodes.keys()].filter((node) => !remaining.nodes.has(node));
  const goneWhole = [...functions.keys()].filter(
    (definition) => !remaining.functions.has(definition),
  );
  const changes: Partial<State> = {
    ...changed(state),
    bindings: state.bindings.deleteAll(gone.map((node) => cellIn(state.family, node))),
    functionBindings: state.functionBindings.deleteAll(goneWhole),
    own: { ...state.own, tweaks: remaining },
  };
  return rebind(state, changes, cellsOf(state.family, state.own.tweaks), trail);
}

/** Each layer's tweaks beneath this one's: bindings only, no entry is touched. */
function withBindings(state: State, { nodes, functions }: Tweaks): Partial<State> {
  const layer = state.depth;
  // One for all nodes of a function hides what came before it, of the layers beneath as well.
  const bind = (list: List<Binding>, whole: FunctionTweak): List<Binding> =>
    (whole.where === undefined ? list.clear() : list).push({ to: whole.to, layer, whole });
  return {
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
function rebind(
  unlinked: State,
  changes: Partial<State>,
  cells: Iterable<Cell>,
  trail?: Cell[],
): State {
  // Whether the value stays is seen by what is cached now; and of a child, what was masked until now is.
  const before = linked(unlinked.parent === null ? unlinked : frozen(unlinked));
  const after = altered(before, changes);
  const reached: Cell[] = [];
  const bound: (Entry | Cell)[] = [];
  const masks = before.masks.asMutable();
  for (const cell of cells) {
    const binding = bindingOf(after, cell);
    if (binding === bindingOf(before, cell)) continue;
    const entry = entryIn(before, cell);
    const fixed = binding && fixedBy(binding, cell, entry);
    const isChanged = fixed === undefined || isChange(entry?.outcome, fixed.outcome);
    for (const reader of affected(before, cell, isChanged)) reached.push(reader);
    bound.push(fixed ?? cell);
    if (binding === undefined) masks.delete(cell);
    else masks.add(cell);
  }
  const draft = thaw(followed(before, { ...changes, masks: masks.asImmutable() }));
  for (const to of bound)
    if (to instanceof Entry) writeEntry(draft, to);
    else writeDropped(draft, to, entryIn(draft, to));
  return drop(
    draft,
    reached.filter((cell) => entryIn(draft, cell)?.isTweak !== true),
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
