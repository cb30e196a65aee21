import { Context, type DugEvent, memoize, UntrackedReadError } from "@dug/core";
import { afterEach, expect, test } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** Its value comes from nowhere that could be traced. */
function untracked(first: unknown, equals?: (a: unknown, b: unknown) => boolean) {
  const world = { value: first };
  const fn = memoize((): unknown => {
    ran.push("fn");
    return world.value;
  }, equals && { equals });
  return { world, node: fn.node(), fn };
}

const verified = (): Context => new Context("", { verify: 1 });

test("[S27] a verification mode runs hits anyway, and throws where the outcome differs", () => {
  const { world, node } = untracked(1);
  const base = verified();
  expect(base.evaluate(node)).toBe(1);
  expect(base.evaluate(node)).toBe(1);
  expect(ran).toEqual(["fn", "fn"]);
  world.value = 2;

  expect(() => base.evaluate(node)).toThrow(UntrackedReadError);
  expect(() => base.evaluate(node)).toThrow(
    expect.objectContaining({ code: "UNTRACKED_READ", node, cached: 1, found: 2 }),
  );
});

test("[S27] without it nothing is run again", () => {
  const { world, node } = untracked(1);
  const base = new Context();
  base.evaluate(node);
  world.value = 2;

  expect(base.evaluate(node)).toBe(1);
  expect(ran).toEqual(["fn"]);
});

test("[S27] `verify: 0` is without it", () => {
  const { node } = untracked(1);
  const base = new Context("", { verify: 0 });
  base.evaluate(node);
  base.evaluate(node);

  expect(ran).toEqual(["fn"]);
});

test("[S27] reuses are verified, too", () => {
  const world = { value: 1 };
  const source = memoize((): number => 5);
  const fn = memoize((): number => {
    ran.push("fn");
    return source() * world.value;
  });
  const base = verified();
  base.evaluate(fn.node());
  base.tweak(source.node(), 6).tweak(source.node(), 5);
  expect(base.evaluate(fn.node())).toBe(5);
  expect(ran).toEqual(["fn", "fn"]);
  base.tweak(source.node(), 6).tweak(source.node(), 5);
  world.value = 2;

  expect(() => base.evaluate(fn.node())).toThrow(UntrackedReadError);
});

test("[S27, S17] and what is shared by another context", () => {
  const world = { value: 1 };
  const source = memoize((): number => 5);
  const fn = memoize((): number => {
    ran.push("fn");
    return source() * world.value;
  });
  const base = new Context("", { parent: null, verify: 1, share: true });
  const sibling = (): Context => base.fork().tweak(source.node(), 6);
  expect(sibling().evaluate(fn.node())).toBe(6);
  expect(sibling().evaluate(fn.node())).toBe(6);
  expect(ran).toEqual(["fn", "fn"]);
  expect(base.sharing?.saved).toBe(1);
  world.value = 2;

  expect(() => sibling().evaluate(fn.node())).toThrow(UntrackedReadError);
});

test("[S27] a sample: one in so many", () => {
  const { node } = untracked(1);
  const base = new Context("", { verify: 0.25 });
  base.evaluate(node);
  for (let i = 0; i < 8; i++) base.evaluate(node);

  expect(ran).toEqual(["fn", "fn", "fn"]);
});

test("[S27] it holds for the family", () => {
  const { world, node } = untracked(1);
  const base = verified();
  base.evaluate(node);
  world.value = 2;

  expect(() => base.fork().evaluate(node)).toThrow(UntrackedReadError);
  expect(() => base.fork().fork().evaluate(node)).toThrow(UntrackedReadError);
});

test("[S27] a pure function is found out to be pure: nothing is thrown, no value changes", () => {
  const source = memoize((): number => 1);
  const middle = memoize((n: number): number[] => [source(), n]);
  const top = memoize((): number => middle(1).length + middle(2).length);
  const base = verified();
  const first = base.run(() => [top(), middle(1)]);
  const second = base.run(() => [top(), middle(1)]);

  expect(second).toEqual(first);
  expect(second[1]).toBe(first[1]);
});

test("[S27] outcomes compare by the walk of S24: equal contents are equal, other ones are not", () => {
  const equal: [unknown, unknown][] = [
    [{ a: [1, NaN] }, { a: [1, NaN] }],
    [new Date(5), new Date(5)],
    [new Map([[1, new Set([2])]]), new Map([[1, new Set([2])]])],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
  ];
  const other: [unknown, unknown][] = [
    [0, -0],
    [1, "1"],
    [undefined, null],
    [{ a: 1 }, { a: 2 }],
    [[1], [1, undefined]],
    [new Date(5), 5],
  ];
  for (const [before, after] of equal) {
    const { world, node } = untracked(before);
    const base = verified();
    base.evaluate(node);
    world.value = after;
    expect(base.evaluate(node)).toBe(before);
  }
  for (const [before, after] of other) {
    const { world, node } = untracked(before);
    const base = verified();
    base.evaluate(node);
    world.value = after;
    expect(() => base.evaluate(node)).toThrow(UntrackedReadError);
  }
});

test("[S27] and by `equals`: what it declares equal is", () => {
  const { world, node } = untracked(
    1,
    (a, b) => typeof a === "number" && typeof b === "number" && Math.abs(a - b) < 1,
  );
  const base = verified();
  base.evaluate(node);
  world.value = 1.5;
  expect(base.evaluate(node)).toBe(1);
  world.value = 3;

  expect(() => base.evaluate(node)).toThrow(UntrackedReadError);
});

test("[S27] errors compare by class and message", () => {
  const world = { make: (): Error => new RangeError("low") };
  const fn = memoize((): number => {
    throw world.make();
  });
  const base = verified();
  const error = thrownBy(() => base.evaluate(fn.node()));
  expect(thrownBy(() => base.evaluate(fn.node()))).toBe(error);
  world.make = () => new RangeError("high");
  expect(thrownBy(() => base.evaluate(fn.node()))).toBeInstanceOf(UntrackedReadError);
  world.make = () => new TypeError("low");

  expect(thrownBy(() => base.evaluate(fn.node()))).toBeInstanceOf(UntrackedReadError);
});

test("[S27] an error where there was a value, and a value where there was an error", () => {
  const world = { isDown: false };
  const fn = memoize((): number => {
    if (world.isDown) throw new Error("down");
    return 1;
  });
  const base = verified();
  base.evaluate(fn.node());
  world.isDown = true;
  expect(() => base.evaluate(fn.node())).toThrow(UntrackedReadError);
  const other = verified();
  expect(() => other.evaluate(fn.node())).toThrow("down");
  world.isDown = false;

  expect(() => other.evaluate(fn.node())).toThrow(UntrackedReadError);
});

test("[S27] an outcome that the walk does not support is not sampled", () => {
  class Opaque {
    readonly n: number;
    constructor(n: number) {
      this.n = n;
    }
  }
  let made = 0;
  const opaque = memoize((): Opaque => new Opaque(made++));
  const closure = memoize((): (() => number) => () => made);
  const base = verified();
  const first = base.run(() => [opaque(), closure()]);

  expect(base.run(() => [opaque(), closure()])).toEqual(first);
});

test("[S27] an input reads the world, and is not sampled", () => {
  let world = 1;
  const read = memoize((): number => world, { input: true });
  const base = verified();
  base.evaluate(read.node());
  world = 2;

  expect(base.evaluate(read.node())).toBe(1);
});

test("[S27] a tweak is no evaluation: neither fixed values nor shifts are run again", () => {
  const { world, node, fn } = untracked(1);
  const base = verified();
  base.evaluate(node);
  const fixed = base.fork().tweak(node, 5);
  const shifted = base.fork().tweakAll(fn, (value) => [value()]);
  fixed.evaluate(node);
  shifted.evaluate(node);
  world.value = 2;

  expect(fixed.evaluate(node)).toBe(5);
  expect(shifted.evaluate(node)).toEqual([1]);
});

test("[S27] verifying leaves the cache as it was: entries, edges, masks", () => {
  const source = memoize((): number => 1);
  const reader = memoize((): number => source() + 1);
  const base = verified();
  base.evaluate(reader.node());
  const before = base.snapshot();
  base.evaluate(reader.node());

  expect(before.diff(base.snapshot())).toEqual({
    added: [],
    removed: [],
    changed: [],
    tweaked: [],
  });
  expect([...base.dependencies(reader.node())]).toEqual([source.node()]);
});

test("[S27] after a mistake was found the context goes on", () => {
  const { world, node } = untracked(1);
  const other = memoize((): number => 7);
  const base = verified();
  base.evaluate(node);
  world.value = 2;
  expect(() => base.evaluate(node)).toThrow(UntrackedReadError);
  expect(() => Context.current).toThrow(expect.objectContaining({ code: "OUTSIDE_CONTEXT" }));
  base.invalidate(node);

  expect(base.evaluate(node)).toBe(2);
  expect(base.evaluate(other.node())).toBe(7);
});

test("[S27] found inside an evaluation it is that evaluation's error, and not cached [S19]", () => {
  const { world, node, fn } = untracked(1);
  const reader = memoize((): unknown => fn());
  const base = verified();
  base.evaluate(node);
  world.value = 2;

  expect(() => base.evaluate(reader.node())).toThrow(UntrackedReadError);
  expect(base.has(reader.node())).toBe(false);
});

test("[S27] what is verified is told as such, not as an evaluation", () => {
  const { node } = untracked(1);
  const base = verified();
  const kinds: string[] = [];
  base.observe((event: DugEvent) => {
    if ("node" in event) kinds.push(event.kind);
  });
  base.evaluate(node);
  base.evaluate(node);

  expect(kinds.filter((kind) => kind === "evaluated")).toHaveLength(1);
  expect(kinds).toContain("verified");
});

test("[S27] a function that changes what it was given is found out", () => {
  const total = memoize((prices: Map<string, number>): number => {
    const sum = [...prices.values()].reduce((a, b) => a + b, 0);
    prices.clear();
    return sum;
  });
  const base = verified();
  const argument = new Map([["A", 1]]);

  expect(base.run(() => total(argument))).toBe(1);
  expect(base.run(() => total(new Map([["A", 1]])))).toBe(1);
  expect(argument.size).toBe(1);
});

test("[S27] a function that mutates a dependency's value is found out", () => {
  const list = memoize((): number[] => [3, 1, 2]);
  const extended = memoize((): number => list().push(0));
  const base = verified();
  base.evaluate(list.node());

  base.evaluate(extended.node());
  expect(() => base.evaluate(list.node())).toThrow(UntrackedReadError);
});

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
