import { add, CallInShiftError, Context, memoize, scale, shift } from "@dug/core";
import type { Memoised, Shift } from "@dug/core";
import { expect, test } from "vitest";
import { executions } from "./executions.ts";

interface Chain {
  readonly a: Memoised<() => number>;
  readonly b: Memoised<() => number>;
  readonly c: Memoised<() => number>;
  readonly taken: () => string[];
}

/** `c` reads `b` reads `a`: 111, 11 and 1. */
function chain(): Chain {
  const { memo, taken } = executions();
  const a = memo("a", () => 1);
  const b = memo("b", () => a() + 10);
  const c = memo("c", () => b() + 100);
  return { a, b, c, taken };
}

test("[S2] the function of a tweaked node is not run", () => {
  const { b, c, taken } = chain();
  const context = new Context().tweak(b.node(), 50);

  expect(context.evaluate(c.node())).toBe(150);
  expect(taken()).toEqual(["c"]);
});

test("[S2] a tweaked node has no dependencies in its context", () => {
  const { a, b, c } = chain();
  const parent = new Context();
  parent.evaluate(c.node());
  expect([...parent.dependencies(b.node())]).toEqual([a.node()]);

  const child = parent.fork().tweak(b.node(), 50);

  expect([...child.dependencies(b.node())]).toEqual([]);
  expect([...child.dependants(a.node())]).toEqual([]);
  expect([...parent.dependencies(b.node())]).toEqual([a.node()]);
});

test("[S2] a shifted node has no dependencies either, once it was read", () => {
  const { a, b } = chain();
  const child = new Context().fork().tweak(b.node(), add(1));
  expect(child.evaluate(b.node())).toBe(12);

  expect([...child.dependencies(b.node())]).toEqual([]);
  expect([...child.dependants(a.node())]).toEqual([]);
});

test("[S2] a leaf: a tweak of what a tweaked node would read changes neither it nor its dependants", () => {
  const { a, b, c, taken } = chain();
  const context = new Context().tweak(b.node(), 50);
  context.evaluate(c.node());
  taken();

  context.tweak(a.node(), 2);

  expect(context.has(c.node())).toBe(true);
  expect(context.evaluate(c.node())).toBe(150);
  expect(taken()).toEqual([]);
});

test("[S2] a memoised call inside the callback of a shift throws CallInShiftError", () => {
  const { a, b } = chain();
  const context = new Context().tweak(
    b.node(),
    shift((base: number) => base + a()),
  );

  expect(() => context.evaluate(b.node())).toThrow(CallInShiftError);
});

test("[S2] a memoised call inside the callback throws though the node called is cached", () => {
  const { a, b } = chain();
  const context = new Context();
  context.evaluate(a.node());
  context.tweak(
    b.node(),
    shift(() => a()),
  );

  expect(() => context.evaluate(b.node())).toThrow(CallInShiftError);
});

test("[S2] a memoised call inside the callback throws there: the callback may catch it", () => {
  const { a, b } = chain();
  const caught: unknown[] = [];
  const context = new Context().tweak(
    b.node(),
    shift((base: number) => {
      try {
        a();
      } catch (error) {
        caught.push(error);
      }
      return base;
    }),
  );

  expect(context.evaluate(b.node())).toBe(11);
  expect(caught).toEqual([expect.any(CallInShiftError)]);
});

test("[S2] the callback sees the base value only: a context opened in it does not help", () => {
  const { a, b } = chain();
  const context = new Context().tweak(
    b.node(),
    shift(() => new Context().run(() => a())),
  );

  expect(() => context.evaluate(b.node())).toThrow(CallInShiftError);
});

test("[S2] the CallInShiftError of a shift is not cached: a mended callback is called", () => {
  const { a, b } = chain();
  let isMended = false;
  const context = new Context().tweak(
    b.node(),
    shift((base: number) => (isMended ? base : a())),
  );
  expect(() => context.evaluate(b.node())).toThrow(CallInShiftError);
  expect(context.has(b.node())).toBe(false);

  isMended = true;

  expect(context.evaluate(b.node())).toBe(11);
});

test("[S2] memoised calls work again after the callback of a shift", () => {
  const { a, b } = chain();
  const sum = memoize((): number => b() + a());
  const context = new Context().tweak(b.node(), add(5));

  expect(context.evaluate(sum.node())).toBe(17);
});

test("[S2] if the base value is an error, that error is the outcome and the callback is not called", () => {
  const mistake = new Error("no base");
  const failing = memoize((): number => {
    throw mistake;
  });
  const calls: number[] = [];
  const context = new Context().fork().tweak(
    failing.node(),
    shift((base: number) => {
      calls.push(base);
      return 0;
    }),
  );

  expect(() => context.evaluate(failing.node())).toThrow(mistake);
  expect(context.peek(failing.node())).toEqual({ kind: "error", error: mistake });
  expect((context.peek(failing.node()) as { error: unknown }).error).toBe(mistake);
  expect(calls).toEqual([]);
});

test("[S2] what the callback throws is the outcome: the same object", () => {
  const { b, c } = chain();
  const mistake = new Error("in the shift");
  const context = new Context().tweak(
    b.node(),
    shift((): number => {
      throw mistake;
    }),
  );

  const caught = ((): unknown => {
    try {
      return context.evaluate(c.node());
    } catch (error) {
      return error;
    }
  })();

  expect(caught).toBe(mistake);
});

/** Tweaks of a chain, each with its name. */
function tweaksOf({ a, b, c }: Chain): readonly ((context: Context) => Context)[] {
  return [
    (context) => context.tweak(a.node(), 2),
    (context) => context.tweak(b.node(), scale(3)),
    (context) => context.tweak(c.node(), add(1000)),
    (context) => context.tweakAll(b, (base) => base() - 1000),
  ];
}

function permutations<T>(items: readonly T[]): T[][] {
  return items.length === 0
    ? [[]]
    : items.flatMap((first, i) =>
        permutations(items.toSpliced(i, 1)).map((rest) => [first, ...rest]),
      );
}

test.for([0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({ bits })))(
  "[S2] the order in which tweaks are made never matters for values (case $bits)",
  ({ bits }) => {
    for (const order of permutations([0, 1, 2, 3])) {
      const graph = chain();
      const { a, b, c } = graph;
      const parent = new Context();
      if ((bits & 1) > 0) parent.evaluate(c.node());
      const context = (bits & 2) > 0 ? parent : parent.fork();
      for (const step of order) {
        if ((bits & 4) > 0) context.evaluate(c.node());
        tweaksOf(graph)[step]?.(context);
      }

      expect([a, b, c].map((fn) => context.evaluate(fn.node()))).toEqual([2, 33, 1111]);
    }
  },
);

test("[S2] the order never matters, tweaks of a node and of its own dependency included", () => {
  const { a, b, c, taken } = chain();
  const root = new Context();
  root.evaluate(c.node());
  const one = root.fork().tweak(b.node(), 50).tweak(a.node(), 2);
  const other = root.fork().tweak(a.node(), 2).tweak(b.node(), 50);
  taken();

  for (const context of [one, other]) {
    expect(context.evaluate(a.node())).toBe(2);
    expect(context.evaluate(b.node())).toBe(50);
    expect(context.evaluate(c.node())).toBe(150);
    expect(taken()).toEqual(["c"]);
  }
});

const replacements: readonly (readonly [string, number | Shift<number>, number])[] = [
  ["a fixed value", 50, 50],
  ["another fixed value", 60, 60],
  ["a shift", add(1), 12],
  ["another shift", scale(2), 22],
];

test.for(
  replacements.flatMap(([first, from]) =>
    replacements.map(([second, to, value]) => ({ first, from, second, to, value })),
  ),
)("[S2] the later replaces the earlier: $first, then $second", ({ from, to, value }) => {
  for (const isRead of [false, true]) {
    for (const context of [new Context(), new Context().fork()]) {
      const { b, c } = chain();
      context.evaluate(c.node());
      context.tweak(b.node(), from);
      if (isRead) context.evaluate(c.node());
      context.tweak(b.node(), to);

      expect(context.evaluate(b.node())).toBe(value);
      expect(context.evaluate(c.node())).toBe(value + 100);
      expect(context.tweaks.nodes.size).toBe(1);
    }
  }
});
