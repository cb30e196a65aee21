import { Context, shift } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";
import { cachedOf, executions, maskedOf } from "./executions.ts";

interface Graph {
  readonly input: Memoised<() => number>;
  readonly other: Memoised<() => number>;
  readonly half: Memoised<() => number>;
  readonly sum: Memoised<() => number>;
  readonly taken: () => string[];
}

/** `half` reads `input`, rounded down; `sum` reads `half` and `other`: 10, 1, 5, 6. */
function graph(): Graph {
  const { memo, taken } = executions();
  const input = memo("input", () => 10);
  const other = memo("other", () => 1);
  const half = memo("half", () => Math.floor(input() / 2));
  const sum = memo("sum", () => half() + other());
  return { input, other, half, sum, taken };
}

const changes: readonly {
  what: string;
  change: (parent: Context, graph: Graph) => unknown;
  value: number;
}[] = [
  { what: "a tweak", change: (parent, { input }) => parent.tweak(input.node(), 20), value: 12 },
  {
    what: "a tweak of a whole function",
    change: (parent, { input }) => parent.tweakAll(input, 20),
    value: 12,
  },
  { what: "an untweak", change: (parent, { other }) => parent.untweak(other.node()), value: 6 },
  {
    what: "an untweak of a function",
    change: (parent, { half }) => parent.untweakAll(half),
    value: 7,
  },
];

test.for(changes)(
  "[S9] re-entering re-applies the tweaks on the parent's present state: after $what",
  ({ what, change, value }) => {
    const all = graph();
    const { other, half, sum } = all;
    const parent = new Context().tweak(other.node(), 2);
    if (what === "an untweak of a function") parent.tweakAll(half, 50);
    const child = parent.fork();
    child.evaluate(sum.node());

    change(parent, all);

    expect(child.evaluate(sum.node())).toBe(value);
  },
);

test("[S9] re-applied after a restore of the parent", () => {
  const { input, other, sum } = graph();
  const parent = new Context();
  const before = parent.snapshot();
  parent.tweak(input.node(), 20);
  const child = parent.fork().tweak(other.node(), 100);
  expect(child.evaluate(sum.node())).toBe(110);

  parent.restore(before);

  expect(child.evaluate(sum.node())).toBe(105);
});

test("[S9] re-applied after an invalidation in the parent: the node runs again for the child", () => {
  const { input, sum, taken } = graph();
  const parent = new Context();
  const child = parent.fork();
  child.evaluate(sum.node());
  expect(taken()).toEqual(["sum", "half", "input", "other"]);

  parent.invalidate(input.node());

  expect(child.evaluate(sum.node())).toBe(6);
  expect(taken()).toEqual(["input"]);
});

test("[S9] a change of the parent's ancestor counts as well", () => {
  const { input, other, sum } = graph();
  const root = new Context();
  const grandchild = root.fork().fork().tweak(other.node(), 100);
  grandchild.evaluate(sum.node());

  root.tweak(input.node(), 20);

  expect(grandchild.evaluate(sum.node())).toBe(110);
});

test("[S9] entries of tweaked nodes are made anew: a fixed value is there, a shift is applied to the new base", () => {
  const { input, other, half, taken } = graph();
  const bases: number[] = [];
  const parent = new Context();
  const child = parent
    .fork()
    .tweak(other.node(), 7)
    .tweak(
      half.node(),
      shift((base: number) => {
        bases.push(base);
        return base + 1000;
      }),
    );
  expect(child.evaluate(half.node())).toBe(1005);
  taken();

  parent.tweak(input.node(), 20);

  expect(child.get(other.node())).toBe(7);
  expect(child.has(half.node())).toBe(false);
  expect(child.evaluate(half.node())).toBe(1010);
  expect(bases).toEqual([5, 10]);
  expect(taken()).toEqual(["half"]);
});

test("[S9] an entry survives if each dependency that it recorded is cached here with an equal value", () => {
  const { input, other, half, sum, taken } = graph();
  const parent = new Context();
  parent.evaluate(input.node());
  const child = parent.fork();
  child.evaluate(sum.node());
  taken();

  parent.tweak(input.node(), 99).tweak(input.node(), 10);

  expect(cachedOf(child, { input, other, half, sum })).toEqual(["input", "other", "half", "sum"]);
  expect(child.evaluate(sum.node())).toBe(6);
  expect(taken()).toEqual([]);
});

test("[S9] dependencies first: a long line of own entries survives a change that does not reach it", () => {
  const { memo, taken } = executions();
  const { input } = graph();
  const line: Memoised<(n: number) => number> = memo("line", (n: number): number =>
    n === 0 ? 0 : line(n - 1) + 1,
  );
  const parent = new Context();
  const child = parent.fork();
  child.evaluate(line.node(50));
  taken();

  parent.tweak(input.node(), 20);

  for (let n = 0; n <= 50; n++) expect(child.has(line.node(n))).toBe(true);
  expect(child.evaluate(line.node(50))).toBe(50);
  expect(taken()).toEqual([]);
});

test("[S9] what does not read the change survives, what reads it is dropped, and so is who reads that", () => {
  const { input, other, half, sum, taken } = graph();
  const parent = new Context();
  parent.evaluate(input.node());
  const child = parent.fork();
  child.evaluate(sum.node());
  taken();

  parent.tweak(input.node(), 20);

  expect(cachedOf(child, { input, other, half, sum })).toEqual(["input", "other"]);
  expect(child.evaluate(sum.node())).toBe(11);
  expect(taken()).toEqual(["half", "sum"]);
});

test("[S9] a dropped entry remains known: with an equal dependency it is taken and not run (S16)", () => {
  const { input, sum, taken } = graph();
  const parent = new Context();
  parent.evaluate(input.node());
  const child = parent.fork();
  child.evaluate(sum.node());
  taken();

  parent.tweak(input.node(), 11); // its half is 5, too

  expect(child.has(sum.node())).toBe(false);
  expect(child.evaluate(sum.node())).toBe(6);
  expect(taken()).toEqual(["half"]);
});

test("[S9] it remains known over several entries", () => {
  const { input, sum, taken } = graph();
  const parent = new Context();
  parent.evaluate(input.node());
  const child = parent.fork();
  child.evaluate(sum.node());
  taken();

  parent.tweak(input.node(), 20);
  child.run(() => undefined);
  child.run(() => undefined);
  parent.untweak(input.node());

  expect(child.evaluate(sum.node())).toBe(6);
  expect(taken()).toEqual([]);
});

test("[S9] an entry does not survive if a dependency is not cached here", () => {
  const { input, other, half, sum, taken } = graph();
  const parent = new Context();
  parent.evaluate(input.node());
  const child = parent.fork();
  child.evaluate(sum.node());
  taken();

  parent.invalidate(input.node());

  expect(cachedOf(child, { input, other, half, sum })).toEqual(["other"]);
  expect(taken()).toEqual([]);
  expect(child.evaluate(sum.node())).toBe(6);
  expect(taken()).toEqual(["input"]);
});

test("[S9] an entry does not survive if its node is tweaked in a layer, the parent's included", () => {
  const { other, half, sum, taken } = graph();
  const parent = new Context();
  const child = parent.fork();
  child.evaluate(sum.node());
  taken();

  parent.tweak(half.node(), 500);

  expect(child.evaluate(half.node())).toBe(500);
  expect(child.evaluate(sum.node())).toBe(501);
  expect(child.has(other.node())).toBe(true);
  expect(taken()).toEqual(["sum"]);
});

test("[S9] an entry does not survive if its node has been invalidated since, in the parent (S16a)", () => {
  const { other, sum, taken } = graph();
  const parent = new Context();
  const child = parent.fork();
  child.evaluate(sum.node());
  taken();

  parent.invalidate(other.node());

  expect(child.has(other.node())).toBe(false);
  expect(child.has(sum.node())).toBe(false);
  expect(child.evaluate(sum.node())).toBe(6);
  expect(taken()).toEqual(["other"]);
});

test("[S9] an entry does not survive if its node has been invalidated since, in the grandparent", () => {
  const { other, sum, taken } = graph();
  const root = new Context();
  const grandchild = root.fork().fork();
  grandchild.evaluate(sum.node());
  taken();

  root.invalidate(other);

  expect(grandchild.evaluate(sum.node())).toBe(6);
  expect(taken()).toEqual(["other"]);
});

test("[S9] an entry that was made after the invalidation survives the next change", () => {
  const { input, other, taken } = graph();
  const parent = new Context();
  parent.invalidate(other.node());
  const child = parent.fork();
  child.evaluate(other.node());
  taken();

  parent.tweak(input.node(), 20);

  expect(child.has(other.node())).toBe(true);
  expect(child.evaluate(other.node())).toBe(1);
  expect(taken()).toEqual([]);
});

test("[S9] an evaluation that opened a context of its own does not survive", () => {
  const { memo, taken } = executions();
  const { input, other } = graph();
  const bump = memo("bump", () =>
    new Context().run(() => {
      Context.current.tweak(input.node(), 0);
      return input();
    }),
  );
  const reader = memo("reader", () => bump() + 1);
  const parent = new Context();
  const child = parent.fork();
  child.evaluate(reader.node());
  taken();

  parent.tweak(other.node(), 2);

  expect(child.has(bump.node())).toBe(false);
  expect(child.has(reader.node())).toBe(false);
  expect(child.evaluate(reader.node())).toBe(1);
  expect(taken()).toEqual(["bump"]);
});

test("[S9] an error survives as a value does, and so does who caught it", () => {
  const { memo, taken } = executions();
  const { other } = graph();
  const mistake = new Error("mistake");
  const failing = memo("failing", (): number => {
    throw mistake;
  });
  const catching = memo("catching", () => {
    try {
      return failing();
    } catch {
      return -1;
    }
  });
  const parent = new Context();
  const child = parent.fork();
  child.evaluate(catching.node());
  taken();

  parent.tweak(other.node(), 2);

  expect(child.peek(failing.node())).toEqual({ kind: "error", error: mistake });
  expect(child.evaluate(catching.node())).toBe(-1);
  expect(taken()).toEqual([]);
});

test("[S9] masks are those of the parent as it is now: an edge that is gone masks no more", () => {
  const { memo } = executions();
  const { input, other } = graph();
  const choice = memo("choice", () => true);
  const chosen = memo("chosen", () => (choice() ? input() : other()));
  const parent = new Context();
  parent.evaluate(chosen.node());
  const child = parent.fork().tweak(input.node(), 99);
  child.run(() => undefined);
  expect(maskedOf(child, { input, other, choice, chosen })).toEqual(["input", "chosen"]);

  parent.tweak(choice.node(), false);
  parent.evaluate(chosen.node());

  expect(maskedOf(child, { input, other, choice, chosen })).toEqual(["input"]);
  expect(child.evaluate(chosen.node())).toBe(1);
});

test("[S9] a re-entry equals a fresh fork with the same tweaks, in values", () => {
  const { input, other, half, sum } = graph();
  const parent = new Context();
  const child = parent.fork().tweak(other.node(), 100);
  child.evaluate(sum.node());

  for (const value of [20, 11, 10, 30]) {
    parent.tweak(input.node(), value);
    const fresh = parent.fork().tweak(other.node(), 100);
    for (const fn of [input, other, half, sum])
      expect(child.evaluate(fn.node())).toBe(fresh.evaluate(fn.node()));
  }
});
