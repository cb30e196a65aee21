import type { Context } from "../context.ts";
import { worldIn } from "../context.ts";
import { refuseForeign } from "../identity/copies.ts";
import type { Entry } from "../kernel/entry.ts";
import { guardRead } from "../engine/guard.ts";
import { frozen } from "../kernel/draft.ts";
import type { Node } from "../identity/node.ts";
import { asPeek, type Settled } from "./readout.ts";
import { present } from "../engine/stand.ts";
import { isMasked, type State } from "../kernel/state.ts";
import { dependantsOf, linked } from "../kernel/edges.ts";
import { listReads } from "../kernel/reads.ts";

/** One entry of a cache, as plain data. */
export interface EntryView {
  readonly node: Node;
  readonly outcome: Settled;
  /** What it read, in order, with the outcomes that it recorded. */
  readonly dependencies: readonly { readonly node: Node; readonly outcome: Settled }[];
  /** What it read in contexts that it opened; present iff it opened one (S21). */
  readonly inner: readonly Node[] | undefined;
  /** It was made by a tweak. */
  readonly tweak: boolean;
  readonly masked: boolean;
  /** The same object iff the very same entry is shared. */
  readonly identity: object;
}

/** All that a context's state holds, for tests of the engine's invariants. */
export interface Inspection {
  readonly entries: readonly EntryView[];
  readonly masked: readonly Node[];
  /** The parent's state on which this one was put. */
  readonly parent: Inspection | undefined;
  /** The reverse index where it agrees with the entries: who is found to have read what. */
  readonly edges: readonly (readonly [dependency: Node, dependant: Node])[];
}

/** Reads a context's present state out in full. Complexity: the size of its cache and of its ancestors'. @throws {ReadDuringEvaluationError} inside an evaluation. */
export function inspect(context: Context): Inspection {
  refuseForeign(context, "The context");
  guardRead("inspect");
  return inspectState(linked(frozen(present(worldIn(context)))));
}

function inspectState(unlinked: State): Inspection {
  const state = linked(unlinked);
  const cells = [...state.family.cells()];
  return {
    entries: [...state.entries.values()].map((entry) => view(state, entry)),
    masked: [...state.masks.values()].map((cell) => cell.node),
    parent: state.parent === null ? undefined : inspectState(state.parent),
    edges: cells.flatMap((cell) =>
      dependantsOf(state, cell).map((dependant): [Node, Node] => [cell.node, dependant.cell.node]),
    ),
  };
}

function view(state: State, entry: Entry): EntryView {
  return {
    node: entry.cell.node,
    outcome: asPeek(entry),
    dependencies: listReads(entry).map((read) => ({
      node: read.cell.node,
      outcome: asPeek({ outcome: read }),
    })),
    inner: entry.extras.inner?.map((read) => read.cell.node),
    tweak: entry.isTweak,
    masked: isMasked(state, entry.cell),
    identity: entry,
  };
}

/** Drops whatever the engine keeps beside its maps and sets; it is built again when it is needed. For tests that compare. */
export function dropIndexes(context: Context): void {
  refuseForeign(context, "The context");
  present(worldIn(context)).family.dropIndexes();
}
