import { add, Context, memoize, scale } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";
import { executions, maskedOf } from "./executions.ts";

interface Chain {
  readonly a: Memoised<() => number>;
  readonly b: Memoised<() => number>;
  readonly c: Memoised<() => number>;
  readonly other: Memoised<() => number>;
  readonly taken: () => string[];
}

/** `c` reads `b` reads `a`: 111, 11 and 1; `other` stands apart. */
function chain(): Chain {
  const { memo, taken } = executions();
  const a = memo("a", () => 1);
  const b = memo("b", () => a() + 10);
  const c = memo("c", () => b() + 100);
  const other = memo("other", () => 0);
  return { a, b, c, other, taken };
}

test("[S1] a parent that shifts, a child that tweaks what is beneath, and changes in every layer", () => {
  const { a, b, c } = chain();
  const root = new Context();
  const parent = root.fork().tweak(b.node(), scale(2));
  const child = parent.fork().tweak(a.node(), 50);

  expect(child.evaluate(c.node())).toBe(122);
  root.tweak(a.node(), 2);
  expect(child.evaluate(c.node())).toBe(124);
  parent.untweak(b.node());
  expect(child.evaluate(c.node())).toBe(160);
  parent.tweak(b.node(), add(1));
  expect(child.evaluate(c.node())).toBe(113);
  child.untweak(a.node());
  expect(child.evaluate(c.node())).toBe(113);
  root.untweak(a.node());
  expect(child.evaluate(c.node())).toBe(112);
});

test("[S3] the base value of an entered context is that of the parent's state which it pinned (S8)", () => {
  const { a, b, c } = chain();
  const root = new Context();
  const child = root.fork().tweak(b.node(), scale(2));

  child.run(() => {
    root.tweak(a.node(), 5);
    expect(c()).toBe(122);
    child.tweak(b.node(), add(1));
    expect(c()).toBe(112);
  });
  expect(child.evaluate(c.node())).toBe(116);
});

test("[S3] a change of the parent that does not reach the base value does not run it again (S16)", () => {
  const { b, other, taken } = chain();
  const parent = new Context();
  const child = parent.fork().tweak(b.node(), add(1));
  child.evaluate(b.node());
  taken();

  parent.tweak(other.node(), 7);

  expect(child.evaluate(b.node())).toBe(12);
  expect(taken()).toEqual([]);
});

test("[S3] the base value is evaluated when retain: false let go of it, and once an entry", () => {
  const { a, b, c, taken } = chain();
  const root = new Context();
  const child = root.fork("forgetful", { retain: false }).tweak(b.node(), scale(2));

  expect(child.evaluate(c.node())).toBe(122);
  expect(taken()).toEqual(["c", "b", "a"]);
  root.tweak(a.node(), 5);
  expect(child.evaluate(c.node())).toBe(130);
  expect(taken()).toEqual(["c", "b"]);
});

test("[S3] an error is evaluated at most once as a base value, too", () => {
  const { memo, taken } = executions();
  const failing = memo("failing", (): number => {
    throw new Error("no base");
  });
  const catching = memo("catching", (n: number) => {
    try {
      return failing();
    } catch {
      return n;
    }
  });
  const child = new Context().fork().tweak(failing.node(), add(1));

  child.run(() => [catching(1), catching(2)]);

  expect(taken()).toEqual(["catching(1)", "failing", "catching(2)"]);
});

test("[S6] a shift goes with a dynamic context from family to family, over the values of each", () => {
  const { a, b, c } = chain();
  const dynamic = new Context("dynamic").tweak(b.node(), add(1000));
  const first = new Context("first").tweak(a.node(), 2);
  const second = new Context("second").tweak(a.node(), 3);

  expect(first.run(() => dynamic.run(() => c()))).toBe(1112);
  expect(second.run(() => dynamic.run(() => c()))).toBe(1113);
  expect(first.run(() => dynamic.run(() => c()))).toBe(1112);
  expect(dynamic.run(() => c())).toBe(1111);
});

test("[S8] a tweak in an enclosing context is seen by the inner one at its next entry, beneath its shift", () => {
  const { a, b, c } = chain();
  const outer = new Context("outer");
  const inner = new Context("inner").tweak(b.node(), add(1));

  outer.run(() => {
    inner.run(() => {
      outer.tweak(a.node(), 7);
      expect(c()).toBe(112);
      expect(outer.run(() => c())).toBe(117);
      expect(c()).toBe(112);
    });
    inner.run(() => expect(c()).toBe(118));
  });
});

test("[S8] a context under an entered parent stands on what the parent has pinned", () => {
  const { a, c } = chain();
  const root = new Context("root");
  const child = root.fork("child");
  const grandchild = child.fork("grandchild");
  grandchild.evaluate(c.node());

  child.run(() => {
    root.tweak(a.node(), 5);
    expect(grandchild.has(c.node())).toBe(true);
    expect(grandchild.evaluate(c.node())).toBe(111);
    expect(child.fork().evaluate(c.node())).toBe(111);
  });
  expect(grandchild.has(c.node())).toBe(false);
  expect(grandchild.evaluate(c.node())).toBe(115);
});

test("[S9] an own entry that survives keeps its mask", () => {
  const { a, b, c, other, taken } = chain();
  const parent = new Context();
  const child = parent.fork().tweak(a.node(), 2);
  child.evaluate(c.node());
  taken();

  parent.tweak(other.node(), 7);
  expect(maskedOf(child, { a, b, c, other })).toEqual(["a", "b", "c"]);
  parent.evaluate(c.node());
  taken();

  expect(child.evaluate(c.node())).toBe(112);
  expect(parent.evaluate(c.node())).toBe(111);
  expect(taken()).toEqual([]);
});

test("[S11] a snapshot keeps the base values of its shifts, whatever the parent is now", () => {
  const { a, b, c } = chain();
  const root = new Context();
  const child = root.fork().tweak(b.node(), scale(2));
  child.evaluate(c.node());
  const snapshot = child.snapshot();
  const early = root.snapshot();

  root.tweak(a.node(), 5);
  child.run(() => {
    child.run(() => {
      child.restore(snapshot);
      expect(c()).toBe(130);
    });
    expect(c()).toBe(130);
  });

  expect(snapshot.get(c.node())).toBe(122);
  expect(snapshot.fork().evaluate(c.node())).toBe(122);
  expect(snapshot.fork().tweak(a.node(), 7).evaluate(c.node())).toBe(122);
  expect(early.fork().tweak(b.node(), scale(2)).evaluate(c.node())).toBe(122);
});

test("[S11] a snapshot of a dynamic context is restored in another family: its tweaks, and an empty cache (S6)", () => {
  const { a, b, taken } = chain();
  const dynamic = new Context("dynamic").tweak(a.node(), 2);
  const first = new Context("first");
  const second = new Context("second");
  first.run(() => dynamic.run(() => b()));
  const snapshot = dynamic.snapshot();
  dynamic.untweak(a.node());
  taken();

  second.run(() =>
    dynamic.run(() => {
      expect(b()).toBe(11);
      dynamic.restore(snapshot);
      expect(dynamic.has(b.node())).toBe(false);
      expect(b()).toBe(12);
    }),
  );
  expect(taken()).toEqual(["b", "a", "b"]);
  expect(snapshot.get(b.node())).toBe(12);
});

test("[S13] spared dependants are dropped when the parent changes what they read", () => {
  const { a, b, c, other } = chain();
  const parent = new Context();
  parent.evaluate(c.node());
  const child = parent.fork().tweak(a.node(), 1);
  expect(maskedOf(child, { a, b, c, other })).toEqual(["a"]);

  parent.tweak(a.node(), 6);
  parent.evaluate(c.node());

  expect(maskedOf(child, { a, b, c, other })).toEqual(["a", "b", "c"]);
  expect(child.evaluate(c.node())).toBe(111);
  parent.tweak(a.node(), 1);
  expect(child.evaluate(c.node())).toBe(111);
});

test("[S13] spared dependants are dropped by the next tweak", () => {
  const { a, c } = chain();
  const parent = new Context();
  parent.evaluate(c.node());
  const child = parent.fork().tweak(a.node(), 1);
  expect(child.has(c.node())).toBe(true);

  child.tweak(a.node(), 2);

  expect(child.evaluate(c.node())).toBe(112);
  expect(child.fork().evaluate(c.node())).toBe(112);
  expect(parent.get(c.node())).toBe(111);
});

test("[S15] an entry made here of nodes that only the child knows survives with its mask, and gives way to a tweak", () => {
  const { a, b } = chain();
  const reader = memoize((): number => b() * 2);
  const parent = new Context();
  const child = parent.fork().tweak(a.node(), 2);
  expect(child.evaluate(reader.node())).toBe(24);

  parent.tweak(reader.node(), 7);
  expect(child.evaluate(reader.node())).toBe(7);
  parent.untweak(reader.node());
  expect(child.evaluate(reader.node())).toBe(24);
  expect(child.masked.has(reader.node())).toBe(true);
});
