import * as core from "@dug/core";
import { Context, DugError, flow, here, memoize, Node, shift, signal, Tweaks } from "@dug/core";
import { expect, test } from "vitest";

const one = memoize("misuse.one", (): number => 1);
const later = memoize("misuse.later", async (): Promise<number> => 1);
const ring: () => number = memoize("misuse.ring", (): number => ring() + 1);
const endless: (n: number) => number = memoize("misuse.endless", (n: number) => endless(n + 1));
const odd = memoize("misuse.odd", (value: unknown): number => (value === 1 ? 1 : 0));
const anonymous = memoize((value: unknown): unknown => value);

class Nobody {
  readonly name: string = "nobody";
}

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
  [core.dugKey](): number {
    return this.cents;
  }
}

/** Runs code inside an evaluation. */
function inside<R>(body: () => R): R {
  return new Context().evaluate(memoize(body).node());
}

function leftOpen(): void {
  new Context("outer", { parent: null }).run(() => void new Context("left").enter());
}

function busy(): void {
  const dynamic = new Context("dynamic");
  const [left, right] = [new Context("left"), new Context("right", { parent: null })];
  left.run(() => dynamic.run(() => right.run(() => dynamic.run(() => 1))));
}

async function late(): Promise<unknown> {
  let place: core.Here | undefined;
  const settled = memoize(async (): Promise<void> => {
    place = here();
  });
  await new Context().evaluate(settled.node());
  return place?.run(() => one());
}

function untracked(): unknown {
  let world = 1;
  const reader = memoize((): number => world);
  const context = new Context("verified", { verify: 1 });
  context.evaluate(reader.node());
  world = 2;
  return context.evaluate(reader.node());
}

/** What S1 to S27 name as a misuse: the rule, what is done, the error's class, and the act. */
const misuses: readonly (readonly [
  rule: string,
  misuse: string,
  error: string,
  act: () => unknown,
])[] = [
  [
    "S2",
    "a memoised call in a shift",
    "CallInShiftError",
    () =>
      new Context()
        .tweak(
          one.node(),
          shift((base: number) => base + one()),
        )
        .evaluate(one.node()),
  ],
  ["S5", "a call outside every context", "OutsideContextError", () => one()],
  ["S5", "`Context.current` outside every context", "OutsideContextError", () => Context.current],
  ["S5", "an asynchronous call there, synchronously", "OutsideContextError", () => void later()],
  ["S6", "one dynamic context under two parents", "ContextBusyError", busy],
  [
    "S10",
    "disposing out of order",
    "ContextOrderError",
    () => {
      const base = new Context("base");
      using outer = base.enter();
      using inner = base.fork().enter();
      expect(inner).toBeDefined();
      outer[Symbol.dispose]();
    },
  ],
  ["S10", "a context left entered", "ContextOrderError", leftOpen],
  [
    "S11",
    "another's snapshot",
    "ForeignSnapshotError",
    () => new Context().restore(new Context().snapshot()),
  ],
  [
    "S12",
    "writing an anonymous shift",
    "UnserialisableTweakError",
    () =>
      Tweaks.empty
        .tweak(
          one.node(),
          shift((base: number) => base),
        )
        .toJSON(),
  ],
  [
    "S12a",
    "a memoised call in a filter",
    "CallInShiftError",
    () => new Context().tweakAll(odd, 2, { where: () => one() === 1 }).evaluate(odd.node(1)),
  ],
  ["S20", "a call of oneself", "CycleError", () => new Context().run(() => ring())],
  [
    "S21",
    "entering a context from an evaluation that did not make it",
    "ForeignContextError",
    () => inside(() => new Context("other", { parent: null }).run(() => 1)),
  ],
  [
    "S21",
    "`Context.outside` from an evaluation",
    "ForeignContextError",
    () => inside(() => Context.outside(() => 1)),
  ],
  [
    "S21",
    "changing a context from there",
    "TweakDuringEvaluationError",
    () => {
      const base = new Context();
      return inside(() => base.tweak(one.node(), 2));
    },
  ],
  [
    "S21",
    "reading out from there",
    "ReadDuringEvaluationError",
    () => inside(() => Context.current.get(one.node())),
  ],
  [
    "S22b",
    "an asynchronous call in a synchronous function",
    "AsyncInSyncError",
    () => inside(() => void later()),
  ],
  [
    "S22b",
    "an undeclared thenable",
    "UndeclaredAsyncError",
    () => inside(() => Promise.resolve(1)),
  ],
  [
    "S22b",
    "`run` of a plain function that returns a promise",
    "UndeclaredAsyncError",
    () => new Context().run(() => later()),
  ],
  [
    "S22b",
    "memoising a generator function",
    "UnsupportedFunctionError",
    () =>
      memoize("misuse.generator", function* () {
        yield 1;
      } as never),
  ],
  ["S22e", "a handle of a settled frame", "LateCallError", late],
  ["S22e", "`here` outside every context", "OutsideContextError", () => here()],
  ["S22f", "`signal` outside every context", "OutsideContextError", () => signal()],
  ["S23", "plain calls without end", "DepthError", () => new Context().run(() => endless(0))],
  ["S24", "a plain function as an argument", "UnsupportedArgumentError", () => odd.node(() => 1)],
  ["S24", "a symbol", "UnsupportedArgumentError", () => odd.node([{ a: Symbol("?") }])],
  [
    "S24",
    "an instance of nobody's class",
    "UnsupportedArgumentError",
    () => odd.node(new Nobody()),
  ],
  [
    "S24",
    "a cyclic structure",
    "UnsupportedArgumentError",
    () => {
      const cyclic: unknown[] = [];
      cyclic.push(cyclic);
      return odd.node(cyclic);
    },
  ],
  [
    "S25",
    "a second function of a name",
    "DuplicateNameError",
    () => memoize("misuse.one", () => 2),
  ],
  ["S25", "reading an unknown name", "UnknownFunctionError", () => Node.parse("misuse.nobody()")],
  ["S25", "reading what is no node", "NodeSyntaxError", () => Node.parse("misuse.one(")],
  [
    "S25",
    "writing an anonymous function",
    "AnonymousFunctionError",
    () => anonymous.node(1).toJSON(),
  ],
  [
    "S25",
    "writing an instance without [dugFrom]",
    "UnserialisableArgumentError",
    () => odd.node(new Money(1)).toJSON(),
  ],
  ["S27", "reading the world unmarked", "UntrackedReadError", untracked],
  [
    "API",
    "no function to memoise",
    "InvalidArgumentError",
    () => memoize("misuse.none", 5 as never),
  ],
  ["API", "a flow of no generator", "InvalidArgumentError", () => inside(flow((() => 1) as never))],
];

async function thrownBy(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error;
  }
  return undefined;
}

test.for(misuses)("[%s] %s: %s", async ([, , name, act]) => {
  const error = await thrownBy(act);
  expect(error).toBeInstanceOf(DugError);
  const { constructor, code, message } = error as DugError;
  expect(constructor.name).toBe(name);
  expect(code).toMatch(/^[A-Z_]+$/);
  // What happened, to what, and a next step: more than a word or two, and whole sentences.
  expect(message).toMatch(/^\S.{25,}[.…]$/s);
  expect(message).not.toMatch(/undefined|\[object|NaN/);
});

test("every class of error is in the table, but for their common one and that of two copies", () => {
  const classes = Object.entries(core)
    .filter(([name, value]) => name.endsWith("Error") && typeof value === "function")
    .map(([name]) => name);
  const told = new Set(misuses.map(([, , name]) => name));
  // `DugError` is what all extend; two copies of the package are had in two-copies.test.ts.
  expect(classes.filter((name) => !told.has(name)).toSorted()).toEqual([
    "DugError",
    "TwoCopiesError",
  ]);
});
