import { add, Context, CycleError, memoize, namespace, type Node, scale } from "@dug/core";
import { afterEach, expect, test } from "vitest";

const named = namespace("cycles");
const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

function cycleOf(body: () => unknown): readonly string[] {
  try {
    body();
  } catch (error) {
    if (error instanceof CycleError) return error.nodes.map(String);
    throw error;
  }
  throw new Error("there was no cycle");
}

function errorOf(context: Context, node: Node): unknown {
  const peeked = context.peek(node);
  return peeked?.kind === "error" ? peeked.error : undefined;
}

const loop = named.memoize("loop", (): number => {
  ran.push("loop");
  return loop() + 1;
});

test("[S20] a node that calls itself has CycleError as its outcome", () => {
  const base = new Context();

  expect(cycleOf(() => base.evaluate(loop.node()))).toEqual(["cycles/loop()"]);
  expect(ran).toEqual(["loop"]);
});

test("[S20] it is cached: asked again, the same error, and nothing runs", () => {
  const base = new Context();
  cycleOf(() => base.evaluate(loop.node()));
  const error = errorOf(base, loop.node());

  expect(error).toBeInstanceOf(CycleError);
  cycleOf(() => base.evaluate(loop.node()));
  expect(errorOf(base, loop.node())).toBe(error);
  expect(ran).toEqual(["loop"]);
});

const stubborn = named.memoize("stubborn", (): number => {
  try {
    return stubborn();
  } catch {
    return 1;
  }
});

test("[S20] even if its function caught it", () => {
  const base = new Context();

  expect(cycleOf(() => base.evaluate(stubborn.node()))).toEqual(["cycles/stubborn()"]);
  expect(base.get(stubborn.node())).toBe(undefined);
});

/** A ring of three: c → a → b → c, and one outside that reads it. */
const a = named.memoize("a", (): number => {
  ran.push("a");
  return b() + 1;
});
const b = named.memoize("b", (): number => {
  ran.push("b");
  try {
    return c();
  } catch {
    return 7;
  }
});
const c = named.memoize("c", (): number => {
  ran.push("c");
  return a();
});
const outside = named.memoize("outside", (): string => {
  ran.push("outside");
  try {
    return String(a());
  } catch (error) {
    return error instanceof CycleError ? "cycle" : "other";
  }
});
const ring = ["cycles/a()", "cycles/b()", "cycles/c()"];

test("[S20] every node of a ring has it, with the same nodes, whichever is read first", () => {
  for (const first of [a, b, c]) {
    const base = new Context();
    cycleOf(() => base.evaluate(first.node()));

    expect([a, b, c].map((fn) => base.has(fn.node()))).toEqual([true, true, true]);
    for (const fn of [a, b, c]) expect(cycleOf(() => base.evaluate(fn.node()))).toEqual(ring);
    expect(ran.splice(0).toSorted()).toEqual(["a", "b", "c"]);
  }
});

test("[S20] who calls the ring from outside is not on it, and may catch", () => {
  const base = new Context();

  expect(base.evaluate(outside.node())).toBe("cycle");
  expect(cycleOf(() => base.evaluate(a.node()))).toEqual(ring);
  expect(base.get(outside.node())).toBe("cycle");
  expect(ran).toEqual(["outside", "a", "b", "c"]);
});

test("[S20] it is cached with its dependencies", () => {
  const base = new Context();
  base.evaluate(outside.node());

  expect([...base.dependencies(a.node())]).toEqual([b.node()]);
  expect([...base.dependencies(b.node())]).toEqual([c.node()]);
  expect([...base.dependencies(c.node())]).toEqual([a.node()]);
  expect([...base.dependencies(outside.node())]).toEqual([a.node()]);
  expect(new Set(base.dependants(a.node()))).toEqual(new Set([c.node(), outside.node()]));
});

test("[S20] a tweak that cuts the cycle makes it evaluate", () => {
  for (const cut of [a, b, c]) {
    const base = new Context();
    expect(base.evaluate(outside.node())).toBe("cycle");
    base.tweak(cut.node(), 10);

    expect(cut === a ? base.evaluate(outside.node()) : base.evaluate(a.node())).toBe(
      cut === a ? "10" : 11,
    );
  }
});

test("[S20] in a child alone, and back again without it", () => {
  const base = new Context();
  base.evaluate(outside.node());
  const child = base.fork().tweak(c.node(), 10);

  expect(child.evaluate(outside.node())).toBe("11");
  expect(base.evaluate(outside.node())).toBe("cycle");
  child.untweak(c.node());
  expect(child.evaluate(outside.node())).toBe("cycle");
});

/** Two rings that share `hub`: hub → spoke(1) → hub, hub → spoke(2) → hub; and `leaf` beside them. */
const hub = named.memoize("hub", (): number => {
  const caught = [1, 2].map((n) => {
    try {
      return spoke(n);
    } catch {
      return 0;
    }
  });
  return leaf() + caught.length;
});
const spoke = named.memoize("spoke", (n: number): number => hub() + n);
const leaf = named.memoize("leaf", (): number => 5);

test("[S20] the nodes are all that can reach one another: rings that meet are one", () => {
  const all = ["cycles/hub()", "cycles/spoke(1)", "cycles/spoke(2)"];
  for (const first of [hub.node(), spoke.node(1), spoke.node(2)]) {
    const base = new Context();
    cycleOf(() => base.evaluate(first));
    for (const node of [hub.node(), spoke.node(1), spoke.node(2)])
      expect(cycleOf(() => base.evaluate(node))).toEqual(all);
  }
});

test("[S20] what a ring reads is not on it, and is cached as ever", () => {
  const base = new Context();
  cycleOf(() => base.evaluate(hub.node()));

  expect(base.get(leaf.node())).toBe(5);
  expect([...base.dependencies(hub.node())].map(String)).toEqual([
    "cycles/spoke(1)",
    "cycles/spoke(2)",
    "cycles/leaf()",
  ]);
});

/** `head` reads `back`, which reads `head`; then `late`, which reads `back`: it is on the ring by that. */
const head = named.memoize("head", (): number => {
  try {
    back();
  } catch {
    // Goes on.
  }
  return late();
});
const back = named.memoize("back", (): number => {
  ran.push("back");
  return head();
});
const late = named.memoize("late", (): number => {
  try {
    return back();
  } catch {
    return 3;
  }
});

test("[S20] a call of a node of the ring from inside it puts the caller on it, settled or not", () => {
  const all = ["cycles/back()", "cycles/head()", "cycles/late()"];
  for (const first of [head, back, late]) {
    const base = new Context();
    cycleOf(() => base.evaluate(first.node()));
    for (const fn of [head, back, late])
      expect(cycleOf(() => base.evaluate(fn.node()))).toEqual(all);
    expect(ran.splice(0)).toEqual(["back"]);
  }
});

const eager = named.memoize(
  "eager",
  (): number => {
    ran.push("eager");
    return eager();
  },
  { cacheErrors: false },
);

test("[S20] it is cached whatever `cacheErrors` says", () => {
  const base = new Context();
  cycleOf(() => base.evaluate(eager.node()));
  cycleOf(() => base.evaluate(eager.node()));

  expect(base.has(eager.node())).toBe(true);
  expect(ran).toEqual(["eager"]);
});

/** A ring only while the switch says so. */
const isRing = named.memoize("isRing", (): boolean => true);
const there = named.memoize("there", (): number => {
  ran.push("there");
  return isRing() ? hither() : 1;
});
const hither = named.memoize("hither", (): number => {
  ran.push("hither");
  return there() + 1;
});

test("[S20] a ring that a dependency breaks evaluates", () => {
  const base = new Context();
  cycleOf(() => base.evaluate(hither.node()));
  base.tweak(isRing.node(), false);

  expect(base.evaluate(hither.node())).toBe(2);
  base.tweak(isRing.node(), true);
  expect(cycleOf(() => base.evaluate(there.node()))).toEqual(["cycles/hither()", "cycles/there()"]);
});

test("[S20] it is never reused, though every dependency is equal again", () => {
  const base = new Context();
  cycleOf(() => base.evaluate(there.node()));
  expect(ran.splice(0)).toEqual(["there", "hither"]);
  base.tweak(isRing.node(), false).tweak(isRing.node(), true);

  cycleOf(() => base.evaluate(there.node()));
  expect(ran).toEqual(["there", "hither"]);
});

test("[S20] a reader outside that caught it is reused or runs, but never hides the change", () => {
  const base = new Context();
  const careful = memoize((): string => {
    try {
      return String(hither());
    } catch {
      return "cycle";
    }
  });
  expect(base.evaluate(careful.node())).toBe("cycle");
  const child = base.fork().tweak(isRing.node(), false);

  expect(child.evaluate(careful.node())).toBe("2");
  child.tweak(isRing.node(), true);
  expect(child.evaluate(careful.node())).toBe("cycle");
});

/** Calls itself in a context that it opens, until a tweak there says stop. */
const rest = named.memoize("rest", (): number => 3);
const countdown = named.memoize("countdown", (): number => {
  const left = rest();
  return left === 0
    ? 0
    : 1 + new Context().run(() => (Context.current.tweak(rest.node(), left - 1), countdown()));
});

test("[S20] a function that opens a context and calls itself there recurses", () => {
  const base = new Context();

  expect(base.evaluate(countdown.node())).toBe(3);
  expect(base.evaluate(countdown.node())).toBe(3);
});

/** A ring that leads through an opened context, and back in it. */
const opener = named.memoize("opener", (): number => {
  ran.push("opener");
  return new Context().run(() => insider());
});
const insider = named.memoize("insider", (): number => insider2());
const insider2 = named.memoize("insider2", (): number => insider());

test("[S20] a ring inside an opened context is one there; who opened it is not on it", () => {
  const base = new Context();

  expect(cycleOf(() => base.evaluate(opener.node()))).toEqual([
    "cycles/insider()",
    "cycles/insider2()",
  ]);
  expect(base.has(insider.node())).toBe(false);
  base.tweak(insider2.node(), 4);
  expect(base.evaluate(opener.node())).toBe(4);
});

test("[S20] the nodes of a ring are sorted by their readable form", () => {
  const base = new Context();
  const nodes = cycleOf(() => base.evaluate(step.node(10)));

  expect(nodes).toEqual(nodes.toSorted());
  expect(nodes).toHaveLength(12);
});

const step = named.memoize("step", (n: number): number => step((n + 1) % 12));

test("[S20] no node of a ring is stored before the first of them is: a failure that is not cached keeps all out", () => {
  const base = new Context();
  const unstable = memoize(
    (): number => {
      throw new Error("down");
    },
    { cacheErrors: false },
  );
  const one = memoize((): number => two());
  const two = memoize((): number => {
    try {
      one();
    } catch {
      // The ring.
    }
    return unstable();
  });
  cycleOf(() => base.evaluate(one.node()));

  expect([base.has(one.node()), base.has(two.node())]).toEqual([false, false]);
});

test("[S20] a shift of a node on a cycle sees the error as its base value, in a root and in a child [S2]", () => {
  for (const context of [new Context(), new Context().fork()]) {
    const seen: unknown[] = [];
    context.tweakAll(loop, (base) => {
      try {
        return base();
      } catch (error) {
        seen.push(error);
        return 42;
      }
    });

    expect(context.evaluate(loop.node())).toBe(42);
    expect(seen.map((error) => error instanceof CycleError)).toEqual([true]);
    context.untweakAll(loop).tweak(loop.node(), scale(2));
    expect(cycleOf(() => context.evaluate(loop.node()))).toEqual(["cycles/loop()"]);
  }
});

test("[S20] a shift cuts no cycle that its base value is on, a fixed value does", () => {
  const base = new Context();
  const child = base.fork().tweak(a.node(), scale(2));

  expect(cycleOf(() => child.evaluate(a.node()))).toEqual(ring);
  expect(child.evaluate(outside.node())).toBe("cycle");
  child.tweak(a.node(), 2);
  expect(child.evaluate(c.node())).toBe(2);
});

test("[S20] [S6] a dynamic context that stands under a snapshot of itself is no cycle", () => {
  const spot = memoize((): number => 1);
  const shifted = new Context("shifted").tweak(spot.node(), add(1));
  const scaled = shifted.fork().tweakAll(spot, (base) => base() * 10);
  const aside = scaled.snapshot().fork();

  expect(aside.run(() => shifted.run(() => spot()))).toBe(21);
});

test("[S20] who catches the error on the cycle is not told of nodes that only lead to it", () => {
  const told: string[][] = [];
  const toldRing = named.memoize("told ring", (): number => toldBack());
  const toldBack = named.memoize("told back", (): number => {
    try {
      return toldRing();
    } catch (error) {
      told.push((error as CycleError).nodes.map(String).toSorted());
      throw error;
    }
  });
  const above = named.memoize("told above", (): number => toldRing());

  expect(() => new Context().evaluate(above.node())).toThrow(CycleError);
  expect(told).toEqual([[toldBack.node(), toldRing.node()].map(String)]);
});
