import { Context, type Node, Tweaks } from "@dug/core";
import {
  buildGraph,
  checkInvariants,
  graphSubject,
  type Outcome,
  oracle,
  runs,
  type Subject,
} from "@dug/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { settings } from "./settings.ts";
import {
  differences,
  outcome,
  outcomes,
  pick,
  type Put,
  put,
  puts,
  tweaksOf,
  worlds,
} from "./worlds.ts";

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
