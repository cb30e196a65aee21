import { add, Context, memoize, UntrackedReadError } from "@dug/core";
import { expect, test } from "vitest";

// Functions of one argument, whose hits are plain: most tests have functions of none.

/** Three nodes for each number, each of which reads the one before it; and who ran. */
function line() {
  const ran: string[] = [];
  const source = memoize((n: number): number => n);
  const middle = memoize((n: number): number => {
    ran.push(`middle ${n}`);
    return source(n) + 1;
  });
  const top = memoize((n: number): number => {
    ran.push(`top ${n}`);
    return middle(n) * 10;
  });
  const nodes = [source, middle, top].map((memoised) => memoised.node(1));
  return { source, middle, top, nodes, taken: () => ran.splice(0) };
}

test("[S8] contexts that evaluate in turns keep what they have", () => {
  const { source, top, taken } = line();
  const base = new Context();
  const one = base.fork().tweak(source.node(1), 2);
  const other = base.fork().tweak(source.node(1), 3);
  one.run(() => {
    expect(top(1)).toBe(30);
    other.run(() => expect(top(1)).toBe(40));
    expect(top(2)).toBe(30);
    other.run(() => expect(top(2)).toBe(30));
    expect(taken().length).toBe(8);

    expect([top(1), top(2)]).toEqual([30, 30]);
    other.run(() => expect([top(1), top(2)]).toEqual([40, 30]));
  });
  expect(taken()).toEqual([]);
});

/** Has another context read what a context has, so that the slots speak of that one. */
function readElsewhere(base: Context, { source, top }: ReturnType<typeof line>): void {
  expect(base.fork().tweak(source.node(1), 8).evaluate(top.node(1))).toBe(90);
}

test("[S16] what is known is known after another context had its turn, too", () => {
  const all = line();
  const { source, top, taken } = all;
  const base = new Context();
  base.evaluate(top.node(1));
  base.tweak(source.node(1), 5);
  readElsewhere(base, all);
  taken();

  expect(base.tweak(source.node(1), 1).evaluate(top.node(1))).toBe(20);
  expect(taken()).toEqual([]);
});

test("[S16] what is known beneath a shift is known after another context had its turn, too", () => {
  const all = line();
  const { middle, taken } = all;
  const base = new Context();
  base.evaluate(middle.node(1));
  base.tweak(middle.node(1), add(1)).evaluate(middle.node(1));
  base.fork().tweak(middle.node(1), 7).evaluate(middle.node(1));
  expect(base.evaluate(middle.node(1))).toBe(3);
  expect(taken()).toEqual(["middle 1"]);

  expect(base.untweak(middle.node(1)).evaluate(middle.node(1))).toBe(2);
  expect(taken()).toEqual([]);
});

test("[S26] compacting an entered context drops nothing that it has evaluated", () => {
  const { nodes, top, taken } = line();
  const base = new Context();
  base.run(() => {
    top(1);
    taken();
    base.compact();

    expect(nodes.map((node) => base.has(node))).toEqual([true, true, true]);
    top(1);
  });
  expect(taken()).toEqual([]);
});

test("[S18, S26] an evaluation that is known from before compacting has its edges again", () => {
  const { source, middle, taken } = line();
  const base = new Context();
  base.evaluate(middle.node(1));
  base.tweak(source.node(1), 5).compact();
  base.evaluate(source.node(1)); // what is cached has its edges from here on
  taken();
  base.tweak(source.node(1), 1).evaluate(middle.node(1));
  expect(taken()).toEqual([]); // it was taken, not run

  base.tweak(source.node(1), 7);

  expect(base.has(middle.node(1))).toBe(false);
});

test("[S11] what is evaluated after restoring a snapshot is not seen in that", () => {
  const { source, top } = line();
  const base = new Context();
  base.evaluate(source.node(1));
  const snapshot = base.snapshot();

  base.restore(snapshot).evaluate(top.node(1));

  expect([snapshot.has(source.node(1)), snapshot.has(top.node(1))]).toEqual([true, false]);
});

test("[S8] what a parent evaluates, and shows, its child does not see while entered", () => {
  const { source, nodes, top } = line();
  const base = new Context();
  base.evaluate(source.node(1));
  const child = base.fork();
  child.run(() => {
    base.evaluate(top.node(1));
    expect(nodes.map((node) => base.snapshot().has(node))).toEqual([true, true, true]);

    expect(nodes.map((node) => child.has(node))).toEqual([true, false, false]);
  });
});

test("[S11] after restoring while entered the next call sees the snapshot's values", () => {
  const { source, top } = line();
  const base = new Context();
  base.run(() => {
    expect(top(1)).toBe(20);
    const before = base.snapshot();
    base.tweak(source.node(1), 5);
    expect(top(1)).toBe(60);

    base.restore(before);

    expect(top(1)).toBe(20);
  });
});

test("a listener hears of each hit of a function of one argument", () => {
  const { source, middle } = line();
  const base = new Context();
  base.evaluate(source.node(1));
  const heard: string[] = [];
  base.observe(["hit"], ({ node }) => heard.push(String(node)));

  base.run(() => [source(1), middle(1)]);

  const one = String(source.node(1));
  expect(heard).toEqual([one, one]);
});

test("[S27] each hit of a function of one argument is verified", () => {
  let world = 1;
  const untraced = memoize((n: number): number => n + world);
  const base = new Context("base", { verify: 1 });
  base.run(() => {
    expect(untraced(1)).toBe(2);
    world = 2;

    expect(() => untraced(1)).toThrow(UntrackedReadError);
  });
});

test("[S13] who read a node by a plain hit is dropped with it", () => {
  const { source, middle } = line();
  const base = new Context();
  base.evaluate(source.node(1));
  base.evaluate(middle.node(1));

  base.tweak(source.node(1), 5);

  expect(base.has(middle.node(1))).toBe(false);
  expect(base.evaluate(middle.node(1))).toBe(6);
});

test("[S9, S21] a plain hit in an opened context is no read of the opener's own context", () => {
  const { source, middle } = line();
  const opener = memoize((n: number): number =>
    new Context().tweak(source.node(n), 5).run(() => middle(n) + middle(n)),
  );
  const base = new Context();
  const child = base.fork();
  child.run(() => undefined);
  expect(base.evaluate(opener.node(1))).toBe(12);

  expect(child.has(opener.node(1))).toBe(true);
});

/** Calls a cached function after the abort of what calls it; and what came of that. */
function aborting() {
  const { source } = line();
  const base = new Context();
  base.evaluate(source.node(1));
  const stop = new AbortController();
  const found: unknown[] = [];
  const call = (): void => {
    stop.abort("unwanted");
    try {
      found.push(source(1));
    } catch (error) {
      found.push(`refused: ${String(error)}`);
    }
  };
  return { base, signal: stop.signal, call, found };
}

test("[S22f] what an aborted run still calls is refused, cached or not", async () => {
  const { base, signal, call, found } = aborting();
  const body = async (): Promise<void> => {
    await Promise.resolve(); // until then nobody has begun to hear of the signal
    base.run(call);
  };
  await expect(base.run(body, { signal })).rejects.toBe("unwanted");

  expect(found).toEqual(["refused: unwanted"]);
});

test("[S22f] so is what a synchronous function calls in an aborted evaluation", async () => {
  const { base, signal, call, found } = aborting();
  const synchronous = memoize((n: number): number => (call(), n));
  const work = memoize(async (): Promise<number> => {
    await Promise.resolve();
    return synchronous(1);
  });
  await expect(base.evaluate(work.node(), { signal })).rejects.toBe("unwanted");

  expect(found).toEqual(["refused: unwanted"]);
});

test("[S13] what an invalidation drops is masked, and evaluated it still is", () => {
  const { source, nodes, top } = line();
  const base = new Context();
  base.evaluate(top.node(1));
  const child = base.fork();
  child.run(() => {
    child.invalidate(source.node(1));
    expect(top(1)).toBe(20);
  });

  expect(nodes.map((node) => child.masked.has(node))).toEqual([true, true, true]);
});

test("[S13] of many invalidations the first masks as well as the last", () => {
  const { source } = line();
  const child = new Context().fork();
  child.run(() => {
    for (const n of [1, ...Array.from({ length: 200 }, () => 2)]) child.invalidate(source.node(n));
  });

  expect([1, 2].map((n) => child.masked.has(source.node(n)))).toEqual([true, true]);
});

test("[S8] a context that was asked before its parent changed is asked again", () => {
  const { source } = line();
  const base = new Context();
  const child = base.fork();
  child.evaluate(source.node(1));
  expect([child.get(source.node(1)), child.get(source.node(1))]).toEqual([1, 1]);

  base.tweak(source.node(1), 5);

  expect(child.get(source.node(1))).toBe(5);
});

/** A root that evaluated a node and dropped it for good; and what that node was given. */
function dropped(): { base: Context; held: WeakRef<object> | undefined } {
  let held: WeakRef<object> | undefined;
  const unit = memoize((): number => 1);
  const sized = memoize(
    (of: { readonly size: number }): number => {
      held = new WeakRef(of);
      return of.size * unit();
    },
    { reuse: false },
  );
  const base = new Context();
  expect(base.evaluate(sized.node({ size: 3 }))).toBe(3);
  for (const value of [2, 3]) {
    base.snapshot();
    base.tweak(unit.node(), value);
  }
  return { base, held };
}

test("[S26] what a root has dropped for good its log does not hold", async () => {
  const { base, held } = dropped();
  expect(held?.deref()).toEqual({ size: 3 });
  await new Promise((resolve) => setTimeout(resolve)); // a dereferenced WeakRef holds until the turn ends
  base.compact();
  await new Promise((resolve) => setTimeout(resolve));
  globalThis.gc?.();

  expect(globalThis.gc).toBeDefined();
  expect(held?.deref()).toBeUndefined();
});

// The last one: from here on no hit is plain, in whatever context.
test("[S25] the next call sees that a function of one argument was redefined", () => {
  const price = memoize("faults/price", (n: number): number => n);
  const base = new Context();
  base.run(() => {
    expect(price(1)).toBe(1);
    memoize("faults/price", (n: number): number => n + 1, { redefine: true });

    expect(price(1)).toBe(2);
  });
});
