import {
  Context,
  defineShift,
  memoize,
  type Node,
  type Tweaks,
  UntrackedReadError,
} from "@dug/core";
import {
  buildGraph,
  checkInvariants,
  graphSubject,
  type Outcome,
  oracle,
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
  puts,
  tweaksOf,
  worlds,
} from "./worlds.ts";

/** How a root shares. */
type Share = boolean | { readonly keep: number };

/** What can be seen of a context: what was cached when it was entered first, its outcomes, its masks. */
interface Seen {
  readonly cached: readonly boolean[];
  readonly outcomes: readonly Outcome[];
  readonly masked: readonly boolean[];
}

/** The nodes as they are in a context, read in an order that a number turns. */
function look(context: Context, { nodes }: Subject, turn: number, forget?: () => void): Seen {
  const cached = nodes.map((node) => context.has(node));
  const found = new Map<Node, Outcome>();
  context.run(() => {
    nodes.forEach((_, i) => {
      const node = pick(nodes, i + turn);
      found.set(node, outcome(context, node));
      forget?.();
    });
  });
  return {
    cached,
    outcomes: nodes.map((node) => found.get(node) as Outcome),
    masked: nodes.map((node) => context.masked.has(node)),
  };
}

interface Family {
  readonly root: Context;
  readonly seen: readonly Seen[];
  readonly runs: ReadonlyMap<string, number>;
}

/** Makes a family of children and grandchildren, and looks at each of them. */
function family(
  subject: Subject,
  lists: readonly (readonly Put[])[],
  share: Share,
  isForgetful = false,
): Family {
  const root = new Context("root", { parent: null, share });
  const runs = new Map<string, number>();
  root.observe(["evaluated"], ({ node }) =>
    runs.set(String(node), (runs.get(String(node)) ?? 0) + 1),
  );
  const contexts = [root];
  const seen = lists.map((list, i) => {
    const parent = pick(contexts, i * 5);
    const context = parent.fork(`context ${i}`).apply(tweaksOf(subject, list));
    contexts.push(context);
    return look(context, subject, i, isForgetful ? () => root.forgetShared() : undefined);
  });
  return { root, seen, runs };
}

function sameSeen(found: Family, wanted: Family): void {
  expect(found.seen.map(({ cached }) => cached)).toEqual(wanted.seen.map(({ cached }) => cached));
  expect(found.seen.map(({ masked }) => masked)).toEqual(wanted.seen.map(({ masked }) => masked));
  const [here, there] = [found, wanted].map(({ seen }) => seen.flatMap((each) => each.outcomes));
  expect(differences(here ?? [], there ?? [])).toEqual([]);
}

/** What each context of a family tweaks: of a few sets of tweaks, so that some have the same. */
const trees: fc.Arbitrary<readonly (readonly Put[])[]> = fc
  .tuple(
    fc.array(puts, { minLength: 1, maxLength: 3 }),
    fc.array(fc.nat({ max: 2 }), { minLength: 3, maxLength: 7, size: "max" }),
  )
  .map(([sets, picks]) => picks.map((at) => pick(sets, at)));

function subjects(
  body: (subject: Subject, lists: readonly (readonly Put[])[]) => void,
  runs?: number,
): void {
  fc.assert(
    fc.property(worlds, trees, ({ spec, singles, wholes }, lists) =>
      body(graphSubject(buildGraph(spec), singles, wholes), lists),
    ),
    settings(runs),
  );
}

test("[S17, S8] sharing changes how often functions run, never a value, an error, a mask or `has`", () => {
  let saved = 0;
  subjects((subject, lists) => {
    const alone = family(subject, lists, false);
    const shared = family(subject, lists, true);
    sameSeen(shared, alone);
    for (const [node, count] of shared.runs)
      expect(`${node}: ${Math.max(count, alone.runs.get(node) ?? 0)}`).toBe(
        `${node}: ${alone.runs.get(node)}`,
      );
    saved += shared.root.sharing?.saved ?? 0;
  });
  expect(saved).toBeGreaterThan(500);
});

test("[S17] however few are kept, and forgotten in mid-run, values and masks stay the same", () => {
  let forgotten = 0;
  subjects((subject, lists) => {
    const alone = family(subject, lists, false);
    for (const keep of [1, 2]) {
      const shared = family(subject, lists, { keep });
      sameSeen(shared, alone);
      forgotten += shared.root.sharing?.forgotten ?? 0;
    }
    sameSeen(family(subject, lists, true, true), alone);
  });
  expect(forgotten).toBeGreaterThan(100);
});

const scripts = fc.array(
  fc.record({
    kind: fc.constantFrom("tweak", "parent", "snapshot", "restore", "forgetShared", "sibling"),
    list: puts,
  }),
  { maxLength: 8, size: "max" },
);
type Script = typeof scripts extends fc.Arbitrary<infer S> ? S : never;

test("[S17, S1] whatever is shared, forgotten, restored, re-entered or changed above, values are the oracle's", () => {
  const shares = fc.constantFrom<Share>(true, { keep: 1 });
  fc.assert(
    fc.property(worlds, puts, scripts, shares, ({ spec, singles, wholes }, own, script, share) => {
      const subject = graphSubject(buildGraph(spec), singles, wholes);
      const parent = new Context("parent", { parent: null, share });
      const child = parent.fork("child").apply(tweaksOf(subject, own));
      follow(subject, parent, child, script);
      expect(child.sharing).toBeDefined();
    }),
    settings(),
  );
});

/** Changes a child and what is around it, and compares it with the oracle after each step; at last the fork of a snapshot, too. */
function follow(subject: Subject, parent: Context, child: Context, script: Script): void {
  const wanted = (layers: readonly Tweaks[]): readonly Outcome[] =>
    subject.nodes.map((node) => oracle(node, layers));
  let snapshot = child.snapshot();
  let then = [parent.tweaks, child.tweaks];
  for (const { kind, list } of script) {
    const tweaks = tweaksOf(subject, list);
    if (kind === "tweak") child.apply(tweaks);
    if (kind === "parent") parent.apply(tweaks);
    if (kind === "restore") child.restore(snapshot);
    if (kind === "forgetShared") child.forgetShared();
    if (kind === "sibling") outcomes(parent.fork("sibling").apply(tweaks), subject);
    const now = [parent.tweaks, child.tweaks];
    expect(differences(outcomes(child, subject), wanted(now))).toEqual([]);
    checkInvariants(child);
    if (kind === "snapshot") [snapshot, then] = [child.snapshot(), now];
  }
  expect(differences(outcomes(snapshot.fork(), subject), wanted(then))).toEqual([]);
}

/** What a function reads: one node, then another that depends on the first, then a third perhaps. */
interface Plan {
  readonly first: number;
  readonly odd: number;
  readonly even: number;
  readonly last: number | undefined;
  readonly modulus: number;
  readonly throws: boolean;
  readonly catches: boolean;
}

const number = fc.nat({ max: 6 });
const plans: fc.Arbitrary<readonly Plan[]> = fc.array(
  fc.record({
    first: number,
    odd: number,
    even: number,
    last: fc.option(number, { nil: undefined }),
    modulus: fc.constantFrom(2, 3, 7),
    throws: fc.boolean(),
    catches: fc.boolean(),
  }),
  { minLength: 2, maxLength: 6, size: "max" },
);

/** Functions that write down what each of their runs read, as text. */
class Recorded {
  readonly functions: (() => number)[] = [() => 0, () => 1, () => 2].map((source) =>
    memoize(source),
  );
  readonly runs = new Map<string, number>();
  readonly #errors = new Map<unknown, number>();

  constructor(list: readonly Plan[]) {
    list.forEach((plan) => {
      const index = this.functions.length;
      this.functions.push(memoize(() => this.#run(plan, index)));
    });
  }

  get nodes(): readonly Node<number>[] {
    return this.functions.map((fn) => (fn as ReturnType<typeof memoize<() => number>>).node());
  }

  #run(plan: Plan, index: number): number {
    const reads: string[] = [];
    try {
      const first = this.#read(plan.first % index, plan, reads);
      const second = this.#read((first % 2 === 0 ? plan.even : plan.odd) % index, plan, reads);
      const third = plan.last === undefined ? 0 : this.#read(plan.last % index, plan, reads);
      const sum = first * 3 + second + third;
      if (plan.throws && sum % 5 === 0) throw new RangeError("a multiple of 5");
      return sum % plan.modulus;
    } finally {
      const text = `${index}: ${reads.join()}`;
      this.runs.set(text, (this.runs.get(text) ?? 0) + 1);
    }
  }

  #read(at: number, { catches }: Plan, reads: string[]): number {
    try {
      const value = pick(this.functions, at)();
      reads.push(`${at} is ${Object.is(value, -0) ? "-0" : value}`);
      return value;
    } catch (error) {
      if (!this.#errors.has(error)) this.#errors.set(error, this.#errors.size);
      reads.push(`${at} throws error ${this.#errors.get(error)}`);
      if (!catches) throw error;
      return 1;
    }
  }
}

const deeds = fc.array(
  fc.record({
    kind: fc.constantFrom(
      "fork",
      "tweak",
      "shift",
      "untweak",
      "read",
      "readAll",
      "restore",
      "clear",
    ),
    context: number,
    node: number,
    value: fc.constantFrom(0, 1, 2, -0),
  }),
  { minLength: 5, maxLength: 30, size: "max" },
);

const bump = defineShift("sharing.bump", (value: number, by: number) => value + by);

test("[S17] in a sharing family each function runs once for each combination of values that it reads", () => {
  fc.assert(
    fc.property(plans, deeds, (list, script) => {
      const recorded = new Recorded(list);
      const { nodes } = recorded;
      const contexts = [new Context("root", { parent: null, share: true })];
      const snapshots = contexts.map((context) => ({ context, snapshot: context.snapshot() }));
      for (const { kind, context: at, node: which, value } of script) {
        const context = pick(contexts, at);
        const node = pick(nodes, which);
        if (kind === "fork") contexts.push(context.fork());
        if (kind === "tweak") context.tweak(node, value);
        if (kind === "shift") context.tweak(node, bump(value));
        if (kind === "untweak") context.untweak(node);
        if (kind === "clear") context.clear();
        if (kind === "read") outcome(context, node);
        if (kind === "readAll") nodes.forEach((each) => outcome(context, each));
        if (kind === "restore") {
          const { context: of, snapshot } = pick(snapshots, which);
          of.restore(snapshot);
          snapshots.push({ context, snapshot: context.snapshot() });
        }
      }
      for (const context of contexts) nodes.forEach((each) => outcome(context, each));
      expect([...recorded.runs].filter(([, count]) => count > 1)).toEqual([]);
    }),
    settings(),
  );
});

test("[S17] equal named shifts of equal base values call back once", () => {
  const calls: string[] = [];
  const counted = defineShift("sharing.counted", (value: number, by: number) => {
    calls.push(`${Object.is(value, -0) ? "-0" : value} by ${by}`);
    return value + by;
  });
  const applications = fc.array(
    fc.record({
      base: fc.constantFrom(0, -0, 1, Number.NaN),
      by: fc.constantFrom(1, 2),
      twice: fc.boolean(),
    }),
    { maxLength: 12, size: "max" },
  );
  fc.assert(
    fc.property(applications, (list) => {
      calls.length = 0;
      const x = memoize(() => 0);
      const root = new Context("root", { parent: null, share: true });
      const wanted = new Set<string>();
      for (const { base, by, twice } of list) {
        const under = root.fork().tweak(x.node(), base);
        const context = under.fork().tweak(x.node(), counted(by));
        expect(context.evaluate(x.node())).toBe(base + by);
        wanted.add(`${Object.is(base, -0) ? "-0" : base} by ${by}`);
        if (!twice) continue;
        expect(context.fork().tweak(x.node(), counted(by)).evaluate(x.node())).toBe(base + by + by);
        wanted.add(`${base + by} by ${by}`);
      }
      expect(calls.toSorted()).toEqual([...wanted].toSorted());
    }),
    settings(),
  );
});

test("[S27] verification complains of no graph that is shared", () => {
  subjects((subject, lists) => {
    const root = new Context("root", { parent: null, share: true, verify: 1 });
    const found = lists.flatMap((list) =>
      outcomes(root.fork().apply(tweaksOf(subject, list)), subject),
    );
    const errors = found.flatMap((each) => (each.kind === "error" ? [each.error] : []));
    expect(errors.filter((error) => error instanceof UntrackedReadError)).toEqual([]);
  }, 100);
});

test("[S27] verification finds an untracked read that sharing would spread", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1 }), fc.integer(), (before, more, rate) => {
      let world = before;
      const source = memoize(() => 0);
      const leaky = memoize(() => [source(), world]);
      const roots = [0, 1].map((verify) => new Context("", { parent: null, share: true, verify }));
      const [trusting, verifying] = roots.map((root) => {
        root.fork().tweak(source.node(), rate).evaluate(leaky.node());
        return root.fork().tweak(source.node(), rate);
      });
      world = before + more;
      expect(trusting?.evaluate(leaky.node())).toEqual([rate, before]); // spread
      expect(() => verifying?.evaluate(leaky.node())).toThrow(UntrackedReadError);
    }),
    settings(),
  );
});
