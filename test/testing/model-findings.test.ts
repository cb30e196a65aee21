import { add, Context, CycleError, memoize, type Memoised, shift } from "@dug/core";
import { type RefContext, Reference } from "@dug/testing";
import { expect, test } from "vitest";
import { codeOf, isMasked, ranIn } from "./findings.ts";

// Programs on which the engine and the model once differed, as random ones found them and shrinking left them.

test("[S21] what a root's shift was made of, read in a context that was opened on the root, is a dependency", () => {
  const deepest = memoize((): number => 0);
  const shifted = memoize((): number => new Context().run(() => deepest()));
  const reader = memoize((): number => new Context().run(() => new Context().run(() => shifted())));
  const increase = shift((base: number) => base + 7);
  const base = new Context("base", { parent: null }).tweak(shifted.node(), increase);
  const model = new Reference().root("base").tweak(shifted.node(), increase);

  for (const context of [base, model]) {
    expect(context.evaluate(reader.node())).toBe(7);
    expect(context.has(reader.node())).toBe(true);
    context.tweak(deepest.node(), 5);
    expect(context.has(reader.node())).toBe(false);
    expect(context.evaluate(reader.node())).toBe(7);
  }
});

test("[S19, S20] a node on a ring that a comparison came upon first runs once", () => {
  const ran: string[] = [];
  const first: () => number = memoize((): number => (ran.push("first"), second()));
  const second = memoize((): number => (ran.push("second"), third()));
  const third = memoize((): number => (ran.push("third"), first()));
  const base = new Context("base", { parent: null }).tweak(third.node(), 0);
  base.run(() => first());
  ran.length = 0;
  base.untweak(third.node());

  expect(base.run(() => [third, second, first].map((fn) => codeOf(fn)))).toEqual(
    Array(3).fill("CYCLE"),
  );
  expect(ran.toSorted()).toEqual(["first", "second", "third"]);
});

test("[S9, S16] of a node that its parent has tweaked a child knows what it evaluated itself, not what the parent had before", () => {
  const source = memoize("findings/source", (): number => 1);
  const reader = memoize("findings/reader", (): number => source() + 1);
  const increase = shift((base: number) => base + 10);
  const reference = new Reference();
  for (const base of [new Context("base", { parent: null }), reference.root("base")]) {
    base.evaluate(reader.node());
    base.tweak(source.node(), 0);
    const child = base.fork("child");
    expect(child.evaluate(reader.node())).toBe(1); // the latest evaluation that the child knows
    base.tweak(reader.node(), increase);

    expect(ranIn(base, reference, () => child.evaluate(reader.node()))).toEqual([
      "findings/reader()",
    ]);
    expect(child.evaluate(reader.node())).toBe(12);
  }
});

test("[S9, S16] nor does it know that once the parent is changed again", () => {
  const source = memoize((): number => 0);
  const reader = memoize("findings/own", (): number => source() + 7);
  const reference = new Reference();
  for (const base of [new Context("base", { parent: null }), reference.root("base")]) {
    const child = base.fork("child");
    child.evaluate(reader.node());
    base.invalidate(reader);
    base.evaluate(reader.node());
    base.tweak(source.node(), add(0));
    child.tweak(source.node(), add(0));
    base.invalidate(source);

    expect(ranIn(base, reference, () => child.evaluate(reader.node()))).toContain("findings/own()");
  }
});

test.for(["child", "base"])(
  "[S9, S16] what a fixed tweak of the %s hides stays known in the child while the parent is changed",
  (name) => {
    const other = memoize((): number => 0);
    const value = memoize((): number => 1);
    const reference = new Reference();
    for (const base of [new Context("base", { parent: null }), reference.root("base")]) {
      const child = base.fork("child");
      const tweaked = name === "child" ? child : base;
      child.evaluate(value.node());
      tweaked.tweak(value.node(), 5);
      base.tweak(other.node(), 1);
      expect(child.evaluate(value.node())).toBe(5);
      tweaked.untweak(value.node());

      expect(ranIn(base, reference, () => child.evaluate(value.node()))).toEqual([]);
      expect(child.evaluate(value.node())).toBe(1);
    }
  },
);

test("[S16] what a root evaluated before its tweak serves beneath a child's, too", () => {
  const source = memoize("findings/tweaked", (): number => 1);
  const reader = memoize("findings/shifted", (): number => source() + 1);
  const increase = shift((base: number) => base + 10);
  const reference = new Reference();
  for (const base of [new Context("base", { parent: null }), reference.root("base")]) {
    base.evaluate(source.node());
    base.tweak(source.node(), 0);
    base.tweak(reader.node(), increase);
    const child = base.fork("child");

    expect(ranIn(base, reference, () => child.evaluate(reader.node()))).toEqual([
      "findings/shifted()",
    ]);
    expect(child.evaluate(reader.node())).toBe(12);
  }
});

test("[S9, S21] who read a ring in a context that it opened is taken over with the ring, and hears of its change", () => {
  const source = memoize((): number => 0);
  const ring: Memoised<() => number> = memoize((): number => (source() === 0 ? ring() : 5));
  const opener = memoize((): unknown => new Context().run(() => codeOf(ring)));
  for (const base of [new Context("base", { parent: null }), new Reference().root("base")]) {
    const child = base.fork("child");
    child.evaluate(source.node());
    expect(() => base.evaluate(ring.node())).toThrow(CycleError);
    expect(base.evaluate(opener.node())).toBe("CYCLE");

    expect([ring, opener].map((each) => child.has(each.node()))).toEqual([true, true]);
    child.tweak(source.node(), 1);
    expect(child.evaluate(opener.node())).toBe(5);
  }
});

test("[S3, S20] the base value of a shift is the ring's own error, in a child and beneath it", () => {
  const ring: Memoised<() => number> = memoize((): number => ring());
  const reader = memoize((): number => ring());
  const same = shift((base: number) => base);
  for (const base of [new Context("base", { parent: null }), new Reference().root("base")]) {
    const child = base.fork("child");
    expect(() => base.evaluate(ring.node())).toThrow(CycleError);
    child.tweak(ring.node(), same);
    const grandchild = child.fork("grandchild");
    expect(() => grandchild.evaluate(ring.node())).toThrow(CycleError);
    expect(() => child.evaluate(reader.node())).toThrow(CycleError);

    expect(grandchild.has(reader.node())).toBe(true);
  }
});

test("[S16a, S21] what a root's shift was made of, read beneath another shift in an opened context, is a dependency", () => {
  const world = [1];
  const source = memoize((): number => world[0] as number);
  const shifted = memoize((): number => source());
  const opener = memoize((): number =>
    new Context().tweak(shifted.node(), add(1)).run(() => new Context().run(() => shifted())),
  );
  for (const base of [new Context("base", { parent: null }), new Reference().root("base")]) {
    world[0] = 1;
    base.tweak(shifted.node(), add(10));
    expect(base.evaluate(opener.node())).toBe(12);
    world[0] = 2;
    base.invalidate(source.node());
    expect(base.evaluate(opener.node())).toBe(13);
  }
});

test("[S16, S26] what was taken over from the parent is known no longer than the parent has it", () => {
  const source = memoize("findings/input", (): number => 0, { input: true, fingerprint: () => 1 });
  const reference = new Reference();
  for (const base of [new Context("base", { parent: null }), reference.root("base")]) {
    const child = base.fork("child");
    child.run(() => undefined);
    base.evaluate(source.node());
    child.refresh();
    base.forget(source.node());

    expect(ranIn(base, reference, () => child.evaluate(source.node()))).toEqual([
      "findings/input()",
    ]);
  }
});

test("[S9, S26] what a parent only shows again is not taken over by who stood on it before", () => {
  const source = memoize((): number => 0);
  for (const base of [new Context("base", { parent: null }), new Reference().root("base")]) {
    const parent = base.fork("parent");
    const child = parent.fork("child", { retain: false });
    child.fork("probe").evaluate(source.node()); // which puts the child on its parent, and leaves it there
    base.evaluate(source.node());
    expect([parent, child].map((each) => each.has(source.node()))).toEqual([true, true]);
    parent.clear();

    expect([parent, child].map((each) => each.has(source.node()))).toEqual([true, false]);
  }
});

test("[S17, S21] an evaluation that opened a context takes no shared one's place", () => {
  const reference = new Reference();
  let opens = false;
  const value = memoize("findings/opens", (): number => (opens ? new Context().run(() => 1) : 0));
  for (const base of [
    new Context("base", { parent: null, share: true }),
    reference.root("base", { share: "all" }),
  ]) {
    opens = false;
    base.fork("first").evaluate(value.node());
    opens = true;
    base.fork("second").invalidate(value).evaluate(value.node());

    expect(ranIn(base, reference, () => base.fork("third").evaluate(value.node()))).toEqual([]);
  }
});

test("[S16, S17] of what its parent has masked a child knows the evaluation above that before the shared ones", () => {
  const options = { input: true, fingerprint: (): number => 1 };
  const source = memoize((): readonly number[] => [1], options); // another object in each run
  const reader = memoize("findings/reads", (): number => source().length);
  const reference = new Reference();
  for (const base of [new Context("base", { parent: null }), reference.root("base")]) {
    base.evaluate(source.node());
    const parent =
      base instanceof Context
        ? base.fork("parent", { share: true })
        : base.fork("parent", { share: "all" });
    parent.refresh();
    const run = (context: Context | RefContext): unknown =>
      ranIn(base, reference, () => context.evaluate(reader.node()));
    expect(run(parent.fork("child").fork("grandchild"))).toContain("findings/reads()"); // and shares it

    expect(run(parent.fork("other child"))).toEqual(["findings/reads()"]);
  }
});

test("[S17] what the engine need not run it does not share: the model, told so, asks nobody to know it", () => {
  const reader = memoize("findings/shared", (): number => 1);
  const increase = shift((base: number) => base + 10);
  const reference = new Reference();
  const base = reference.root("base", { share: "all" }).tweak(reader.node(), increase);
  const [first, second, third] = ["first", "second", "third"].map((name) => base.fork(name));
  first?.evaluate(reader.node());
  expect(reference.takeRuns([reader.node()]).map(String)).toEqual(["findings/shared()"]);
  second?.evaluate(reader.node());
  expect(reference.takeRuns([])).toEqual([]);
  base.forgetShared();
  third?.evaluate(reader.node());
  expect(reference.takeRuns([]).map(String)).toEqual(["findings/shared()"]);
  base.fork("fourth").evaluate(reader.node());
  expect(reference.takeRuns([]).map(String)).toEqual(["findings/shared()"]);
});

test("[S6, S13] a dynamic context that stood under a fork of its own snapshot masks as a root what it tweaks alone", () => {
  const source = memoize((): number => 1);
  const reader = memoize((): number => source() + 1);
  const reference = new Reference();
  for (const dynamic of [new Context("dynamic"), reference.dynamic("dynamic")]) {
    const above = dynamic.snapshot().fork("above");
    dynamic.tweak(source.node(), 0);
    above.run(() => dynamic.evaluate(reader.node()));
    expect(isMasked(dynamic, reader)).toBe(true);
    dynamic.run(() => undefined);

    expect([source, reader].map((fn) => isMasked(dynamic, fn))).toEqual([true, false]);
    expect(dynamic.has(reader.node())).toBe(true);
  }
});

test("[S16, S19] the error of a ring, made anew of a shift that is not to cache errors, is no equal one: its reader runs", () => {
  const ring: Memoised<() => number> = memoize((): number => ring(), { cacheErrors: false });
  const reader = memoize("findings/catches", (): unknown => codeOf(ring));
  const same = shift((base: number) => base);
  const reference = new Reference();
  for (const base of [new Context("base", { parent: null }), reference.root("base")]) {
    expect(base.evaluate(reader.node())).toBe("CYCLE");
    expect([ring, reader].map((fn) => base.has(fn.node()))).toEqual([true, true]);
    const child = base.fork("child");
    child.tweak(ring.node(), same);

    expect(ranIn(base, reference, () => child.evaluate(reader.node()))).toEqual([
      "findings/catches()",
    ]);
    expect([ring, reader].map((fn) => child.has(fn.node()))).toEqual([false, false]);
  }
});

test.for(["tweak", "tweakAll"])(
  "[S16, S21] what a function tweaks twice in a context that it entered, it tweaks once and once more, by %s",
  (method) => {
    const source = memoize((): number => 0);
    const reader = memoize(`findings/reused by ${method}`, (): number => source(), {
      reuse: false,
    });
    const opener = memoize(`findings/opener by ${method}`, (): number => {
      const opened = new Context();
      const put = (value: number): Context =>
        method === "tweak" ? opened.tweak(source.node(), value) : opened.tweakAll(source, value);
      return opened.run(() => {
        put(1); // which drops `reader`
        put(0);
        return reader();
      });
    });
    const reference = new Reference();
    for (const base of [new Context("base", { parent: null }), reference.root("base")]) {
      base.evaluate(reader.node());

      expect(ranIn(base, reference, () => base.evaluate(opener.node()))).toEqual(
        [reader, opener].map((fn) => String(fn.node())),
      );
    }
  },
);
