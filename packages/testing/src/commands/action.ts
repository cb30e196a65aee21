import fc from "fast-check";
import type { Share } from "../reference/pool.ts";

export const shares: fc.Arbitrary<Share> = fc.constantFrom("none", "all", "few");

/** What is done to a context, with nothing more to be said. */
export type PlainKind =
  "refresh" | "clear" | "dropIndexes" | "forgetShared" | "snapshot" | "drop" | "fork" | "forgetful";

/**
 * One thing to do to a family of contexts, as plain data. Contexts, nodes, functions, snapshots and
 * values are numbers, reduced to what there is when the action is carried out.
 */
export type Action =
  | { readonly kind: "evaluate"; readonly context: number; readonly node: number }
  | { readonly kind: "tweak"; readonly context: number; readonly node: number; readonly to: number }
  | {
      readonly kind: "tweakAll";
      readonly context: number;
      readonly fn: number;
      readonly to: number;
    }
  | {
      readonly kind: "apply";
      readonly context: number;
      readonly puts: readonly {
        readonly node: number;
        readonly to: number;
        readonly all: boolean;
      }[];
    }
  | {
      readonly kind: "untweak" | "invalidate" | "forget";
      readonly context: number;
      readonly node: number;
    }
  | {
      readonly kind: "untweakAll" | "invalidateAll" | "forgetAll";
      readonly context: number;
      readonly fn: number;
    }
  | {
      readonly kind: PlainKind;
      readonly context: number;
    }
  | { readonly kind: "sharing"; readonly context: number; readonly share: Share }
  | { readonly kind: "root"; readonly share: Share }
  | { readonly kind: "dynamic" }
  | { readonly kind: "restore" | "forkSnapshot"; readonly snapshot: number }
  | { readonly kind: "world"; readonly cell: number; readonly value: number }
  | {
      readonly kind: "nest";
      readonly context: number;
      readonly actions: readonly Action[];
      readonly throws: boolean;
    };

const index = fc.nat({ max: 30 });

function on<K extends Action["kind"]>(
  kind: K,
): { kind: fc.Arbitrary<K>; context: fc.Arbitrary<number> } {
  return { kind: fc.constant(kind), context: fc.nat({ max: 7 }) };
}

const node = { node: index };
const fn = { fn: index };
const to = { to: index };

const appliances: fc.Arbitrary<Action> = fc.record({
  ...on("apply"),
  puts: fc.array(fc.record({ ...node, ...to, all: fc.boolean() }), { minLength: 1, maxLength: 3 }),
});

/** Actions as they come, of which evaluating and tweaking are the most frequent. */
export const actions: fc.Arbitrary<Action> = fc.letrec<{ action: Action; nest: Action }>((tie) => ({
  action: fc.oneof(
    { maxDepth: 2, depthSize: "small", withCrossShrink: true },
    { weight: 10, arbitrary: fc.record({ ...on("evaluate"), ...node }) },
    { weight: 8, arbitrary: fc.record({ ...on("tweak"), ...node, ...to }) },
    { weight: 3, arbitrary: fc.record({ ...on("tweakAll"), ...fn, ...to }) },
    { weight: 3, arbitrary: fc.record({ ...on("untweak"), ...node }) },
    { weight: 1, arbitrary: fc.record({ ...on("untweakAll"), ...fn }) },
    { weight: 2, arbitrary: fc.record({ ...on("invalidate"), ...node }) },
    { weight: 1, arbitrary: fc.record({ ...on("invalidateAll"), ...fn }) },
    { weight: 1, arbitrary: fc.record({ ...on("forget"), ...node }) },
    { weight: 1, arbitrary: fc.record({ ...on("forgetAll"), ...fn }) },
    { weight: 1, arbitrary: fc.record(on("refresh")) },
    { weight: 1, arbitrary: fc.record(on("clear")) },
    { weight: 1, arbitrary: fc.record(on("dropIndexes")) },
    { weight: 2, arbitrary: fc.record(on("snapshot")) },
    { weight: 5, arbitrary: fc.record(on("fork")) },
    { weight: 1, arbitrary: fc.record(on("forgetful")) },
    { weight: 1, arbitrary: fc.record(on("drop")) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("root" as const), share: shares }) },
    { weight: 1, arbitrary: fc.record({ ...on("sharing"), share: shares }) },
    { weight: 1, arbitrary: fc.record(on("forgetShared")) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("dynamic" as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("restore" as const), snapshot: fc.nat({ max: 5 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("forkSnapshot" as const),
        snapshot: fc.nat({ max: 5 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("world" as const),
        cell: fc.nat({ max: 1 }),
        value: fc.nat({ max: 3 }),
      }),
    },
    { weight: 2, arbitrary: appliances },
    { weight: 4, arbitrary: tie("nest") },
  ),
  nest: fc.record({
    ...on("nest"),
    actions: fc.array(tie("action"), { minLength: 1, maxLength: 5 }),
    throws: fc.oneof(
      { weight: 4, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  }),
})).action;
