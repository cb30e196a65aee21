import type { Fn, Memoised, Node, Tweaks } from "@dug/core";
import type { Graph } from "../graph/build.ts";
import { replacementOf, withWhole } from "../graph/replacement.ts";
import type { ReplacementSpec, WholeSpec } from "../graph/spec.ts";
import { requireMemoised, requireNode } from "../usage.ts";

/** What commands are tried on: some nodes, what may be put in their place, and the functions behind them. */
export interface Subject {
  /** Nodes to evaluate, tweak, invalidate, forget, and to compare after every command. */
  readonly nodes: readonly Node[];
  /** The `choice`-th replacement of a node. */
  tweak(tweaks: Tweaks, node: Node, choice: number): Tweaks;
  /** How many functions there are to tweak, invalidate or forget as a whole. */
  readonly functions: readonly Memoised<Fn>[];
  /** The `choice`-th replacement of a whole function. */
  tweakAll(tweaks: Tweaks, fn: number, choice: number): Tweaks;
  /** Changes what `input` functions read. */
  changeWorld(cell: number, value: number): void;
}

/** A user's own functions as a subject. */
export interface OwnFunctions {
  readonly nodes: readonly Node[];
  /** Values and shifts that may be put in a node's place; none: it is not tweaked. */
  readonly values: (node: Node) => readonly unknown[];
  /** Functions to be tweaked, invalidated and forgotten as a whole; none by default. */
  readonly functions?: readonly Memoised<Fn>[];
}

/** @see OwnFunctions @throws {InvalidArgumentError} when they are something else */
export function subjectOf({ nodes, values, functions = [] }: OwnFunctions): Subject {
  nodes.forEach((node, i) => requireNode("contextCommands", `nodes[${i}]`, node));
  functions.forEach((fn, i) => requireMemoised("contextCommands", `functions[${i}]`, fn));
  return {
    nodes,
    functions,
    tweak(tweaks, node, choice) {
      const choices = values(node);
      if (choices.length === 0) return tweaks;
      return tweaks.tweak<unknown>(node, choices[choice % choices.length]);
    },
    tweakAll(tweaks, fn, choice) {
      const chosen = functions[fn];
      const choices = nodes.filter(({ function: own }) => own === chosen).flatMap(values);
      if (chosen === undefined || choices.length === 0) return tweaks;
      return tweaks.tweakAll<Fn>(chosen, choices[choice % choices.length]);
    },
    changeWorld: () => undefined,
  };
}

/** A generated graph as a subject, with these replacements for its nodes and functions. */
export function graphSubject(
  graph: Graph,
  singles: readonly ReplacementSpec[],
  wholes: readonly WholeSpec[],
): Subject {
  return {
    nodes: graph.nodes,
    functions: graph.functions,
    tweak(tweaks, node, choice) {
      const spec = singles[choice % singles.length];
      if (spec === undefined) return tweaks;
      const at = graph.functions.findIndex((fn) => fn === node.function);
      const isCoarse = graph.spec.functions[at]?.coarse === true;
      return tweaks.tweak<unknown>(node, replacementOf(spec, isCoarse));
    },
    tweakAll(tweaks, fn, choice) {
      const spec = wholes[choice % wholes.length];
      const chosen = graph.functions[fn];
      const of = graph.spec.functions[fn];
      if (spec === undefined || chosen === undefined || of === undefined) return tweaks;
      return withWhole(tweaks, chosen, of, spec);
    },
    changeWorld(cell, value) {
      graph.world[cell % graph.world.length] = value;
    },
  };
}
