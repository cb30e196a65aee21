import { Context, type Node, type Snapshot, Tweaks } from "@dug/core";
import { type GraphFunction, replacementOf, withWhole } from "../graph/replacement.ts";
import type { AsyncGraph, AsyncGraphNode } from "./build.ts";
import type { AsyncProgram, Change } from "./program.ts";

/** A context of the program, and what the rules say of its layers, as tweaks of the twin's nodes. */
export interface Stand {
  readonly real: Context;
  readonly parent: Stand | undefined;
  /** The layers beneath, where the parent is a snapshot. */
  readonly beneath: readonly Tweaks[];
  own: Tweaks;
}

/** One entry of a flow into a context: it pins what lies beneath (S8). */
export interface Entry {
  readonly stand: Stand;
  readonly pinned: readonly Tweaks[];
}

interface Saved {
  readonly real: Snapshot;
  readonly of: Stand;
  readonly own: Tweaks;
  readonly layers: readonly Tweaks[];
}

/** The contexts of one program, with their model. */
export class Stands {
  readonly all: Stand[] = [];
  /** How many changes were made: as long as it stays, every state does. */
  version = 0;
  readonly #program: AsyncProgram;
  readonly #graph: AsyncGraph;
  readonly #twin: AsyncGraph;
  readonly #snapshots: Saved[] = [];

  constructor(program: AsyncProgram, graph: AsyncGraph, twin: AsyncGraph) {
    this.#program = program;
    this.#graph = graph;
    this.#twin = twin;
    program.tree.forEach(({ parent, retain }, index) => {
      const above = this.all[parent % Math.max(index, 1)];
      const real =
        above === undefined
          ? new Context("c0", { parent: null, ...(program.share && { share: true }) })
          : above.real.fork(`c${index}`, { retain });
      this.#add(real, above, []);
    });
  }

  at(number: number): Stand {
    return pick(this.all, number);
  }

  /** The layers that a call in a context sees now, in a flow that has entered these (S1, S8). */
  layers(stand: Stand, entries: readonly Entry[]): readonly Tweaks[] {
    return [...this.pinned(stand, entries), stand.own];
  }

  /** The layers beneath a context that is entered now. */
  pinned(stand: Stand, entries: readonly Entry[]): readonly Tweaks[] {
    const entry = entries.findLast((each) => each.stand === stand);
    if (entry !== undefined) return entry.pinned;
    return stand.parent === undefined ? stand.beneath : this.layers(stand.parent, entries);
  }

  /** A child of a context, with one tweak, which belongs to nobody else. */
  child(stand: Stand, at: number, to: number): Stand {
    const child: Stand = { real: stand.real.fork(), parent: stand, beneath: [], own: Tweaks.empty };
    this.#tweak(child, at, to);
    return child;
  }

  /** Makes a change, in a flow that has entered these contexts. */
  change(change: Change, entries: readonly Entry[]): void {
    this.version++;
    switch (change.kind) {
      case "restore":
        return this.#restore(change.snapshot);
      case "forkSnapshot":
        return this.#forkSnapshot(change.snapshot);
      default:
        return this.#changeOne(this.at(change.context), change, entries);
    }
  }

  #changeOne(
    stand: Stand,
    change: Extract<Change, { readonly context: number }>,
    entries: readonly Entry[],
  ): void {
    const { real } = stand;
    switch (change.kind) {
      case "tweak":
        return this.#tweak(stand, change.at, change.to);
      case "tweakAll":
        return this.#tweakAll(stand, change.at, change.to);
      case "untweak":
        real.untweak(this.#node(change.at).node);
        stand.own = stand.own.untweak(this.#twinOf(change.at));
        return;
      case "untweakAll":
        real.untweakAll(pick(this.#graph.functions, change.at));
        stand.own = stand.own.untweakAll(pick(this.#twin.functions, change.at));
        return;
      case "invalidate":
        return void real.invalidate(this.#node(change.at).node);
      case "invalidateAll":
        return void real.invalidate(pick(this.#graph.functions, change.at));
      case "forget":
        return void real.forget(this.#node(change.at).node);
      case "clear":
        return void real.clear();
      case "snapshot":
        return this.#snapshot(stand, entries);
      case "fork":
        if (this.all.length < 7) this.#add(real.fork(`c${this.all.length}`), stand, []);
    }
  }

  #add(real: Context, parent: Stand | undefined, beneath: readonly Tweaks[]): Stand {
    const stand: Stand = { real, parent, beneath, own: Tweaks.empty };
    this.all.push(stand);
    return stand;
  }

  #tweak(stand: Stand, at: number, to: number): void {
    const replacement = replacementOf(pick(this.#program.singles, to), false);
    stand.real.tweak<unknown>(this.#node(at).node, replacement);
    stand.own = stand.own.tweak<unknown>(this.#twinOf(at), replacement);
  }

  #tweakAll(stand: Stand, at: number, to: number): void {
    const spec = pick(this.#program.wholes, to);
    const put = (tweaks: Tweaks, fn: GraphFunction): Tweaks =>
      withWhole(tweaks, fn, { tuples: [[0]], coarse: false }, spec);
    stand.real.apply(put(Tweaks.empty, pick(this.#graph.functions, at)));
    stand.own = put(stand.own, pick(this.#twin.functions, at));
  }

  #snapshot(stand: Stand, entries: readonly Entry[]): void {
    const { real, own } = stand;
    this.#snapshots.push({
      real: real.snapshot(),
      of: stand,
      own,
      layers: this.layers(stand, entries),
    });
  }

  #restore(number: number): void {
    if (this.#snapshots.length === 0) return;
    const saved = pick(this.#snapshots, number);
    saved.of.real.restore(saved.real);
    saved.of.own = saved.own;
  }

  #forkSnapshot(number: number): void {
    if (this.#snapshots.length === 0 || this.all.length >= 7) return;
    const { real, layers } = pick(this.#snapshots, number);
    this.#add(real.fork(`c${this.all.length}`), undefined, layers);
  }

  #node(number: number): AsyncGraphNode {
    return pick(this.#graph.nodes, number);
  }

  #twinOf(number: number): Node {
    return pick(this.#twin.nodes, number).node;
  }
}

/** The element with a number, reduced to what there is. */
export function pick<T>(list: readonly T[], number: number): T {
  const found = list[number % list.length];
  if (found === undefined) throw new RangeError("There is nothing to pick from.");
  return found;
}
