import { Context, memoize, scale, shift } from "@dug/core";
import { afterEach, expect, test } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** A source, a function of it, and a function of that. */
function chain(value: unknown, equals?: (a: unknown, b: unknown) => boolean) {
  const source = memoize((): unknown => {
    ran.push("source");
    return value;
  }, equals && { equals });
  const middle = memoize((): unknown => {
    ran.push("middle");
    return [source()];
  });
  const top = memoize((): unknown => {
    ran.push("top");
    return middle();
  });
  return { source: source.node(), middle: middle.node(), top: top.node() };
}

test("[S16] a tweak to the value that the node has drops and masks no dependant in a child", () => {
  const { source, middle, top } = chain(1);
  const base = new Context();
  const before = base.evaluate(top);
  const child = base.fork();
  child.run(() => {
    child.tweak(source, 1);

    expect(child.has(middle)).toBe(true);
    expect(child.has(top)).toBe(true);
    expect([source, middle, top].map((node) => child.masked.has(node))).toEqual([
      true,
      false,
      false,
    ]);
  });
  expect(child.evaluate(top)).toBe(before);
  expect(ran).toEqual(["top", "middle", "source"]);
});

test("[S16] nor in a root", () => {
  const { source, top } = chain(1);
  const base = new Context();
  const before = base.evaluate(top);
  base.tweak(source, 1);

  expect(base.get(top)).toBe(before);
  expect(ran).toEqual(["top", "middle", "source"]);
});

test("[S16] nor when a fork is tweaked before it is entered", () => {
  const { source, middle, top } = chain(1);
  const base = new Context();
  const before = base.evaluate(top);
  const child = base.fork().tweak(source, 1);

  expect(child.get(top)).toBe(before);
  expect([source, middle, top].map((node) => child.masked.has(node))).toEqual([true, false, false]);
});

test("[S16] the tweak itself is recorded all the same: it holds when the parent changes", () => {
  const { source, middle } = chain(1);
  const base = new Context();
  base.evaluate(middle);
  const child = base.fork().tweak(source, 1);
  child.evaluate(middle);
  base.tweak(source, 2);

  expect(child.tweaks.nodes.size).toBe(1);
  expect(child.evaluate(source)).toBe(1);
  expect(child.evaluate(middle)).toEqual([1]);
  expect(base.evaluate(middle)).toEqual([2]);
});

test("[S16] a second tweak to the same value drops nothing either", () => {
  const { source, top } = chain(1);
  const base = new Context();
  base.evaluate(top);
  const child = base.fork().tweak(source, 5);
  const first = child.evaluate(top);
  ran.length = 0;
  child.tweak(source, 5);

  expect(child.get(top)).toBe(first);
  expect(ran).toEqual([]);
});

test("[S16] the same value is by Object.is: NaN is itself, 0 is not -0", () => {
  const nan = chain(NaN);
  const zero = chain(0);
  const base = new Context();
  base.evaluate(nan.top);
  base.evaluate(zero.top);
  const child = base.fork().tweak(nan.source, NaN).tweak(zero.source, -0);

  expect(child.has(nan.top)).toBe(true);
  expect(child.has(zero.top)).toBe(false);
  expect(child.masked.has(zero.top)).toBe(true);
});

test("[S16] whatever equals says: one that equates everything spares nobody", () => {
  const { source, middle, top } = chain(1, () => true);
  const base = new Context();
  base.evaluate(top);
  const child = base.fork().tweak(source, 2);

  expect(child.has(middle)).toBe(false);
  expect(child.has(top)).toBe(false);
  expect(child.masked.has(top)).toBe(true);
});

test("[S16] whatever equals says: one that equates nothing spares all", () => {
  const { source, top } = chain(1, () => false);
  const base = new Context();
  base.evaluate(top);
  const child = base.fork().tweak(source, 1);

  expect(child.has(top)).toBe(true);
  expect(child.masked.has(top)).toBe(false);
});

test("[S16] an equal but other object is a change", () => {
  const { source, middle } = chain("x");
  const base = new Context().tweak(source, { a: 1 });
  base.evaluate(middle);
  base.tweak(source, { a: 1 });

  expect(base.has(middle)).toBe(false);
});

test("[S16] an error is not a value that one could tweak to: dependants are dropped", () => {
  const failure = new Error("down");
  const source = memoize((): unknown => {
    throw failure;
  });
  const top = memoize((): unknown => {
    try {
      return source();
    } catch {
      return "caught";
    }
  });
  const base = new Context();
  expect(base.evaluate(top.node())).toBe("caught");
  const child = base.fork().tweak(source.node(), failure);

  expect(child.has(top.node())).toBe(false);
  expect(child.evaluate(top.node())).toBe(failure);
});

test("[S16] a shift counts as a change, even one that changes nothing", () => {
  const { source, top } = chain(1);
  const base = new Context();
  base.evaluate(top);
  const child = base.fork();
  child.run(() => {
    child.tweak(
      source,
      shift((value: unknown) => value),
    );

    expect(child.has(top)).toBe(false);
    expect(child.masked.has(top)).toBe(true);
  });
  ran.length = 0;
  expect(child.evaluate(top)).toBe(base.get(top));
  expect(ran).toEqual([]);
});

test("[S16] except dependants that opened a context of their own and read it there: they are dropped and masked", () => {
  const source = memoize((): number => 1);
  const beside = memoize((): number => source() + 1);
  const bumped = memoize((): number => {
    const value = new Context().tweak(source.node(), scale(2)).run(() => beside());
    ran.push(`bumped ${value}`);
    return value;
  });
  const above = memoize((): number => bumped());
  const base = new Context();
  expect(base.evaluate(above.node())).toBe(3);
  const child = base.fork().tweak(source.node(), 1);

  expect(child.masked.has(beside.node())).toBe(false);
  expect([bumped, above].map((fn) => child.masked.has(fn.node()))).toEqual([true, true]);
  expect([bumped, above].map((fn) => child.has(fn.node()))).toEqual([false, false]);
  expect(child.evaluate(above.node())).toBe(3);
  expect(ran).toEqual(["bumped 3", "bumped 3"]);
});

test("[S16] the exception holds in a root and for a live tweak, too", () => {
  const source = memoize((): number => 1);
  const bumped = memoize((): number => {
    ran.push("bumped");
    return new Context().run(() => source());
  });
  const base = new Context();
  base.evaluate(bumped.node());
  base.tweak(source.node(), 1);

  expect(base.has(bumped.node())).toBe(false);
  expect(base.evaluate(bumped.node())).toBe(1);
  expect(ran).toEqual(["bumped", "bumped"]);
});

test("[S16] what a reader of both kinds read outside its own context alone does not except it", () => {
  const outside = memoize((): number => 1);
  const inside = memoize((): number => 10);
  const mixed = memoize((): number => outside() + new Context().run(() => inside()));
  const base = new Context();
  base.evaluate(mixed.node());

  expect(base.fork().tweak(outside.node(), 1).has(mixed.node())).toBe(true);
  expect(base.fork().tweak(inside.node(), 10).has(mixed.node())).toBe(false);
});
