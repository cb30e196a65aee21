import { Context, DepthError, memoize, scale, toDot, toMermaid } from "@dug/core";
import { afterEach, describe, expect, test } from "vitest";

const length = 100_000;

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** `link(n)` reads `link(n - 1)`, and the last one the sign of `source`. */
function links() {
  const source = memoize((): number => 1);
  const sign = memoize((): number => {
    ran.push("sign");
    return Math.sign(source());
  });
  const link = memoize((n: number): number => {
    ran.push(`link ${n}`);
    return n === 0 ? sign() : link(n - 1) + 1;
  });
  return { source: source.node(), sign: sign.node(), link, top: link.node(length) };
}

/** The chain, evaluated from its far end, so that each call finds its dependency cached. */
function evaluated() {
  const chain = links();
  const base = new Context();
  base.run(() => {
    for (let n = 0; n <= length; n++) chain.link(n);
  });
  ran.length = 0;
  return { ...chain, base };
}

describe(`[S23] a chain of ${length}`, () => {
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
    expect(text.length).toBeGreaterThan(length);
  });

  test("lies beneath an evaluation that opens a context", () => {
    const { base, source, top } = evaluated();
    const opener = memoize((): number => {
      ran.push("opener");
      return new Context().tweak(source, 5).run(() => top.function(...(top.args as [number])));
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

  test("is verified", () => {
    const chain = links();
    const base = new Context("", { verify: 1 });
    base.run(() => {
      for (let n = 0; n <= 100; n++) chain.link(n);
    });
    base.tweak(chain.source, 2);

    expect(base.evaluate(chain.link.node(100))).toBe(101);
  });
});

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe("[S23] nested plain calls beyond the JavaScript stack", () => {
  test("throw DepthError, with the engine's error as its cause and the way out in words", () => {
    const { link, top } = links();
    const base = new Context();
    const error = thrownBy(() => base.evaluate(top));

    expect(error).toBeInstanceOf(DepthError);
    expect(error).toMatchObject({ code: "DEPTH", cause: expect.any(RangeError) });
    expect(String(error)).toMatch(/far end first/);
    expect((error as DepthError).node.definition).toBe(link.node(0).definition);
    expect((error as DepthError).depth).toBeGreaterThan(100);
  });

  test("corrupt nothing: what is evaluated afterwards is right, from the far end and from elsewhere", () => {
    const { link, source, top } = links();
    const base = new Context();
    expect(thrownBy(() => base.evaluate(top))).toBeInstanceOf(DepthError);
    expect(thrownBy(() => Context.current)).toMatchObject({ code: "OUTSIDE_CONTEXT" });
    expect(base.has(top)).toBe(false);
    ran.length = 0;

    base.run(() => {
      for (let n = 0; n <= length; n += 500) link(n);
    });
    expect(base.evaluate(top)).toBe(length + 1);
    expect(ran).toHaveLength(length + 2);
    expect(base.fork().tweak(source, -1).evaluate(top)).toBe(length - 1);
  });

  test("corrupt nothing in the run that catches them: other nodes evaluate, that one stays as it is until the run ends [S19]", () => {
    const { link, top } = links();
    const base = new Context();
    base.run(() => {
      const error = thrownBy(() => link(length));
      expect(error).toBeInstanceOf(DepthError);
      expect(thrownBy(() => link(length))).toBe(error);
      expect(Context.current).toBe(base);
      for (let n = 0; n <= length / 2; n += 250) expect(link(n)).toBe(n + 1);
    });
    for (let n = length / 2; n <= length; n += 250) base.evaluate(link.node(n));

    expect(base.get(top)).toBe(length + 1);
  });

  test("corrupt nothing where each function catches what it can and reads on: nobody runs twice, none of them is cached", () => {
    const other = memoize((): number => 1);
    const careful = memoize((n: number): number => {
      ran.push(`careful ${n}`);
      let found = n;
      try {
        found = careful(n + 1);
      } catch {
        // The bottom.
      }
      try {
        return found * other();
      } catch {
        return found;
      }
    });
    for (let padding = 0; padding < 20; padding++) {
      const base = new Context();
      expect(beneath(padding, () => base.evaluate(careful.node(0)))).toBeGreaterThan(100);
      const runs = ran.splice(0);
      expect(runs).toEqual(runs.map((_, n) => `careful ${n}`));
      expect(thrownBy(() => Context.current)).toMatchObject({ code: "OUTSIDE_CONTEXT" });
      expect(runs.map((_, n) => base.has(careful.node(n))).filter(Boolean)).toEqual([]);
      base.tweak(careful.node(50), 7);

      expect(base.evaluate(careful.node(0))).toBe(7);
      expect([...base.dependencies(careful.node(0))]).toEqual([careful.node(1), other.node()]);
      expect(ran.splice(0)).toHaveLength(50);
    }
  });

  test("leave no context entered", () => {
    const nested = memoize((n: number): number =>
      new Context().run(() => new Context().run(() => nested(n + 1))),
    );
    const base = new Context();
    expect(thrownBy(() => base.evaluate(nested.node(0)))).toBeInstanceOf(DepthError);
    expect(thrownBy(() => Context.current)).toMatchObject({ code: "OUTSIDE_CONTEXT" });
    const elsewhere = new Context();
    elsewhere.run(() => {
      base.tweak(nested.node(5), 3);
    });

    expect(base.evaluate(nested.node(0))).toBe(3);
  });

  test("leave the rest of the cache as it was", () => {
    const { link, top } = links();
    const base = new Context();
    base.evaluate(link.node(20));
    const before = base.snapshot();
    thrownBy(() => base.evaluate(top));

    expect(base.get(link.node(20))).toBe(21);
    expect(before.diff(base.snapshot()).changed).toEqual([]);
    expect(before.diff(base.snapshot()).removed).toEqual([]);
    for (const node of before.diff(base.snapshot()).added)
      expect(base.get(node)).toBe((node.args[0] as number) + 1);
  });

  test("through shifts and inner contexts, too", () => {
    const { link } = links();
    const base = new Context().tweakAll(link, (value) => value() * 2);
    const context = base.fork().tweakAll(link, (value) => value() + 1);

    expect(thrownBy(() => context.evaluate(link.node(length)))).toBeInstanceOf(DepthError);
    expect(context.evaluate(link.node(3))).toBe(4 * 2 + 1);
  });
});

/** Calls a function so many plain calls deeper: for the stack to end somewhere else in the engine. */
function beneath<R>(padding: number, body: () => R): R {
  return padding === 0 ? body() : beneath(padding - 1, body);
}

describe("[S23] width", () => {
  test("a node of 100,000 dependencies is masked, brought up to date and drawn", () => {
    const leaf = memoize((n: number): number => n);
    const sum = memoize((): number => {
      ran.push("sum");
      let total = 0;
      for (let n = 0; n < length; n++) total += leaf(n);
      return total;
    });
    const base = new Context();
    const total = base.evaluate(sum.node());
    const child = base.fork().tweak(leaf.node(length - 1), 0);

    expect(child.evaluate(sum.node())).toBe(total - (length - 1));
    expect(base.graph(sum.node()).nodes).toHaveLength(length + 1);
    expect(toDot(child.graph(sum.node())).split("\n").length).toBeGreaterThan(2 * length);
    base.tweakAll(leaf, 1);
    expect(base.evaluate(sum.node())).toBe(length);
    expect(ran).toEqual(["sum", "sum", "sum"]);
  });

  test("a node of 100,000 dependants is masked and explained", () => {
    const source = memoize((): number => 1);
    const reader = memoize((n: number): number => {
      ran.push("reader");
      return source() * n;
    });
    const base = new Context();
    base.run(() => {
      for (let n = 0; n < length; n++) reader(n);
    });
    ran.length = 0;
    const child = base.fork().tweak(source.node(), 2);

    expect(child.masked.size).toBe(length + 1);
    expect(child.evaluate(reader.node(7))).toBe(14);
    expect(ran).toEqual(["reader"]);
    expect(base.dependants(source.node())).toHaveProperty("size", length);
    expect(base.graph(source.node(), { direction: "above" }).nodes).toHaveLength(length + 1);
  });

  test("nothing at all: an empty context is read out, drawn, explained, compared, cleared and compacted", () => {
    const { top, source } = links();
    const empty = new Context();
    const graph = empty.graph(top);

    expect(graph.nodes.map(({ node, outcome }) => [node.equals(top), outcome])).toEqual([
      [true, undefined],
    ]);
    expect(graph.edges).toEqual([]);
    expect(toDot(graph)).toMatch(/^digraph/);
    expect(toDot({ nodes: [], edges: [] })).toBe("digraph dug {\n}\n");
    expect(toMermaid({ nodes: [], edges: [] })).toMatch(/^flowchart/);
    expect(empty.explain(top).causes).toEqual([]);
    expect([...empty.dependencies(top)]).toEqual([]);
    expect([...empty.dependants(top)]).toEqual([]);
    expect([...empty.masked]).toEqual([]);
    expect(empty.snapshot().diff(empty.snapshot())).toEqual({
      added: [],
      removed: [],
      changed: [],
      tweaked: [],
    });
    empty.forget(top).invalidate(top).untweak(source).refresh().clear().compact();
    expect(empty.run(() => 5)).toBe(5);
    expect(ran).toEqual([]);
  });
});
