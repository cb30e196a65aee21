import { Context, memoize, scale } from "@dug/core";
import { afterEach, expect, test, vi } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
  vi.unstubAllGlobals();
});

/** A world of prices, an input that reads it, and what is made of that. */
function market(options: { fingerprint?: (ticker: string) => unknown } = {}) {
  const prices: Record<string, number> = { A: 10, B: 20 };
  const spot = memoize(
    (ticker: string): number => {
      ran.push(`spot ${ticker}`);
      return prices[ticker] ?? 0;
    },
    { input: true, ...options },
  );
  const isDear = memoize((ticker: string): boolean => {
    ran.push(`isDear ${ticker}`);
    return spot(ticker) > 15;
  });
  const advice = memoize((): string => {
    ran.push("advice");
    return ["A", "B"].filter((ticker) => isDear(ticker)).join(" ");
  });
  return { prices, spot, isDear, advice: advice.node() };
}

test("[S27] `refresh` runs nothing itself", () => {
  const { spot, advice } = market();
  const base = new Context();
  base.evaluate(advice);
  ran.length = 0;
  base.refresh();

  expect(ran).toEqual([]);
  expect(base.has(spot.node("A"))).toBe(false);
});

test("[S27] it invalidates every input: each is read again when it is needed, and what is downstream is cut off", () => {
  const { advice } = market();
  const base = new Context();
  base.evaluate(advice);
  ran.length = 0;
  base.refresh();

  expect(base.evaluate(advice)).toBe("B");
  expect(ran).toEqual(["spot A", "spot B"]);
  base.evaluate(advice);
  expect(ran).toEqual(["spot A", "spot B"]);
});

test("[S27] what the world changed flows as far as it makes a difference", () => {
  const { prices, advice } = market();
  const base = new Context();
  base.evaluate(advice);
  ran.length = 0;
  prices["A"] = 11;
  base.refresh();
  expect(base.evaluate(advice)).toBe("B");
  expect(ran).toEqual(["spot A", "isDear A", "spot B"]);
  ran.length = 0;
  prices["A"] = 16;
  base.refresh();

  expect(base.evaluate(advice)).toBe("A B");
  expect(ran[0]).toBe("spot A");
  expect(ran.toSorted((a, b) => a.localeCompare(b))).toEqual([
    "advice",
    "isDear A",
    "spot A",
    "spot B",
  ]);
});

test("[S27] without `refresh` the world may change unseen", () => {
  const { prices, advice, spot } = market();
  const base = new Context();
  base.evaluate(advice);
  prices["A"] = 99;

  expect(base.evaluate(advice)).toBe("B");
  expect(base.evaluate(spot.node("A"))).toBe(10);
});

test("[S27] functions that are no inputs are not invalidated", () => {
  const plain = memoize((): number => {
    ran.push("plain");
    return 1;
  });
  const declared = memoize(
    (): number => {
      ran.push("declared");
      return 1;
    },
    { input: false },
  );
  const base = new Context();
  base.run(() => plain() + declared());
  ran.length = 0;
  base.refresh();

  base.run(() => plain() + declared());
  expect(ran).toEqual([]);
});

test("[S27] every input, those first read later too", () => {
  const first = market();
  const base = new Context();
  base.evaluate(first.advice);
  base.refresh();
  const second = market();
  base.evaluate(second.spot.node("A"));
  first.prices["A"] = second.prices["A"] = 1;
  base.refresh();

  expect(base.evaluate(first.spot.node("A"))).toBe(1);
  expect(base.evaluate(second.spot.node("A"))).toBe(1);
});

test("[S27] [S16a] in a child: there and below, not in the parent nor in a sibling", () => {
  const { prices, spot } = market();
  const node = spot.node("A");
  const base = new Context();
  base.evaluate(node);
  const child = base.fork();
  const grandchild = child.fork();
  const sibling = base.fork();
  prices["A"] = 99;
  child.refresh();

  expect([base, sibling, child, grandchild].map((context) => context.evaluate(node))).toEqual([
    10, 10, 99, 99,
  ]);
});

test("[S27] [S16a] descendants see it from their next entry", () => {
  const { prices, spot } = market();
  const node = spot.node("A");
  const base = new Context();
  base.evaluate(node);
  const child = base.fork();
  child.run(() => {
    prices["A"] = 99;
    base.refresh();
    expect(child.evaluate(node)).toBe(10);
  });

  expect(child.evaluate(node)).toBe(99);
});

test("[S27] a tweaked input keeps its value, a shifted one sees the new world", () => {
  const { prices, spot } = market();
  const node = spot.node("A");
  const base = new Context();
  base.evaluate(node);
  const fixed = base.fork().tweak(node, 5);
  const shifted = base.fork().tweak(node, scale(2));
  expect([fixed, shifted].map((context) => context.evaluate(node))).toEqual([5, 20]);
  prices["A"] = 50;
  base.refresh();

  expect([fixed, shifted].map((context) => context.evaluate(node))).toEqual([5, 100]);
});

test("[S27] a fingerprint that is equal keeps the earlier evaluation", () => {
  const stamps: Record<string, number> = { A: 1, B: 1 };
  const { advice } = market({
    fingerprint: (ticker) => {
      ran.push(`look ${ticker}`);
      return stamps[ticker];
    },
  });
  const base = new Context();
  base.evaluate(advice);
  ran.length = 0;
  base.refresh();
  expect(ran).toEqual([]);

  expect(base.evaluate(advice)).toBe("B");
  expect(ran).toEqual(["look A", "look B"]);
});

test("[S27] one that differs runs the function, that one alone", () => {
  const stamps: Record<string, number> = { A: 1, B: 1 };
  const { prices, advice, spot } = market({ fingerprint: (ticker) => stamps[ticker] });
  const base = new Context();
  base.evaluate(advice);
  ran.length = 0;
  prices["A"] = 12;
  stamps["A"] = 2;
  prices["B"] = 1;
  base.refresh();

  expect(base.evaluate(spot.node("A"))).toBe(12);
  expect(base.evaluate(spot.node("B"))).toBe(20);
  expect(ran).toEqual(["spot A"]);
  ran.length = 0;
  base.refresh();
  expect(base.evaluate(spot.node("A"))).toBe(12);
  expect(ran).toEqual([]);
});

test("[S27] fingerprints compare by Object.is: NaN is itself, an equal object is another", () => {
  let stamp: unknown = NaN;
  const read = memoize(
    (): number => {
      ran.push("read");
      return 1;
    },
    { input: true, fingerprint: () => stamp },
  );
  const base = new Context();
  base.evaluate(read.node());
  base.refresh().evaluate(read.node());
  expect(ran).toEqual(["read"]);
  stamp = {};
  base.refresh().evaluate(read.node());
  expect(ran).toEqual(["read", "read"]);
  stamp = {};
  base.refresh().evaluate(read.node());

  expect(ran).toEqual(["read", "read", "read"]);
});

test("[S27] an input that an invalidation names looks at its fingerprint as well", () => {
  const read = memoize(
    (): number => {
      ran.push("read");
      return 1;
    },
    { input: true, fingerprint: () => "same" },
  );
  const base = new Context();
  base.evaluate(read.node());
  base.refresh().invalidate(read);

  expect(base.evaluate(read.node())).toBe(1);
  expect(ran).toEqual(["read"]);
});

test("[S27] a fingerprint that throws counts as different, and its error is reported", () => {
  const reported: unknown[] = [];
  vi.stubGlobal("reportError", (error: unknown) => reported.push(error));
  const failure = new Error("no such file");
  let isDown = false;
  const read = memoize(
    (): number => {
      ran.push("read");
      return 1;
    },
    {
      input: true,
      fingerprint: () => {
        if (isDown) throw failure;
        return 1;
      },
    },
  );
  const base = new Context();
  base.evaluate(read.node());
  isDown = true;
  for (let i = 0; i < 2; i++) expect(base.refresh().evaluate(read.node())).toBe(1);

  expect(ran).toEqual(["read", "read", "read"]);
  expect(new Set(reported)).toEqual(new Set([failure]));
});

test("[S27] an input's error is tried again, and its dependants with it", () => {
  let isDown = true;
  const read = memoize(
    (): number => {
      ran.push("read");
      if (isDown) throw new Error("down");
      return 1;
    },
    { input: true },
  );
  const reader = memoize((): number => read() + 1);
  const base = new Context();
  expect(() => base.evaluate(reader.node())).toThrow("down");
  isDown = false;
  expect(() => base.evaluate(reader.node())).toThrow("down");
  base.refresh();

  expect(base.evaluate(reader.node())).toBe(2);
  expect(ran).toEqual(["read", "read"]);
});

test("[S27] an input may call memoised functions, and is invalidated all the same", () => {
  const path = memoize((): string => "a.csv");
  const read = memoize(
    (): string => {
      ran.push("read");
      return `contents of ${path()}`;
    },
    { input: true },
  );
  const base = new Context();
  base.evaluate(read.node());
  base.refresh();
  base.evaluate(read.node());
  expect(ran).toEqual(["read", "read"]);
  base.tweak(path.node(), "b.csv");

  expect(base.evaluate(read.node())).toBe("contents of b.csv");
  expect([...base.dependencies(read.node())]).toEqual([path.node()]);
});

test("[S27] an equal fingerprint does not hide a changed dependency", () => {
  const path = memoize((): string => "a.csv");
  const read = memoize((): string => `contents of ${path()}`, {
    input: true,
    fingerprint: () => 1,
  });
  const base = new Context();
  base.evaluate(read.node());
  base.refresh().tweak(path.node(), "b.csv");

  expect(base.evaluate(read.node())).toBe("contents of b.csv");
});
