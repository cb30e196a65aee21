import fc from "fast-check";
import type { ReplacementSpec, WholeSpec } from "../graph/spec.ts";
import {
  type AsyncCall,
  type AsyncFunctionSpec,
  type AsyncGraphSpec,
  showAsyncGraph,
  type Step,
  type Way,
} from "./spec.ts";

/** Which kinds of functions a generated graph may have. All default to `true`, but for `cycles`. */
export interface AsyncGraphOptions {
  /** The largest number of functions; default 6. */
  readonly size?: number;
  /** How functions may be written; default: all ways, asynchronous ones more often. */
  readonly ways?: readonly Way[];
  /** Functions that throw, and functions that catch. */
  readonly errors?: boolean;
  /** Functions that open contexts of their own (S21). */
  readonly opening?: boolean;
  /** Calls that nobody awaits, and `Promise.all`, which may settle while others are pending (S22d). */
  readonly floats?: boolean;
  /** Calls that close cycles (S20). Default `false`. */
  readonly cycles?: boolean;
  /** `reuse: false` and `cacheErrors` other than the default. */
  readonly options?: boolean;
}

const allWays: readonly Way[] = ["sync", "async", "async", "promise", "flow"];

/**
 * Specifications of graphs with synchronous and asynchronous functions, which wait, call together and one
 * after the other, throw, catch, forget to await, and open contexts. Give one to `buildAsyncGraph`. Shrinks
 * to fewer functions with simpler bodies.
 */
export function asyncGraphArbitrary(options: AsyncGraphOptions = {}): fc.Arbitrary<AsyncGraphSpec> {
  const { size = 6, cycles = false } = options;
  return fc
    .array(functionSpecs(options), { minLength: 2, maxLength: size, size: "max" })
    .map((functions) => printing({ functions, cycles }));
}

function printing(spec: AsyncGraphSpec): AsyncGraphSpec {
  return Object.defineProperty({ ...spec }, fc.toStringMethod, {
    value: () => showAsyncGraph(spec),
    enumerable: false,
  });
}

function functionSpecs(options: AsyncGraphOptions): fc.Arbitrary<AsyncFunctionSpec> {
  const { ways = allWays } = options;
  const seldom = <T>(value: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
    options.options === false
      ? fc.constant(value)
      : fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: other });
  return fc.record({
    way: fc.constantFrom(...ways),
    nodes: fc.integer({ min: 1, max: 2 }),
    body: steps(options),
    reuse: seldom(true, fc.constant(false)),
    cacheErrors: seldom<boolean | undefined>(undefined, fc.boolean()),
  });
}

function calls(cycles: boolean): fc.Arbitrary<AsyncCall> {
  return fc.record({
    kind: fc.constant("call" as const),
    back: fc.oneof(fc.nat({ max: 1 }), fc.nat({ max: 5 })),
    argument: fc.nat({ max: 1 }),
    ahead: cycles ? fc.boolean() : fc.constant(false),
  });
}

function steps(options: AsyncGraphOptions): fc.Arbitrary<Step> {
  const { errors = true, opening = true, cycles = false, floats = true } = options;
  const call = calls(cycles);
  const leaves: fc.WeightedArbitrary<Step>[] = [
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("number" as const),
        value: fc.integer({ min: 0, max: 6 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: "argument" }) },
    { weight: 2, arbitrary: fc.constant({ kind: "pause" }) },
    { weight: 8, arbitrary: call },
  ];
  return fc.letrec<{ tree: Step; leaf: Step }>((tie) => ({
    leaf: fc.oneof({ withCrossShrink: true }, ...leaves),
    tree: fc.oneof(
      { depthSize: "small", maxDepth: 3, withCrossShrink: true },
      { weight: 2, arbitrary: tie("leaf") },
      ...composites(tie("tree")),
      ...together(call, floats),
      ...(errors ? failures(tie("tree")) : []),
      ...(opening ? [{ weight: 1, arbitrary: openings(call, tie("tree")) }] : []),
    ),
  })).tree;
}

function composites(tree: fc.Arbitrary<Step>): fc.WeightedArbitrary<Step>[] {
  const mixed = fc.record({
    kind: fc.constant("mix" as const),
    of: fc.array(tree, { minLength: 1, maxLength: 4 }),
    modulus: fc.constantFrom(2, 3, 5, 50),
  });
  const chosen = fc.record({
    kind: fc.constant("choose" as const),
    test: tree,
    odd: tree,
    even: tree,
  });
  return [
    { weight: 6, arbitrary: mixed },
    { weight: 3, arbitrary: chosen },
  ];
}

function together(call: fc.Arbitrary<AsyncCall>, floats: boolean): fc.WeightedArbitrary<Step>[] {
  const group = <K extends "all" | "settled">(kind: K): fc.Arbitrary<Step & { kind: K }> =>
    fc.record({
      kind: fc.constant(kind),
      of: fc.array(call, { minLength: 1, maxLength: 3 }),
      modulus: fc.constantFrom(2, 3, 50),
    }) as unknown as fc.Arbitrary<Step & { kind: K }>;
  const floating = fc.record({ kind: fc.constant("float" as const), of: call });
  return [
    { weight: 3, arbitrary: group("settled") },
    ...(floats
      ? [
          { weight: 3, arbitrary: group("all") },
          { weight: 1, arbitrary: floating },
        ]
      : []),
  ];
}

function failures(tree: fc.Arbitrary<Step>): fc.WeightedArbitrary<Step>[] {
  const throwing = fc.record({
    kind: fc.constant("throw" as const),
    when: tree,
    message: fc.constantFrom("a", "b"),
  });
  const catching = fc.record({ kind: fc.constant("catch" as const), body: tree, instead: tree });
  return [
    { weight: 2, arbitrary: throwing },
    { weight: 2, arbitrary: catching },
  ];
}

function openings(call: fc.Arbitrary<AsyncCall>, tree: fc.Arbitrary<Step>): fc.Arbitrary<Step> {
  return fc.record({
    kind: fc.constant("open" as const),
    how: fc.constantFrom("new" as const, "fork" as const),
    before: fc.option(tree, { nil: undefined }),
    tweaks: fc.array(fc.record({ at: call, to: numberReplacements }), { maxLength: 2 }),
    after: tree,
  });
}

/** What a tweak of one node of an asynchronous graph puts in its place. */
export const numberReplacements: fc.Arbitrary<ReplacementSpec> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("value" as const),
      value: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 0, max: 6 }) },
        { weight: 1, arbitrary: fc.constantFrom<unknown>(undefined, Number.NaN, -0) },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("add" as const, "anonymous" as const),
      by: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "failing" as const }) },
);

/** What a tweak of a whole function of an asynchronous graph puts in place of its nodes. */
export const numberWholes: fc.Arbitrary<WholeSpec> = fc.record({
  to: fc.oneof(
    numberReplacements,
    fc.record({
      kind: fc.constant("callback" as const),
      use: fc.constantFrom("base" as const, "nothing" as const, "catch" as const),
      by: fc.integer({ min: 0, max: 3 }),
    }),
  ),
  where: fc.constantFrom("all" as const, "first" as const, "some" as const),
});
