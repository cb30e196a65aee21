import { memoize, type MemoizeOptions, type Node } from "@dug/core";
import type { GraphFunction } from "../graph/replacement.ts";
import { type AsyncWorld, Bodies } from "./body.ts";
import { flowOf, runAwaiting, runChained, runThrough, type Steps } from "./drive.ts";
import type { AsyncFunctionSpec, AsyncGraphSpec, Way } from "./spec.ts";

/** A graph with asynchronous functions that can be run. */
export interface AsyncGraph {
  readonly spec: AsyncGraphSpec;
  readonly functions: readonly GraphFunction[];
  /** A node for each argument of each function, with the way in which the function is written. */
  readonly nodes: readonly AsyncGraphNode[];
}

/** A node of such a graph, by its numbers. */
export interface AsyncGraphNode {
  readonly node: Node;
  readonly way: Way;
  readonly index: number;
  readonly argument: number;
}

function noPause(): never {
  throw new TypeError("A twin waits for nothing.");
}

type Body = (...args: readonly unknown[]) => unknown;

let graphs = 0;

/**
 * Makes the memoised functions that a specification describes. Each call makes new ones, under new names,
 * so graphs do not meet.
 *
 * @param world what the functions wait for where they pause, and who is told that they run
 */
export function buildAsyncGraph(spec: AsyncGraphSpec, world: AsyncWorld): AsyncGraph {
  return build(spec, world, `async${++graphs}`, (way) => way);
}

/**
 * Makes the synchronous twin of a graph: the same functions, which do the same one after the other and wait
 * for nothing. What the oracle says of its nodes (S1) is what the asynchronous ones must come to.
 */
export function buildTwin(spec: AsyncGraphSpec): AsyncGraph {
  return build(spec, { pause: noPause }, `twin${++graphs}`, () => "sync");
}

function build(
  spec: AsyncGraphSpec,
  world: AsyncWorld,
  name: string,
  wayOf: (way: Way) => Way,
): AsyncGraph {
  const functions: GraphFunction[] = [];
  const bodies = new Bodies(spec, functions, world);
  spec.functions.forEach((each, index) => {
    functions.push(define(bodies, `${name}.f${index}`, { ...each, way: wayOf(each.way) }, index));
  });
  const nodes = functions.flatMap((fn, index) =>
    Array.from({ length: spec.functions[index]?.nodes ?? 0 }, (_, argument) => ({
      node: fn.node(argument),
      way: spec.functions[index]?.way ?? "sync",
      index,
      argument,
    })),
  );
  return { spec, functions, nodes };
}

function define(
  bodies: Bodies,
  name: string,
  { way, reuse, cacheErrors }: AsyncFunctionSpec,
  index: number,
): GraphFunction {
  const options: MemoizeOptions<Body> = {
    reuse,
    ...(cacheErrors !== undefined && { cacheErrors }),
  };
  const steps = (args: readonly unknown[]): Steps =>
    bodies.run({ index, argument: Number(args[0]), way });
  switch (way) {
    case "sync":
      return memoize<Body>(name, (...args) => runThrough(steps(args)), options);
    case "async":
      return memoize<Body>(name, async (...args) => await runAwaiting(steps(args)), options);
    case "promise":
      return memoize<Body>(name, (...args) => runChained(steps(args)), { ...options, async: true });
    case "flow":
      return memoize<Body>(
        name,
        flowOf((...args: readonly unknown[]) => steps(args)),
        options,
      );
  }
}
