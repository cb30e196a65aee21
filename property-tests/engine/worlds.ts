import { type Context, type Node, Tweaks } from "@dug/core";
import {
  graphArbitrary,
  type Outcome,
  replacementArbitrary,
  sameOutcome,
  type Subject,
  wholeArbitrary,
} from "@dug/testing";
import fc from "fast-check";

/** Tweaks by number: of a node, or of a whole function. */
export interface Put {
  readonly at: number;
  readonly to: number;
  readonly all: boolean;
}

/** A few of them, each of another target. */
export const puts: fc.Arbitrary<readonly Put[]> = fc.uniqueArray(
  fc.record({ at: fc.nat({ max: 20 }), to: fc.nat({ max: 20 }), all: fc.boolean() }),
  { maxLength: 4, selector: ({ at, all }) => `${at % 7} ${all}` },
);

/** A graph, and what may be put in place of its nodes and functions. */
export const worlds = fc.record({
  spec: graphArbitrary({ cycles: false }),
  singles: fc.array(replacementArbitrary, { minLength: 6, maxLength: 6 }),
  wholes: fc.array(wholeArbitrary, { minLength: 4, maxLength: 4 }),
});

/** The element that a number means. */
export function pick<T>(list: readonly T[], at: number): T {
  const found = list[at % list.length];
  if (found === undefined) throw new RangeError("There is nothing to pick from.");
  return found;
}

/** A set of tweaks with one more. */
export function put(tweaks: Tweaks, subject: Subject, { at, to, all }: Put): Tweaks {
  if (all) return subject.tweakAll(tweaks, at % subject.functions.length, to);
  return subject.tweak(tweaks, pick(subject.nodes, at), to);
}

/** The set of these tweaks. */
export function tweaksOf(subject: Subject, list: readonly Put[]): Tweaks {
  return list.reduce((tweaks, each) => put(tweaks, subject, each), Tweaks.empty);
}

/** What a node comes to in a context. */
export function outcome(context: Context, node: Node): Outcome {
  try {
    return { kind: "value", value: context.evaluate(node) };
  } catch (error) {
    return { kind: "error", error };
  }
}

/** What every node comes to, in order. */
export function outcomes(context: Context, { nodes }: Subject): readonly Outcome[] {
  return nodes.map((node) => outcome(context, node));
}

/** Pairs of outcomes that are not the same. */
export function differences(
  found: readonly Outcome[],
  wanted: readonly Outcome[],
): readonly unknown[] {
  return found.flatMap((each, i) => (sameOutcome(each, wanted[i]) ? [] : [[each, wanted[i]]]));
}
