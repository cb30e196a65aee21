import { Context, memoize, scale } from "@dug/core";
import { afterEach, expect, test } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** `opener` reads `inside` in a context that it opens, with `bound` bound there. */
function opened() {
  const source = memoize((): number => 1);
  const bound = memoize((): number => source() * 100);
  const inside = memoize((n: number): number => {
    ran.push(`inside ${n}`);
    return source() + n;
  });
  const opener = memoize((): number => {
    ran.push("opener");
    return new Context().tweak(bound.node(), 5).run(() => inside(1) + bound());
  });
  return { source: source.node(), bound: bound.node(), inside, opener: opener.node() };
}

test("[S16a] [S21] invalidating a whole function reaches who read a node of it in an opened context only", () => {
  const { inside, opener } = opened();
  const base = new Context();
  base.evaluate(opener);
  expect(base.has(inside.node(1))).toBe(false);
  base.invalidate(inside);

  expect(base.has(opener)).toBe(false);
  expect(base.evaluate(opener)).toBe(7);
  expect(ran).toEqual(["opener", "inside 1", "opener", "inside 1"]);
});

test("[S26] [S21] forgetting a node unloads who read it in an opened context only", () => {
  const { inside, opener } = opened();
  const base = new Context();
  base.evaluate(opener);
  base.forget(inside.node(2));
  expect(base.has(opener)).toBe(true);
  base.forget(inside.node(1));

  expect(base.has(opener)).toBe(false);
});

test("[S15] [S21] an evaluation that reads a masked node in an opened context is masked", () => {
  const { source, bound, opener } = opened();
  const base = new Context();
  base.evaluate(source);
  const masked = base.fork().tweak(source, 2);
  const spared = base.fork().tweak(bound, 2);
  expect([masked.evaluate(opener), spared.evaluate(opener)]).toEqual([8, 7]);

  expect([masked.masked.has(opener), spared.masked.has(opener)]).toEqual([true, false]);
});

test("[S19] [S21] who read an uncached outcome in an opened context is not cached either", () => {
  const failing = memoize(
    (): never => {
      ran.push("failing");
      throw new Error("down");
    },
    { cacheErrors: false },
  );
  const opener = memoize((): number => {
    ran.push("opener");
    try {
      return new Context().run(() => failing());
    } catch {
      return 0;
    }
  });
  const base = new Context();
  expect(base.evaluate(opener.node())).toBe(0);

  expect(base.has(opener.node())).toBe(false);
  base.evaluate(opener.node());
  expect(ran).toEqual(["opener", "failing", "opener", "failing"]);
});

test("[S16] [S19] a dependency whose outcome is not cached is no equal one: its reader runs", () => {
  const failure = new Error("the same");
  const source = memoize((): number => 1);
  const failing = memoize(
    (): number => {
      if (source() < 3) return 1;
      throw failure;
    },
    { cacheErrors: false },
  );
  const reader = memoize((): number => {
    ran.push("reader");
    try {
      return failing();
    } catch {
      return 0;
    }
  });
  const base = new Context();
  base.evaluate(reader.node());
  const child = base.fork().tweak(source.node(), 5);
  expect(child.evaluate(reader.node())).toBe(0);
  child.tweak(source.node(), 2);

  expect(child.evaluate(reader.node())).toBe(1);
  expect(ran).toEqual(["reader", "reader"]);
});

test("[S16] re-entry applies the same test: a tweak to what the parent has by now masks itself alone", () => {
  const source = memoize((): number => 1);
  const reader = memoize((): number => {
    ran.push("reader");
    return source() + 1;
  });
  const base = new Context();
  base.evaluate(reader.node());
  const child = base.fork().tweak(source.node(), 5);
  expect(child.evaluate(reader.node())).toBe(6);
  base.tweak(source.node(), 5);
  base.evaluate(reader.node());
  ran.length = 0;

  expect(child.evaluate(reader.node())).toBe(6);
  expect([source, reader].map((fn) => child.masked.has(fn.node()))).toEqual([true, false]);
  expect(ran).toEqual([]);
});

test("[S16a] a function: what the parent evaluated before is unusable in the child, met there or not", () => {
  const price = memoize((n: number): number => {
    ran.push(`price ${n}`);
    return n;
  });
  const base = new Context();
  base.run(() => price(1) + price(2));
  const child = base.fork().invalidate(price);
  ran.length = 0;

  expect(child.run(() => price(1) + price(2) + price(3))).toBe(6);
  expect(ran).toEqual(["price 1", "price 2", "price 3"]);
  expect(base.run(() => price(1) + price(2))).toBe(3);
  expect(ran).toHaveLength(3);
});

test("[S20] [S16] a reader of a ring runs again when the ring is evaluated anew", () => {
  const isRing = memoize((): boolean => true);
  const one = memoize((): number => (isRing() ? two() : 1));
  const two = memoize((): number => one());
  const reader = memoize((): string => {
    ran.push("reader");
    try {
      return `${two()}`;
    } catch {
      return "ring";
    }
  });
  const base = new Context();
  base.evaluate(reader.node());
  base.tweak(isRing.node(), false).tweak(isRing.node(), true);

  expect(base.evaluate(reader.node())).toBe("ring");
  expect(ran).toEqual(["reader", "reader"]);
});

test("[S27] [S21] an input read in an opened context is refreshed like any other", () => {
  let world = 1;
  const read = memoize((): number => world, { input: true });
  const opener = memoize((): number => new Context().run(() => read()));
  const shifted = memoize((): number =>
    new Context().tweak(read.node(), scale(10)).run(() => read()),
  );
  const base = new Context();
  base.run(() => [opener(), shifted()]);
  world = 2;
  base.refresh();

  expect([base.evaluate(opener.node()), base.evaluate(shifted.node())]).toEqual([2, 20]);
});

test("[S27] [S26] forgetting an input forgets what its fingerprint could have kept", () => {
  const read = memoize(
    (): number => {
      ran.push("read");
      return 1;
    },
    { input: true, fingerprint: () => 1 },
  );
  const base = new Context();
  base.evaluate(read.node());
  base.forget(read).refresh();
  base.evaluate(read.node());

  expect(ran).toEqual(["read", "read"]);
});
