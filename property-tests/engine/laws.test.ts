import { Context, type Node, Tweaks } from "@dug/core";
import {
  buildGraph,
  checkInvariants,
  graphArbitrary,
  graphSubject,
  type Outcome,
  oracle,
  replacementArbitrary,
  runs,
  sameOutcome,
  type Subject,
  wholeArbitrary,
} from "@dug/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { settings } from "./settings.ts";

/** Tweaks by number: of a node, or of a whole function. */
interface Put {
  readonly at: number;
  readonly to: number;
  readonly all: boolean;
}

const puts: fc.Arbitrary<readonly Put[]> = fc.uniqueArray(
  fc.record({ at: fc.nat({ max: 20 }), to: fc.nat({ max: 20 }), all: fc.boolean() }),
  { maxLength: 4, selector: ({ at, all }) => `${at % 7} ${all}` },
);

const worlds = fc.record({
  spec: graphArbitrary({ cycles: false }),
  singles: fc.array(replacementArbitrary, { minLength: 6, maxLength: 6 }),
  wholes: fc.array(wholeArbitrary, { minLength: 4, maxLength: 4 }),
});

function pick<T>(list: readonly T[], at: number): T {
  const found = list[at % list.length];
  if (found === undefined) throw new RangeError("There is nothing to pick from.");
  return found;
}

function put(tweaks: Tweaks, subject: Subject, { at, to, all }: Put): Tweaks {
  if (all) return subject.tweakAll(tweaks, at % subject.functions.length, to);
  return subject.tweak(tweaks, pick(subject.nodes, at), to);
}

function tweaksOf(subject: Subject, list: readonly Put[]): Tweaks {
  return list.reduce((tweaks, each) => put(tweaks, subject, each), Tweaks.empty);
}

function outcome(context: Context, node: Node): Outcome {
  try {
    return { kind: "value", value: context.evaluate(node) };
  } catch (error) {
    return { kind: "error", error };
  }
}

function outcomes(context: Context, { nodes }: Subject): readonly Outcome[] {
  return nodes.map((node) => outcome(context, node));
}

/** Pairs of outcomes that are not the same. */
function differences(found: readonly Outcome[], wanted: readonly Outcome[]): readonly unknown[] {
  return found.flatMap((each, i) => (sameOutcome(each, wanted[i]) ? [] : [[each, wanted[i]]]));
}

function read(context: Context, { nodes }: Subject): unknown {
  return nodes.map((node) => [context.peek(node), context.masked.has(node)]);
}

/** Runs a law on random graphs. */
function law(
  body: (subject: Subject, a: readonly Put[], b: readonly Put[], other: Subject) => void,
): void {
  fc.assert(
    fc.property(worlds, puts, puts, ({ spec, singles, wholes }, a, b) => {
      const plain = { ...spec, functions: spec.functions.map((fn) => ({ ...fn, reuse: false })) };
      body(
        graphSubject(buildGraph(spec), singles, wholes),
        a,
        b,
        graphSubject(buildGraph(plain), singles, wholes),
      );
    }),
    settings(),
  );
}

test("[S1, S12] a context's values are the oracle's under its layers", () => {
  law((subject, a, b) => {
    const parent = new Context("parent", { parent: null }).apply(tweaksOf(subject, a));
    outcomes(parent, subject);
    const child = parent.fork("child").apply(tweaksOf(subject, b));
    const layers = [tweaksOf(subject, a), tweaksOf(subject, b)];
    expect(
      differences(
        outcomes(child, subject),
        subject.nodes.map((node) => oracle(node, layers)),
      ),
    ).toEqual([]);
    checkInvariants(child);
  });
});

test("[S2] the order in which nodes are tweaked does not matter for values", () => {
  law((subject, a) => {
    const single = a.filter(({ all }) => !all);
    const nodeOf = ({ at }: Put): Node => pick(subject.nodes, at);
    const distinct = single.filter(
      (each, i) => single.findIndex((other) => nodeOf(other).equals(nodeOf(each))) === i,
    );
    const base = new Context("base", { parent: null });
    outcomes(base, subject);
    const [forth, back] = [base.fork(), base.fork()];
    for (const context of [forth, back]) context.run(() => undefined); // so that each tweak acts at once
    for (const each of distinct) forth.apply(put(Tweaks.empty, subject, each));
    for (const each of distinct.toReversed()) back.apply(put(Tweaks.empty, subject, each));
    expect(differences(outcomes(forth, subject), outcomes(back, subject))).toEqual([]);
  });
});

test("[S9] re-entering equals a fresh fork with the same tweaks, in values", () => {
  law((subject, a, b) => {
    const base = new Context("base", { parent: null });
    const child = base.fork("child").apply(tweaksOf(subject, b));
    outcomes(child, subject);
    base.apply(tweaksOf(subject, a));
    outcomes(base, subject);
    expect(
      differences(
        outcomes(child, subject),
        outcomes(base.fork("fresh").apply(tweaksOf(subject, b)), subject),
      ),
    ).toEqual([]);
    checkInvariants(child);
  });
});

test("[S11] restore after snapshot is the identity and runs nothing", () => {
  law((subject, a, b) => {
    const context = new Context("base", { parent: null }).fork("child").apply(tweaksOf(subject, a));
    outcomes(context, subject);
    const before = read(context, subject);
    const snapshot = context.snapshot();
    context.apply(tweaksOf(subject, b));
    outcomes(context, subject);
    context.restore(snapshot);
    expect(read(context, subject)).toEqual(before);
    const cached = subject.nodes.filter((node) => context.has(node));
    expect(runs(context, () => cached.map((node) => outcome(context, node)))).toEqual([]);
  });
});

test("[S16] turning reuse off changes counts, never values", () => {
  law((subject, a, b, without) => {
    const valued = (each: Subject): readonly Outcome[] => {
      const base = new Context("base", { parent: null });
      outcomes(base, each);
      const child = base.fork("child").apply(tweaksOf(each, a));
      outcomes(child, each);
      return outcomes(child.apply(tweaksOf(each, b)), each);
    };
    expect(differences(valued(subject), valued(without))).toEqual([]);
  });
});

test("[S8] a parent never observes its child", () => {
  law((subject, a, b) => {
    const parent = new Context("parent", { parent: null }).fork().apply(tweaksOf(subject, a));
    subject.nodes.slice(0, 3).forEach((node) => outcome(parent, node));
    const before = read(parent, subject);
    const child = parent.fork("child").apply(tweaksOf(subject, b));
    outcomes(child, subject);
    child.invalidate(pick(subject.nodes, 0)).clear().forget(pick(subject.nodes, 0));
    expect(read(parent, subject)).toEqual(before);
  });
});
