import { Context, memoize, type Node, scale } from "@dug/core";
import { afterEach, expect, test } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** `price` reads `model`, which reads `rate` and `spot`; `delta` values `price` with `spot` bumped. */
function desk(bump: (spot: Node<number>) => Context) {
  const spot = memoize((): number => {
    ran.push("spot");
    return feed();
  });
  const feed = memoize((): number => {
    ran.push("feed");
    return 100;
  });
  const rate = memoize((): number => {
    ran.push("rate");
    return 2;
  });
  const model = memoize((): number => {
    ran.push("model");
    return rate();
  });
  const price = memoize((): number => {
    ran.push("price");
    return spot() * model();
  });
  const unrelated = memoize((): number => 0);
  const delta = memoize((): number => {
    ran.push("delta");
    return bump(spot.node()).run(() => price());
  });
  const report = memoize((): string => {
    ran.push("report");
    return `delta ${delta()}`;
  });
  return {
    spot: spot.node(),
    feed: feed.node(),
    rate: rate.node(),
    model: model.node(),
    price: price.node(),
    unrelated: unrelated.node(),
    delta: delta.node(),
    report: report.node(),
  };
}

const fixed = (spot: Node<number>): Context => new Context().tweak(spot, 101);
const shifted = (spot: Node<number>): Context => new Context().tweak(spot, scale(2));

test("[S21] a function may open a context of its own and tweak in that", () => {
  const { delta, price, spot } = desk(fixed);
  const base = new Context();

  expect(base.evaluate(delta)).toBe(202);
  expect(base.evaluate(price)).toBe(200);
  expect(base.evaluate(spot)).toBe(100);
  expect(base.evaluate(delta)).toBe(202);
});

test("[S21] its dependencies are what it read there, directly or through others, except what its own fixed tweaks bind", () => {
  const { delta, price, model, rate } = desk(fixed);
  const base = new Context();
  base.evaluate(delta);

  expect(new Set([...base.dependencies(delta)].map(String))).toEqual(
    new Set([price, model, rate].map(String)),
  );
});

test("[S21] a shift's base value is read from outside, and is a dependency", () => {
  const { delta, spot } = desk(shifted);
  const base = new Context();
  expect(base.evaluate(delta)).toBe(400);
  expect([...base.dependencies(delta)].some((node) => node.equals(spot))).toBe(true);
  base.tweak(spot, 1);

  expect(base.has(delta)).toBe(false);
  expect(base.evaluate(delta)).toBe(4);
});

test("[S21] a change far beneath the base value of its shift reaches it", () => {
  const { delta, feed, report } = desk(shifted);
  const base = new Context();
  base.evaluate(report);
  base.tweak(feed, 1);

  expect(base.has(delta)).toBe(false);
  expect(base.has(report)).toBe(false);
  expect(base.evaluate(report)).toBe("delta 4");
});

for (const kind of ["price", "model", "rate"] as const) {
  test(`[S21] a tweak outside of ${kind}, computed only in the inner context, invalidates it`, () => {
    const nodes = desk(fixed);
    const base = new Context();
    base.evaluate(nodes.report);
    expect(base.has(nodes[kind])).toBe(false);
    base.tweak(nodes[kind], 7);

    expect([nodes.delta, nodes.report].map((node) => base.has(node))).toEqual([false, false]);
    expect(base.evaluate(nodes.delta)).toBe(kind === "price" ? 7 : 707);
  });

  test(`[S21] and in a child: a tweak of ${kind} drops and masks it`, () => {
    const nodes = desk(fixed);
    const base = new Context();
    base.evaluate(nodes.report);
    const child = base.fork().tweak(nodes[kind], 7);

    expect([nodes.delta, nodes.report].map((node) => child.has(node))).toEqual([false, false]);
    expect([nodes.delta, nodes.report].map((node) => child.masked.has(node))).toEqual([true, true]);
    expect(child.evaluate(nodes.delta)).toBe(kind === "price" ? 7 : 707);
    expect(base.get(nodes.delta)).toBe(202);
  });

  test(`[S21] an invalidation of ${kind}, computed only in the inner context, reaches it`, () => {
    const nodes = desk(fixed);
    const base = new Context();
    base.evaluate(nodes.report);
    base.invalidate(nodes[kind]);
    ran.length = 0;

    expect(base.has(nodes.delta)).toBe(false);
    expect(base.evaluate(nodes.delta)).toBe(202);
    expect(ran[0]).toBe("delta");
    expect(ran).toContain(kind);
  });
}

test("[S21] a whole-function tweak outside reaches it, too", () => {
  const { delta, model } = desk(fixed);
  const base = new Context();
  base.evaluate(delta);
  base.tweakAll(model.function, 10);

  expect(base.has(delta)).toBe(false);
  expect(base.evaluate(delta)).toBe(1010);
});

test("[S21] no change of a node that its fixed tweak binds, or of what lies only beneath that, concerns it", () => {
  const { delta, report, spot, feed, unrelated } = desk(fixed);
  const base = new Context();
  base.evaluate(report);
  ran.length = 0;
  for (const node of [spot, feed, unrelated]) {
    base.tweak(node, 55);
    expect([delta, report].map((other) => base.has(other))).toEqual([true, true]);
    const child = base.fork().tweak(node, 66);
    expect([delta, report].map((other) => child.has(other))).toEqual([true, true]);
    expect([delta, report].map((other) => child.masked.has(other))).toEqual([false, false]);
  }
  base.invalidate(spot).invalidate(feed);

  expect(base.evaluate(report)).toBe("delta 202");
  expect(ran).toEqual([]);
});

test("[S21] what is bound in the inner context and also read outside is a dependency by the read outside", () => {
  const spot = memoize((): number => 100);
  const price = memoize((): number => spot() * 2);
  const difference = memoize((): number => {
    ran.push("difference");
    const before = price();
    return new Context().tweak(spot.node(), 101).run(() => price()) - before;
  });
  const base = new Context();
  expect(base.evaluate(difference.node())).toBe(2);
  expect([...base.dependencies(difference.node())][0]).toEqual(price.node());
  base.tweak(spot.node(), 50);

  expect(base.evaluate(difference.node())).toBe(102);
  expect(ran).toEqual(["difference", "difference"]);
});

test("[S21] such an evaluation is not reusable [S16]", () => {
  const { delta, rate, report } = desk(fixed);
  const base = new Context().tweak(rate, 2);
  base.evaluate(report);
  base.tweak(rate, 3).tweak(rate, 2);
  ran.length = 0;

  expect(base.evaluate(report)).toBe("delta 202");
  expect(ran[0]).toBe("delta");
  expect(ran).not.toContain("report");
  expect(base.has(delta)).toBe(true);
});

test("[S21] a hit runs nothing, and the inner context takes what is cached outside", () => {
  const { delta, model, price } = desk(fixed);
  const base = new Context();
  base.evaluate(model);
  ran.length = 0;

  expect(base.evaluate(delta)).toBe(202);
  expect(ran).toEqual(["delta", "price"]);
  base.evaluate(delta);
  expect(ran).toEqual(["delta", "price"]);
  expect(base.has(price)).toBe(false);
});

test("[S21] through a hit in the inner context: what that read outside before counts as read", () => {
  const { delta, price, rate } = desk(() => new Context());
  const base = new Context();
  base.evaluate(price);
  ran.length = 0;
  expect(base.evaluate(delta)).toBe(200);
  expect(ran).toEqual(["delta"]);
  base.tweak(rate, 5);

  expect(base.has(delta)).toBe(false);
  expect(base.evaluate(delta)).toBe(500);
});

test("[S21] contexts nested in one another inside one evaluation", () => {
  const { price, spot, rate, feed } = desk(fixed);
  const cross = memoize((): number => {
    ran.push("cross");
    return new Context()
      .tweak(spot, scale(2))
      .run(() => new Context().tweak(rate, scale(10)).run(() => price.function()));
  });
  const base = new Context();
  expect(base.evaluate(cross.node())).toBe(4000);
  for (const [node, value, expected] of [
    [feed, 1, 40],
    [rate, 3, 60],
    [spot, 2, 120],
  ] as const) {
    base.tweak(node, value);
    expect(base.has(cross.node())).toBe(false);
    expect(base.evaluate(cross.node())).toBe(expected);
  }
});

test("[S21] evaluations that open contexts inside one another's", () => {
  const x = memoize((): number => 3);
  const y = memoize((): number => 5);
  const product = memoize((): number => x() * y());
  const dx = memoize(
    (): number => new Context().tweak(x.node(), x() + 1).run(() => product()) - product(),
  );
  const dxdy = memoize((): number => {
    ran.push("dxdy");
    return new Context().tweak(y.node(), y() + 1).run(() => dx()) - dx();
  });
  const base = new Context();
  expect(base.evaluate(dxdy.node())).toBe(1);
  base.tweak(product.node(), 7);
  expect(base.has(dxdy.node())).toBe(false);
  expect(base.evaluate(dxdy.node())).toBe(0);
  base.untweak(product.node()).tweak(x.node(), 8);

  expect(base.evaluate(dxdy.node())).toBe(1);
});

test("[S21] an inner whole-function tweak with a fixed value binds its nodes", () => {
  const leaf = memoize((n: number): number => n);
  const sum = memoize((): number => leaf(1) + leaf(2));
  const bumped = memoize((): number => {
    ran.push("bumped");
    return new Context().tweakAll(leaf, 10, { where: (n) => n === 1 }).run(() => sum());
  });
  const base = new Context();
  expect(base.evaluate(bumped.node())).toBe(12);
  base.tweak(leaf.node(1), 100);
  expect(base.has(bumped.node())).toBe(true);
  base.tweak(leaf.node(2), 100);

  expect(base.has(bumped.node())).toBe(false);
  expect(base.evaluate(bumped.node())).toBe(110);
  expect(ran).toEqual(["bumped", "bumped"]);
});

test("[S21] an inner callback that asks for its base depends on it", () => {
  const leaf = memoize((n: number): number => n);
  const bumped = memoize((): number =>
    new Context().tweakAll(leaf, (base, n) => (n === 1 ? base() * 10 : 0)).run(() => leaf(1)),
  );
  const base = new Context();
  expect(base.evaluate(bumped.node())).toBe(10);
  base.tweak(leaf.node(1), 7);

  expect(base.evaluate(bumped.node())).toBe(70);
});

test("[S21] an inner failure is an outcome, and what was read until then counts", () => {
  const source = memoize((): number => -1);
  const root = memoize((): number => {
    if (source() < 0) throw new Error("negative");
    return Math.sqrt(source());
  });
  const safe = memoize((): number => {
    ran.push("safe");
    try {
      return new Context().run(() => root());
    } catch {
      return 0;
    }
  });
  const base = new Context();
  expect(base.evaluate(safe.node())).toBe(0);
  base.evaluate(safe.node());
  base.tweak(source.node(), 16);

  expect(base.evaluate(safe.node())).toBe(4);
  expect(ran).toEqual(["safe", "safe"]);
});

test("[S21] nothing done in the inner context is seen outside [S8]", () => {
  const { delta, price, spot } = desk(fixed);
  const base = new Context();
  base.evaluate(delta);

  expect([price, spot].map((node) => base.has(node))).toEqual([false, false]);
  expect([...base.masked].map(String)).toEqual([]);
});

test("[S21] in a child of a context that knows it, an untouched one is found as it is", () => {
  const { delta, report } = desk(fixed);
  const base = new Context();
  base.evaluate(report);
  ran.length = 0;

  expect(base.fork().evaluate(report)).toBe("delta 202");
  expect(base.fork().has(delta)).toBe(true);
  expect(ran).toEqual([]);
});

test("[S21] [S16a] what lies beneath a root's shift that was read only inside is a dependency", () => {
  let world = 1;
  const quote = memoize(() => world, { input: true });
  const spot = memoize(() => quote() * 2);
  const other = memoize(() => 0);
  const delta = memoize(() => new Context().tweak(other.node(), 1).run(() => spot()));
  const base = new Context().tweak(spot.node(), scale(10));
  expect(base.evaluate(delta.node())).toBe(20);
  expect(base.has(spot.node())).toBe(false); // the premise: nothing of the shift is cached outside

  world = 2;
  base.refresh();
  expect(base.has(delta.node())).toBe(false);
  expect(base.evaluate(delta.node())).toBe(40);
});
