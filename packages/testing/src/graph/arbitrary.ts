import fc from "fast-check";
import {
  type CallSpec,
  type Expression,
  type FunctionSpec,
  type GraphSpec,
  type ReplacementSpec,
  showGraph,
  type WholeSpec,
} from "./spec.ts";

/** Which kinds of functions a generated graph may have. All default to `true`, but for `cycles`. */
export interface GraphOptions {
  /** The largest number of functions; default 7. */
  readonly size?: number;
  /** Functions that throw, and functions that catch. */
  readonly errors?: boolean;
  /** Functions that open contexts of their own (S21). */
  readonly opening?: boolean;
  /** Calls that close cycles (S20), in half of the graphs. Default `false`. */
  readonly cycles?: boolean;
  /** Functions that read the world (S27). */
  readonly inputs?: boolean;
  /** `reuse: false`, `cacheErrors: false` and a coarse `equals`; values that are new objects each time. */
  readonly options?: boolean;
}

/** Arguments and values that an engine may confuse. */
export const plainValues: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 6 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(-0, Number.NaN, undefined, null, "1", "", true, 1n),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>([1, 2], { a: 1 }, [], [[0]], [-0]) },
);

/**
 * Specifications of graphs: dynamic dependencies, errors thrown and caught, contexts opened inside
 * functions, diamonds, fans and chains, functions of several arities and kinds of arguments. Give one to
 * `buildGraph`. Shrinks to fewer functions with simpler bodies.
 */
export function graphArbitrary(options: GraphOptions = {}): fc.Arbitrary<GraphSpec> {
  const { size = 7, cycles = false } = options;
  return fc
    .record({
      functions: fc.array(functionSpecs(options), { minLength: 2, maxLength: size, size: "max" }),
      cycles: cycles ? fc.boolean() : fc.constant(false),
    })
    .map(printing);
}

function printing(spec: GraphSpec): GraphSpec {
  return Object.defineProperty({ ...spec }, fc.toStringMethod, {
    value: () => showGraph(spec),
    enumerable: false,
  });
}

function functionSpecs(options: GraphOptions): fc.Arbitrary<FunctionSpec> {
  const seldom =
    options.options === false
      ? fc.constant(false)
      : fc.oneof(
          { weight: 6, arbitrary: fc.constant(false) },
          { weight: 1, arbitrary: fc.constant(true) },
        );
  const body = expressions(options);
  return fc
    .record({
      tuples: fc.array(fc.array(plainValues, { maxLength: 3 }), { minLength: 1, maxLength: 2 }),
      body,
      reuseOff: seldom,
      cacheErrorsOff: seldom,
      coarse: seldom,
      fresh: seldom,
      fingerprint: fc.boolean(),
    })
    .map(({ reuseOff, cacheErrorsOff, ...spec }) => ({
      ...spec,
      reuse: !reuseOff,
      cacheErrors: !cacheErrorsOff,
    }));
}

function calls(cycles: boolean): fc.Arbitrary<CallSpec> {
  return fc.record({
    kind: fc.constant("call" as const),
    back: fc.oneof(fc.nat({ max: 1 }), fc.nat({ max: 5 })),
    tuple: fc.nat({ max: 1 }),
    ahead: cycles
      ? fc.oneof(
          { weight: 4, arbitrary: fc.constant(false) },
          { weight: 1, arbitrary: fc.constant(true) },
        )
      : fc.constant(false),
  });
}

function expressions(options: GraphOptions): fc.Arbitrary<Expression> {
  const { errors = true, opening = true, cycles = false, inputs = true } = options;
  const call = calls(cycles);
  const leaves: fc.WeightedArbitrary<Expression>[] = [
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("constant" as const), value: plainValues }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("argument" as const), index: fc.nat({ max: 2 }) }),
    },
    { weight: 8, arbitrary: call },
  ];
  const world = fc.record({ kind: fc.constant("world" as const), cell: fc.nat({ max: 1 }) });
  if (inputs) leaves.push({ weight: 1, arbitrary: world });
  return fc.letrec<{ tree: Expression; leaf: Expression; open: Expression }>((tie) => ({
    leaf: fc.oneof({ withCrossShrink: true }, ...leaves),
    tree: fc.oneof(
      { depthSize: "small", maxDepth: 3, withCrossShrink: true },
      { weight: 2, arbitrary: tie("leaf") },
      ...composites(tie("tree"), errors),
      ...(opening ? [{ weight: 2, arbitrary: openings(call, tie("tree")) }] : []),
    ),
    open: tie("tree"),
  })).tree;
}

function composites(
  tree: fc.Arbitrary<Expression>,
  errors: boolean,
): fc.WeightedArbitrary<Expression>[] {
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
  const throwing = fc.record({
    kind: fc.constant("throw" as const),
    when: tree,
    message: fc.constantFrom("a", "b"),
  });
  const catching = fc.record({ kind: fc.constant("catch" as const), body: tree, instead: tree });
  return [
    { weight: 6, arbitrary: mixed },
    { weight: 3, arbitrary: chosen },
    ...(errors
      ? [
          { weight: 2, arbitrary: throwing },
          { weight: 2, arbitrary: catching },
        ]
      : []),
  ];
}

function openings(
  call: fc.Arbitrary<CallSpec>,
  tree: fc.Arbitrary<Expression>,
): fc.Arbitrary<Expression> {
  return fc.record({
    kind: fc.constant("open" as const),
    how: fc.constantFrom("new" as const, "fork" as const),
    before: fc.option(tree, { nil: undefined }),
    tweaks: fc.array(fc.record({ at: call, to: replacementArbitrary, all: fc.boolean() }), {
      maxLength: 2,
    }),
    after: tree,
    twice: fc.boolean(),
  });
}

/** What a tweak of one node puts in its place. */
export const replacementArbitrary: fc.Arbitrary<ReplacementSpec> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("value" as const), value: plainValues }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("add" as const), by: fc.integer({ min: 0, max: 3 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("anonymous" as const),
      by: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "failing" as const }) },
);

/** What a tweak of a whole function puts in place of its nodes, and of which. */
export const wholeArbitrary: fc.Arbitrary<WholeSpec> = fc.record({
  to: fc.oneof(
    { weight: 2, arbitrary: replacementArbitrary },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("callback" as const),
        use: fc.constantFrom("base" as const, "nothing" as const, "catch" as const),
        by: fc.integer({ min: 0, max: 3 }),
      }),
    },
  ),
  where: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("all" as const, "first" as const, "some" as const) },
    { weight: 1, arbitrary: fc.constant("throwing" as const) },
  ),
});
