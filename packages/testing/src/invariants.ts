import {
  type Context,
  CycleError,
  type EntryView,
  inspect,
  type Inspection,
  matches,
  type Node,
} from "@dug/core";
import { Set as ImmutableSet, Map as ImmutableMap } from "immutable";
import { outcomeOf, sameOutcome } from "./outcome.ts";
import { requireContext } from "./usage.ts";

/** A context's state contradicts itself: a fault of the engine, or of a function that reads what it is not given. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
  readonly context: string;
  /** All that is wrong, one sentence each. */
  readonly faults: readonly string[];

  constructor(context: string, faults: readonly string[]) {
    super(`${context} contradicts itself: ${faults.join("; ")}.`);
    this.context = context;
    this.faults = faults;
  }
}

type Entries = ImmutableMap<Node, EntryView>;

/**
 * Checks what must hold of a context's state at any time, and of its ancestors' as it sees them: that
 * forward and reverse edges agree; that nothing depends on itself but the rings of `CycleError`s; that a
 * tweaked node has no dependencies; that masks are closed under dependants; that an entry's
 * dependencies have entries, or were read in a context that the function opened; that nothing is shared
 * with the parent that the tweaks could have changed.
 *
 * @throws {InvalidArgumentError} when it is given no context
 * @throws {InvariantError} naming all that is wrong
 * @throws {ReadDuringEvaluationError} inside an evaluation
 * Complexity: the size of the caches of the context and its ancestors.
 */
export function checkInvariants(context: Context): void {
  requireContext("checkInvariants", context);
  const faults = faultsOf(inspect(context), context);
  if (faults.length > 0) throw new InvariantError(String(context), faults);
}

function faultsOf(state: Inspection, context: Context): string[] {
  const entries: Entries = ImmutableMap(state.entries.map((entry) => [entry.node, entry]));
  const masked = ImmutableSet(state.masked);
  return [
    ...edgeFaults(state, entries),
    ...cycleFaults(entries),
    ...state.entries.flatMap((entry) => entryFaults(entry, entries)),
    ...maskFaults(state, masked),
    ...tweakFaults(entries, masked, context),
    ...(state.parent === undefined ? [] : sharingFaults(state, state.parent, masked)),
  ];
}

/** Every edge of the reverse index is one of an entry, and the other way round. */
function edgeFaults(state: Inspection, entries: Entries): string[] {
  const reverse = ImmutableSet(
    state.edges.map(([dependency, dependant]) => edge(dependency, dependant)),
  );
  const forward = ImmutableSet(
    state.entries.flatMap((entry) => readBy(entry).map((node) => edge(node, entry.node))),
  );
  const missing = forward.subtract(reverse).toArray();
  const stray = state.edges.filter(([dependency, dependant]) => {
    const entry = entries.get(dependant);
    return entry === undefined || !readBy(entry).some((node) => node.equals(dependency));
  });
  return [
    ...missing.map((text) => `the reverse index lacks ${text}`),
    ...stray.map(([from, to]) => `the reverse index has ${edge(from, to)}, which no entry has`),
  ];
}

function edge(dependency: Node, dependant: Node): string {
  return `${dependency} → ${dependant}`;
}

function readBy(entry: EntryView): readonly Node[] {
  return [...entry.dependencies.map(({ node }) => node), ...(entry.inner ?? [])];
}

/** Takes away, again and again, what depends on nothing that is left; a ring is what remains. */
function cycleFaults(entries: Entries): string[] {
  let left = entries.filter((entry) => !isRing(entry));
  for (let before = -1; before !== left.size;) {
    before = left.size;
    const rest = left;
    left = left.filter((entry) => entry.dependencies.some(({ node }) => rest.has(node)));
  }
  return left
    .keySeq()
    .map((node) => `${node} depends on itself, with no CycleError`)
    .toArray();
}

function isRing({ node, outcome }: EntryView): boolean {
  return (
    outcome.kind === "error" &&
    outcome.error instanceof CycleError &&
    outcome.error.nodes.some((each) => each.equals(node))
  );
}

function entryFaults(entry: EntryView, entries: Entries): string[] {
  if (entry.tweak && readBy(entry).length > 0)
    return [`${entry.node} is tweaked and has dependencies`];
  return entry.dependencies
    .filter(({ node }) => !entries.has(node))
    .map(({ node }) => `${entry.node} depends on ${node}, which has no entry`);
}

/**
 * Outside a root, what depends on a masked node is masked, unless by a value that the tweak did not
 * change (S16). What an evaluation read in a context of its own may be masked by a node that it bound there.
 */
function maskFaults(state: Inspection, masked: ImmutableSet<Node>): string[] {
  if (state.parent === undefined) return [];
  const entries: Entries = ImmutableMap(state.entries.map((entry) => [entry.node, entry]));
  return state.entries
    .filter(({ node }) => !masked.has(node))
    .flatMap(({ node, dependencies }) =>
      dependencies
        .filter((read) => {
          const here = entries.get(read.node);
          const isSpared = here?.tweak === true && sameOutcome(here.outcome, read.outcome);
          return masked.has(read.node) && !isSpared;
        })
        .map((read) => `${node} is not masked and depends on ${read.node}, which is`),
    );
}

/** The context's own tweaks are in force. */
function tweakFaults(entries: Entries, masked: ImmutableSet<Node>, context: Context): string[] {
  const { nodes, functions } = context.tweaks;
  return entries
    .valueSeq()
    .toArray()
    .flatMap(({ node, tweak }) => {
      const whole = functions.get(node.definition);
      const isTweaked =
        nodes.has(node) ||
        whole?.some((each) => {
          const matching = outcomeOf(() => matches(each, node));
          return matching.kind === "error" || matching.value === true;
        }) === true;
      if (!isTweaked) return [];
      return [
        ...(tweak ? [] : [`${node} is tweaked, and what is cached of it was evaluated`]),
        ...(masked.has(node) ? [] : [`${node} is tweaked and not masked`]),
      ];
    });
}

/** What is shared with the parent depends on nothing that differs here. */
function sharingFaults(
  state: Inspection,
  parent: Inspection,
  masked: ImmutableSet<Node>,
): string[] {
  const theirs = new Set(parent.entries.map(({ identity }) => identity));
  const shared = state.entries.filter(({ identity }) => theirs.has(identity));
  return shared
    .filter(({ node, tweak }) => masked.has(node) && !tweak)
    .map(({ node }) => `${node} is masked and shares its parent's entry`);
}
