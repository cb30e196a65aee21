import { Context, CycleError, memoize, type Memoised, scale } from "@dug/core";
import { afterEach, expect, test } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** source ← middle ← top, and `beside` that reads nothing. */
function chain() {
  const source = memoize((): number => {
    ran.push("source");
    return 1;
  });
  const middle = memoize((): number => {
    ran.push("middle");
    return source() + 1;
  });
  const top = memoize((): number => {
    ran.push("top");
    return middle() * 10;
  });
  const beside = memoize((): number => {
    ran.push("beside");
    return 0;
  });
  const base = new Context();
  base.run(() => top() + beside());
  ran.length = 0;
  return {
    base,
    source: source.node(),
    middle: middle.node(),
    top: top.node(),
    beside: beside.node(),
  };
}

test("[S26] nothing is unloaded behind the user's back", () => {
  const number = memoize((n: number): number => n);
  const base = new Context();
  for (let n = 0; n < 5_000; n++) base.evaluate(number.node(n));

  for (let n = 0; n < 5_000; n++) expect(base.has(number.node(n))).toBe(true);
});

test("[S26] `forget` unloads a node's entry and those of its known dependants, transitively", () => {
  const { base, source, middle, top, beside } = chain();
  base.forget(middle);

  expect([source, middle, top, beside].map((node) => base.has(node))).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test("[S26] what it unloads is no longer known: it runs again, each once", () => {
  const { base, middle, top } = chain();
  base.forget(middle);
  expect(ran).toEqual([]);

  expect(base.evaluate(top)).toBe(20);
  expect(ran).toEqual(["top", "middle"]);
});

test("[S26] nor what was known only of an earlier evaluation", () => {
  const { base, source, top } = chain();
  base.tweak(source, 5);
  expect(base.has(top)).toBe(false);
  base.forget(top);
  base.tweak(source, 1);

  expect(base.evaluate(top)).toBe(20);
  expect(ran).toEqual(["top"]);
});

test("[S26] a function: each of its nodes and their dependants", () => {
  const leaf = memoize((n: number): number => {
    ran.push(`leaf ${n}`);
    return n;
  });
  const sum = memoize((): number => {
    ran.push("sum");
    return leaf(1) + leaf(2);
  });
  const other = memoize((): number => 1);
  const base = new Context();
  base.run(() => sum() + other());
  ran.length = 0;
  base.forget(leaf);

  expect([leaf.node(1), leaf.node(2), sum.node(), other.node()].map((n) => base.has(n))).toEqual([
    false,
    false,
    false,
    true,
  ]);
  expect(base.evaluate(sum.node())).toBe(3);
  expect(ran).toEqual(["sum", "leaf 1", "leaf 2"]);
});

test("[S26] it masks nothing", () => {
  const { base, source } = chain();
  const child = base.fork();
  child.run(() => undefined);
  base.forget(source);
  child.forget(source);

  expect([base.masked.size, child.masked.size]).toEqual([0, 0]);
});

test("[S26] in a child what the parent holds of an unmasked node shows again", () => {
  const { base, source, top } = chain();
  const child = base.fork();
  child.forget(source);

  expect(child.has(top)).toBe(true);
  expect(child.evaluate(top)).toBe(20);
  expect(ran).toEqual([]);
});

test("[S26] of a masked node nothing shows: the child runs it again, the parent keeps its own", () => {
  const { base, source, middle, top } = chain();
  const child = base.fork().tweak(source, 5);
  child.evaluate(top);
  ran.length = 0;
  child.forget(middle);

  expect([middle, top].map((node) => child.has(node))).toEqual([false, false]);
  expect([middle, top].map((node) => child.masked.has(node))).toEqual([true, true]);
  expect(child.evaluate(top)).toBe(60);
  expect(ran).toEqual(["middle", "top"]);
  expect(base.get(top)).toBe(20);
});

test("[S26] the child's own results of unmasked nodes go, what it evaluated of dependants too", () => {
  const { base, beside } = chain();
  const own = memoize((): number => {
    ran.push("own");
    return 1;
  });
  const child = base.fork();
  child.evaluate(own.node());
  child.forget(own);
  ran.length = 0;

  expect(child.has(own.node())).toBe(false);
  expect(child.has(beside)).toBe(true);
  child.evaluate(own.node());
  expect(ran).toEqual(["own"]);
});

test("[S26] it is no change: a child keeps what it has, at its next entry too", () => {
  const { base, source, middle, top } = chain();
  const child = base.fork().tweak(source, 5);
  child.evaluate(top);
  ran.length = 0;
  base.forget(middle);

  expect(child.evaluate(top)).toBe(60);
  expect(ran).toEqual([]);
});

test("[S26] tweaks stay: a fixed value is still there, its dependants are not", () => {
  const { base, source, middle } = chain();
  base.tweak(source, 5);
  base.evaluate(middle);
  base.forget(source);

  expect(base.has(middle)).toBe(false);
  expect(base.evaluate(source)).toBe(5);
  expect(base.evaluate(middle)).toBe(6);
});

test("[S26] a shift is applied again", () => {
  const { base, source, middle } = chain();
  const child = base.fork().tweak(source, scale(3));
  expect(child.evaluate(middle)).toBe(4);
  child.forget(source);

  expect(child.has(source)).toBe(false);
  expect(child.evaluate(middle)).toBe(4);
});

test("[S26] [S16a] a root's shift whose base value is unloaded beneath it is applied again after an invalidation", () => {
  let world = 1;
  const input = memoize((n: number): number => world * n);
  const quote = memoize((n: number): number => input(n));
  const base = new Context().tweakAll(quote, (value) => value() + 100);
  const [first, second] = [quote.node(1), quote.node(2)];
  expect([first, second].map((node) => base.evaluate(node))).toEqual([101, 102]);
  base.forget(input.node(1)); // which only the base value of `first` has read
  expect([first, second].map((node) => base.has(node))).toEqual([true, true]);
  world = 2;
  base.invalidate(input.node(1));

  expect([first, second].map((node) => base.has(node))).toEqual([false, true]);
  expect(base.evaluate(first)).toBe(102);
});

test("[S26] invalidations stay: the parent's earlier evaluation does not show again", () => {
  const { base, source } = chain();
  const child = base.fork().invalidate(source);
  child.evaluate(source);
  child.forget(source);
  ran.length = 0;

  expect(child.has(source)).toBe(false);
  child.evaluate(source);
  expect(ran).toEqual(["source"]);
});

test("[S26] the edges of what was unloaded are gone: a gap does not stop the next walk", () => {
  const { base, source, middle, top } = chain();
  base.forget(middle);
  base.evaluate(top);
  base.tweak(source, 7);

  expect(base.has(top)).toBe(false);
  expect(base.evaluate(top)).toBe(80);
});

test("[S26] forgetting an unknown node is nothing", () => {
  const { base, top } = chain();
  const stranger = memoize((n: number): number => n);
  base.forget(stranger).forget(stranger.node(1));

  expect(base.has(top)).toBe(true);
});

test("[S26] `clear` unloads everything from a root, and the values come back by running", () => {
  const { base, source, middle, top, beside } = chain();
  base.clear();

  expect([source, middle, top, beside].map((node) => base.has(node))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(base.evaluate(top)).toBe(20);
  expect(ran).toEqual(["top", "middle", "source"]);
});

test("[S26] `clear` in a child: what the parent holds of unmasked nodes shows again, masks and tweaks stay", () => {
  const { base, source, middle, top, beside } = chain();
  const own = memoize((): number => 3);
  const child = base.fork().tweak(source, 5);
  child.run(() => {
    child.evaluate(top);
    own();
  });
  child.clear();
  ran.length = 0;

  expect([own.node(), middle, top, beside].map((node) => child.has(node))).toEqual([
    false,
    false,
    false,
    true,
  ]);
  expect([source, middle, top].map((node) => child.masked.has(node))).toEqual([true, true, true]);
  expect(child.evaluate(top)).toBe(60);
  expect(ran).toEqual(["middle", "top"]);
  expect(base.get(top)).toBe(20);
});

test("[S26] `clear` is no change, and nothing cleared is known", () => {
  const { base, source, top } = chain();
  const child = base.fork().tweak(source, 5);
  child.evaluate(top);
  ran.length = 0;
  base.clear();
  expect(child.evaluate(top)).toBe(60);
  expect(ran).toEqual([]);
  base.tweak(source, 9).tweak(source, 1);

  expect(base.evaluate(top)).toBe(20);
  expect(ran).toEqual(["top", "middle"]);
});

test("[S26] while a context is entered, forgetting acts at once", () => {
  const { base, top, middle } = chain();
  base.run(() => {
    base.forget(middle);
    expect(base.has(top)).toBe(false);
    expect(base.evaluate(top)).toBe(20);
  });

  expect(ran).toEqual(["top", "middle"]);
});

test("[S26] [S8] a child that is entered keeps what it saw on entry", () => {
  const { base, top, middle } = chain();
  const child = base.fork();
  child.run(() => {
    base.forget(middle);
    expect(child.get(top)).toBe(20);
  });

  expect(base.has(top)).toBe(false);
});

test("[S26] [S11] a snapshot keeps what is forgotten afterwards, and brings it back", () => {
  const { base, top } = chain();
  const before = base.snapshot();
  base.clear();
  expect(before.get(top)).toBe(20);
  base.restore(before);

  expect(base.evaluate(top)).toBe(20);
  expect(ran).toEqual([]);
});

test("[S26] [S13] what the parent holds shows again only where all that it read is here", () => {
  const rate = memoize(() => ({ percent: 2 })); // an object of its own for each run
  const model = memoize(() => rate().percent * 3);
  const price = memoize(() => model() + 1);
  const base = new Context();
  const child = base.fork();
  child.evaluate(rate.node());
  base.evaluate(price.node());
  child.run(() => undefined);
  expect(child.has(model.node())).toBe(false); // it read another rate

  child.forget(price.node());
  expect(child.has(price.node())).toBe(false);
  child.tweak(rate.node(), { percent: 100 });
  expect(child.evaluate(price.node())).toBe(301);
});

test("[S26] [S13] what read a ring of the parent's shows again, and the walk reaches it", () => {
  const source = memoize(() => 1);
  const ring: Memoised<() => number> = memoize((): number => (source() > 0 ? ring() : 5));
  const above = memoize(() => ring() + 1);
  const base = new Context();
  const child = base.fork();
  child.evaluate(source.node()); // it stands on what the parent is now, and takes the ring over later
  expect(() => base.evaluate(above.node())).toThrow(CycleError);

  child.forget(above.node());

  expect(child.has(ring.node()) && child.has(above.node())).toBe(true);
  expect(child.tweak(source.node(), 0).evaluate(above.node())).toBe(6);
});

test("[S26] what was taken over from the parent and is forgotten is the child's own no more", () => {
  for (const unload of ["clear", "forget"] as const) {
    const source = memoize(() => 1);
    const other = memoize(() => 2);
    const base = new Context();
    const child = base.fork();
    child.evaluate(other.node());
    base.evaluate(source.node());
    child.run(() => undefined); // takes it over
    if (unload === "clear") child.clear();
    else child.forget(source.node());
    expect(child.has(source.node())).toBe(true);

    base.invalidate(other.node()).clear();

    expect(child.has(source.node())).toBe(false);
  }
});

test("[S26] clear shows nothing of the parent's that read what is tweaked here", () => {
  const source = memoize(() => 1);
  const ring: () => number = memoize((): number => (source() > 0 ? ring() : 5));
  const above = memoize(() => ring() + 1);
  const base = new Context();
  const child = base.fork();
  child.evaluate(source.node());
  expect(() => base.evaluate(above.node())).toThrow(CycleError);
  child.tweak(source.node(), 0);

  child.clear();

  expect(child.has(above.node())).toBe(false);
  expect(child.evaluate(above.node())).toBe(6);
});
