import { Context, memoize, namespace, scale, toDot, toMermaid } from "@dug/core";
import { afterEach, describe, expect, test } from "vitest";

const length = 100_000;
const named = namespace("depth");

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** `link(n)` reads `link(n - 1)`, and the last one the sign of `source`. */
function links() {
  const source = named.memoize("source", (): number => 1);
  const sign = named.memoize("sign", (): number => {
    ran.push("sign");
    return Math.sign(source());
  });
  const link = named.memoize("link", (n: number): number => {
    ran.push(`link ${n}`);
    return n === 0 ? sign() : link(n - 1) + 1;
  });
  return { source: source.node(), sign: sign.node(), link, top: link.node(length) };
}

/** The chain, evaluated from its far end, so that each call finds its dependency cached. */
const evaluated = (() => {
  const chain = links();
  const base = new Context();
  base.run(() => {
    for (let n = 0; n <= length; n++) chain.link(n);
  });
  const whole = base.snapshot();
  return () => {
    base.restore(whole);
    ran.length = 0;
    return { ...chain, base };
  };
})();

describe(`[S23] a chain of ${length}`, { timeout: 60_000 }, () => {
  test("is evaluated from its far end", () => {
    const { base, top } = evaluated();

    expect(base.evaluate(top)).toBe(length + 1);
    expect(ran).toEqual([]);
  });

  test("is masked by a tweak, live and on entry, and brought up to date again without a run", () => {
    const { base, source, top, link } = evaluated();
    const child = base.fork().tweak(source, 2);
    expect(child.has(top)).toBe(false);
    expect(child.masked.has(top)).toBe(true);
    expect(child.masked.size).toBe(length + 3);

    expect(child.evaluate(top)).toBe(length + 1);
    expect(ran).toEqual(["sign"]);
    child.run(() => child.tweak(source, 3));
    expect(child.has(link.node(0))).toBe(false);
    expect(child.evaluate(top)).toBe(length + 1);
    expect(ran).toEqual(["sign", "sign"]);
  });

  test("runs again, each function once, when the value at its far end differs", () => {
    const { base, source, top } = evaluated();
    const child = base.fork().tweak(source, -2);

    expect(child.evaluate(top)).toBe(length - 1);
    expect(ran).toHaveLength(length + 2);
    expect(ran.slice(0, 3)).toEqual(["sign", "link 0", "link 1"]);
    expect(ran.at(-1)).toBe(`link ${length}`);
    expect(base.get(top)).toBe(length + 1);
  });

  test("follows a tweak of its root, and a shift", () => {
    const { base, sign, top } = evaluated();
    base.tweak(sign, 5);
    expect(base.has(top)).toBe(false);
    expect(base.evaluate(top)).toBe(length + 5);
    base.tweak(sign, scale(3));

    expect(base.evaluate(top)).toBe(length + 3);
  });

  test("is cut in the middle", () => {
    const { base, link, top } = evaluated();
    const child = base.fork().tweak(link.node(length / 2), 0);

    expect(child.evaluate(top)).toBe(length / 2);
    expect(ran).toHaveLength(length / 2);
    expect(child.masked.has(link.node(0))).toBe(false);
  });

  test("is invalidated, as a node and as a function", () => {
    const { base, sign, link, top } = evaluated();
    base.invalidate(sign);
    expect(base.has(top)).toBe(false);
    expect(base.evaluate(top)).toBe(length + 1);
    expect(ran).toEqual(["sign"]);

    const child = base.fork().invalidate(link.node(0));
    expect(child.has(top)).toBe(false);
    expect(child.evaluate(top)).toBe(length + 1);
    expect(ran).toEqual(["sign", "link 0"]);
  });

  test("loses its tweak again", () => {
    const { base, sign, top } = evaluated();
    const child = base.fork().tweak(sign, 5);
    expect(child.evaluate(top)).toBe(length + 5);
    child.untweak(sign);
    ran.length = 0;

    expect(child.evaluate(top)).toBe(length + 1);
    expect(ran).toEqual([]);
  });

  test("is re-entered after its parent changed", () => {
    const { base, source, sign, top } = evaluated();
    const other = memoize((): number => 0);
    const child = base.fork().tweak(other.node(), 1);
    expect(child.evaluate(top)).toBe(length + 1);
    base.tweak(source, 7);
    ran.length = 0;

    expect(child.evaluate(top)).toBe(length + 1);
    expect(ran).toEqual(["sign"]);
    base.tweak(sign, 10);
    expect(child.evaluate(top)).toBe(length + 10);
  });

  test("is forgotten and cleared", () => {
    const { base, sign, link, top } = evaluated();
    const before = base.snapshot();
    base.forget(sign);
    expect([base.has(sign), base.has(link.node(0)), base.has(top)]).toEqual([false, false, false]);
    base.restore(before).clear();
    expect(base.has(top)).toBe(false);
    base.restore(before);

    expect(base.get(top)).toBe(length + 1);
    expect(ran).toEqual([]);
  });

  test("is snapshotted, restored, forked and compared", () => {
    const { base, sign, top } = evaluated();
    const before = base.snapshot();
    base.tweak(sign, 5);
    base.evaluate(top);
    const after = base.snapshot();

    expect([before.get(top), after.get(top)]).toEqual([length + 1, length + 5]);
    expect(before.diff(after).changed).toHaveLength(length + 2);
    expect(before.fork().evaluate(top)).toBe(length + 1);
    base.restore(before);
    expect(base.get(top)).toBe(length + 1);
  });

  test("is read out and drawn", () => {
    const { base, source, sign, top } = evaluated();
    const below = base.graph(top);
    const above = base.graph(source, { direction: "above" });

    expect([below.nodes.length, below.edges.length]).toEqual([length + 3, length + 2]);
    expect([above.nodes.length, above.edges.length]).toEqual([length + 3, length + 2]);
    expect(toDot(below).split("\n").length).toBeGreaterThan(2 * length);
    expect(toMermaid(above).split("\n").length).toBeGreaterThan(2 * length);
    expect([...base.dependants(source)]).toEqual([sign]);
  });

  test("is explained", () => {
    const { base, sign, top } = evaluated();
    const child = base.fork().tweak(sign, 5);
    child.evaluate(top);
    const { causes, text } = child.explain(top);

    expect(causes).toHaveLength(1);
    expect(causes[0]?.path).toHaveLength(length + 2);
    expect(text).toContain(`${top}: `);
    expect(text).toContain(`${sign} = 5`);
  });

  test("lies beneath an evaluation that opens a context", () => {
    const { base, source, link } = evaluated();
    const opener = memoize((): number => {
      ran.push("opener");
      return new Context().tweak(source, 5).run(() => link(length));
    });
    expect(base.evaluate(opener.node())).toBe(length + 1);
    expect(ran).toEqual(["opener", "sign"]);
  });

  test("carries an error up", () => {
    const { base, sign, top } = evaluated();
    base.tweakAll(sign.function, () => {
      throw new Error("down");
    });

    expect(() => base.evaluate(top)).toThrow("down");
    expect(ran).toHaveLength(length + 1);
  });
});

test("[S19] [S23] an error of the user's own that speaks of a call stack is no overflow", () => {
  const failure = new Error("the margin call stack is empty");
  const down = memoize((n: number): number => {
    if (n === 0) throw failure;
    return down(n - 1);
  });
  const base = new Context();

  expect(() => base.evaluate(down.node(150))).toThrow(failure);
  expect(base.peek(down.node(150))).toEqual({ kind: "error", error: failure });
});
