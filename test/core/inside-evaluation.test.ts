import {
  Context,
  type DugEvent,
  ForeignContextError,
  memoize,
  ReadDuringEvaluationError,
  TweakDuringEvaluationError,
  Tweaks,
} from "@dug/core";
import { afterEach, describe, expect, test } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

const value = memoize((): number => 1);

/** What the body throws when it is run inside an evaluation in `context`. */
function thrownInside(context: Context, body: () => unknown): unknown {
  let thrown: unknown;
  const evaluation = memoize((): number => {
    try {
      body();
    } catch (error) {
      thrown = error;
    }
    return 1;
  });
  context.evaluate(evaluation.node());
  return thrown;
}

describe("[S21] from inside an evaluation", () => {
  test("a context that it did not make is not entered: a stranger, a fork made before, an ancestor, the current one", () => {
    const base = new Context("base");
    const child = base.fork("child");
    for (const context of [new Context("stranger"), child.fork("fork"), base, child]) {
      expect(thrownInside(child, () => context.run(() => value()))).toBeInstanceOf(
        ForeignContextError,
      );
      expect(thrownInside(child, () => context.enter())).toBeInstanceOf(ForeignContextError);
      expect(thrownInside(child, () => context.evaluate(value.node()))).toBeInstanceOf(
        ForeignContextError,
      );
    }
    expect(base.has(value.node())).toBe(false);
  });

  test("the error names context and node", () => {
    const child = new Context("base").fork("child");
    const entering = memoize((): number => child.run(() => value()));

    expect(() => new Context().evaluate(entering.node())).toThrow(
      expect.objectContaining({
        code: "FOREIGN_CONTEXT",
        node: entering.node(),
        context: expect.stringContaining("child"),
      }),
    );
  });

  test("a context that it made may be: dynamic, or forked of the current one, and forks of these", () => {
    const base = new Context();
    const read = memoize((): number[] => {
      const dynamic = new Context();
      const fork = Context.current.fork();
      const bound = new Context("bound", { parent: Context.current });
      return [dynamic, fork, bound, fork.fork()].map((context) => context.run(() => value()));
    });

    expect(base.evaluate(read.node())).toEqual([1, 1, 1, 1]);
  });

  test("one that it made under a foreign parent is not entered", () => {
    const stranger = new Context("stranger");
    const snapshot = stranger.snapshot();
    const base = new Context();

    for (const make of [
      () => stranger.fork(),
      () => new Context("", { parent: stranger }),
      () => new Context("", { parent: null }),
      () => new Context("", { parent: snapshot }),
      () => snapshot.fork(),
      () => new Context().fork(), // a dynamic context that was never entered is a root [S6]
    ]) {
      expect(thrownInside(base, () => make().run(() => value()))).toBeInstanceOf(
        ForeignContextError,
      );
    }
  });

  test("nor one under the parent of the context that it is evaluated in", () => {
    const base = new Context();
    const child = base.fork();

    expect(thrownInside(child, () => base.fork().run(() => value()))).toBeInstanceOf(
      ForeignContextError,
    );
  });

  test("a fork of a dynamic context that it made and entered may be", () => {
    const base = new Context().tweak(value.node(), 5);
    const read = memoize((): number => {
      const dynamic = new Context();
      return dynamic.run(() => dynamic.fork().run(() => value()));
    });

    expect(base.evaluate(read.node())).toBe(5);
  });

  test("the innermost evaluation counts: what an outer one made is foreign to it", () => {
    const base = new Context();
    let made: Context | undefined;
    let thrown: unknown;
    const inner = memoize((): number => {
      try {
        made?.run(() => value());
      } catch (error) {
        thrown = error;
      }
      return 1;
    });
    const outer = memoize((): number => {
      made = Context.current.fork();
      return inner();
    });
    base.evaluate(outer.node());

    expect(thrown).toBeInstanceOf(ForeignContextError);
  });

  test("also where the inner evaluation runs in a context that the outer one made", () => {
    const base = new Context();
    let made: Context | undefined;
    let thrown: unknown;
    const inner = memoize((): number => {
      try {
        made?.tweak(value.node(), 5);
      } catch (error) {
        thrown = error;
      }
      return value();
    });
    const outer = memoize((): number => {
      made = new Context();
      return made.run(() => inner());
    });

    expect(base.evaluate(outer.node())).toBe(1);
    expect(thrown).toBeInstanceOf(TweakDuringEvaluationError);
  });

  test("a context that an earlier evaluation of the same node made is foreign", () => {
    const base = new Context();
    const made: Context[] = [];
    const errors: unknown[] = [];
    const making = memoize((): number => {
      try {
        made[0]?.run(() => value());
      } catch (error) {
        errors.push(error);
      }
      made.push(Context.current.fork());
      return made.length;
    });
    base.evaluate(making.node());
    base.invalidate(making);
    base.evaluate(making.node());

    expect(made).toHaveLength(2);
    expect(errors.map((error) => error instanceof ForeignContextError)).toEqual([true]);
  });

  test("no context that it did not make is changed", () => {
    const base = new Context("base").tweak(value.node(), 2);
    const snapshot = base.snapshot();
    const set = Tweaks.empty.tweak(value.node(), 9);
    const changes: ((context: Context) => unknown)[] = [
      (context) => context.tweak(value.node(), 3),
      (context) => context.tweakAll(value, 3),
      (context) => context.apply(set),
      (context) => context.untweak(value.node()),
      (context) => context.untweakAll(value),
      (context) => context.invalidate(value),
      (context) => context.invalidate(value.node()),
      (context) => context.refresh(),
      (context) => context.forget(value),
      (context) => context.clear(),
    ];
    const forked = base.fork();
    for (const change of changes) {
      for (const context of [base, forked, new Context()]) {
        expect(thrownInside(base, () => change(context))).toBeInstanceOf(
          TweakDuringEvaluationError,
        );
      }
    }
    expect(thrownInside(base, () => base.restore(snapshot))).toBeInstanceOf(
      TweakDuringEvaluationError,
    );
    expect(thrownInside(base, () => Context.current.tweak(value.node(), 3))).toBeInstanceOf(
      TweakDuringEvaluationError,
    );
    expect(base.evaluate(value.node())).toBe(2);
  });

  test("nor the one that it is evaluated in, whatever that stands under", () => {
    const base = new Context();
    const changing = memoize((): number => {
      Context.current.tweak(value.node(), 5);
      return value();
    });
    const entering = memoize((): number => Context.current.run(() => value()));
    const entered = new Context();
    base.run(() => entered.run(() => value()));
    for (const context of [base, base.fork(), new Context("", { parent: null }), entered]) {
      expect(() => context.evaluate(changing.node())).toThrow(TweakDuringEvaluationError);
      expect(() => context.evaluate(entering.node())).toThrow(ForeignContextError);
    }
  });

  test("one that it made is changed, before it is entered and while it is", () => {
    const base = new Context();
    const bumped = memoize((): number[] => {
      const inner = Context.current.fork().tweak(value.node(), 5);
      const first = inner.run(() => value());
      const second = inner.run(() => (inner.tweak(value.node(), 6), value()));
      const third = inner.untweak(value.node()).run(() => value());
      return [first, second, third];
    });

    expect(base.evaluate(bumped.node())).toEqual([5, 6, 1]);
    expect(base.evaluate(value.node())).toBe(1);
  });

  test("every read-out of any context throws: the current one's, a stranger's, one's own", () => {
    const base = new Context("base");
    base.evaluate(value.node());
    const reads: [string, (context: Context) => unknown][] = [
      ["get", (context) => context.get(value.node())],
      ["has", (context) => context.has(value.node())],
      ["peek", (context) => context.peek(value.node())],
      ["masked", (context) => context.masked],
      ["dependencies", (context) => context.dependencies(value.node())],
      ["dependants", (context) => context.dependants(value.node())],
      ["explain", (context) => context.explain(value.node())],
      ["graph", (context) => context.graph(value.node())],
      ["snapshot", (context) => context.snapshot()],
    ];
    for (const [method, read] of reads) {
      for (const choose of [() => base, () => new Context(), () => Context.current.fork()]) {
        expect(thrownInside(base, () => read(choose()))).toMatchObject({
          code: "READ_DURING_EVALUATION",
          method,
        });
      }
    }
  });

  test("every read-out of a snapshot throws, too", () => {
    const base = new Context("base");
    base.evaluate(value.node());
    const snapshot = base.snapshot();
    const reads: [string, () => unknown][] = [
      ["get", () => snapshot.get(value.node())],
      ["has", () => snapshot.has(value.node())],
      ["peek", () => snapshot.peek(value.node())],
      ["masked", () => snapshot.masked],
      ["dependencies", () => snapshot.dependencies(value.node())],
      ["dependants", () => snapshot.dependants(value.node())],
      ["graph", () => snapshot.graph(value.node())],
      ["diff", () => snapshot.diff(snapshot)],
    ];
    for (const [method, read] of reads) {
      expect(thrownInside(base, read)).toMatchObject({ code: "READ_DURING_EVALUATION", method });
    }
  });

  test("also within a context that it opened, where the evaluation is in the chain", () => {
    const base = new Context();
    expect(
      thrownInside(base, () => new Context().run(() => Context.current.get(value.node()))),
    ).toBeInstanceOf(ReadDuringEvaluationError);
    expect(
      thrownInside(base, () => new Context().run(() => base.tweak(value.node(), 5))),
    ).toBeInstanceOf(TweakDuringEvaluationError);
    expect(
      thrownInside(base, () => new Context().run(() => base.run(() => value()))),
    ).toBeInstanceOf(ForeignContextError);
  });

  test("`Context.outside` throws", () => {
    expect(
      thrownInside(new Context(), () => Context.outside(() => new Context().run(() => value()))),
    ).toBeInstanceOf(ForeignContextError);
  });

  test("`Context.current` is no read-out", () => {
    const base = new Context();
    let current: Context | undefined;

    expect(thrownInside(base, () => (current = Context.current))).toBe(undefined);
    expect(current).toBe(base);
  });

  test("such an error is the outcome, and is not cached [S19]", () => {
    const base = new Context();
    const misusing = memoize((): boolean => {
      ran.push("misusing");
      return base.has(value.node());
    });
    expect(() => base.evaluate(misusing.node())).toThrow(ReadDuringEvaluationError);
    expect(base.has(misusing.node())).toBe(false);
    expect(() => base.evaluate(misusing.node())).toThrow(ReadDuringEvaluationError);

    expect(ran).toEqual(["misusing", "misusing"]);
  });
});

test("[S21] a `run` is no evaluation: inside it everything may be entered, changed and read", () => {
  const base = new Context();
  const other = new Context();
  base.run(() => {
    other.run(() => value());
    other.tweak(value.node(), 5);
    base.tweak(value.node(), 6);

    expect([base.get(value.node()), other.get(value.node())]).toEqual([6, 5]);
    expect(Context.outside(() => other.evaluate(value.node()))).toBe(5);
  });
});

test("[S21] after an evaluation everything is allowed again, also after one that failed", () => {
  const base = new Context();
  const failing = memoize((): never => {
    throw new Error("down");
  });
  expect(() => base.evaluate(failing.node())).toThrow("down");

  expect(base.tweak(value.node(), 5).get(value.node())).toBe(5);
  base.run(() => {
    expect(() => failing()).toThrow("down");
    expect(base.tweak(value.node(), 6).get(value.node())).toBe(6);
  });
});

test("[S21] a change made by whoever is called outside of the evaluation is heard by the calls after it", () => {
  const base = new Context();
  const seen: number[] = [];
  base.run(() => {
    seen.push(value());
    base.tweak(value.node(), 7);
    seen.push(value());
  });

  expect(seen).toEqual([1, 7]);
});

test("[S21] a listener is told during the evaluation and reads nothing out either", () => {
  const base = new Context();
  const errors: unknown[] = [];
  const stop = base.observe((event: DugEvent) => {
    if (event.kind !== "evaluated") return;
    try {
      base.get(value.node());
    } catch (error) {
      errors.push(error);
    }
  });
  const outer = memoize((): number => value());
  base.evaluate(outer.node());
  stop();

  expect(errors[0]).toBeInstanceOf(ReadDuringEvaluationError);
});
