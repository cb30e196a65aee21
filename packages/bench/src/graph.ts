import type { Model } from "./models/model.ts";

/** A model in one engine. */
export interface Graph {
  /** Reads nodes in the engine's usual way, and adds up what they come to. */
  sum(nodes: Int32Array): number;
}

/** A graph whose leaves can be changed. */
export interface Changeable extends Graph {
  /** Sets a leaf in place: who reads from then on sees it. */
  set(leaf: number, value: number): void;
}

/** A graph that can show what it would come to if a leaf were otherwise, and stays what it is. */
export interface Forkable extends Changeable {
  scenario(leaf: number, value: number): Graph;
  /** Lets a hand-written reference work out what a leaf makes necessary for some outputs: not measured. */
  prepare?(leaf: number, outputs: Int32Array): void;
}

/** A function of any arguments, memoised. */
export interface Memo {
  readonly call: (...args: readonly unknown[]) => number;
  /** Runs code in which `call` may be used. */
  within<R>(body: () => R): R;
}

/** The engines, and two references written by hand: the cone only, and everything, computed again in an array. */
export const peerNames = [
  "dug",
  "map",
  "alien-signals",
  "optimism",
  "mobx",
  "cone",
  "sweep",
] as const;

export type PeerName = (typeof peerNames)[number];

/** What every peer's file exports: the engine, and what it can do. */
export interface Peer {
  readonly name: PeerName;
  build(model: Model): Graph;
  /** Absent where a cache cannot be told that a leaf has changed. */
  readonly changeable?: (model: Model) => Forkable;
  /** Absent where there are no arguments. `structural`: arguments are compared by what is in them. */
  readonly memoize?: (fn: (...args: readonly unknown[]) => number, structural: boolean) => Memo;
}

/**
 * A scenario for an engine with one world: set, read, and put back; then read once more, so that the base
 * is as warm as it was.
 */
export function inPlace(graph: Changeable, model: Model, leaf: number, value: number): Graph {
  return {
    sum(nodes) {
      graph.set(leaf, value);
      const sum = graph.sum(nodes);
      graph.set(leaf, model.initial(leaf));
      graph.sum(nodes);
      return sum;
    },
  };
}
