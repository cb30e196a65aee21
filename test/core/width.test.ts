import { Context, memoize, namespace, toDot, toMermaid } from "@dug/core";
import { Map } from "immutable";
import { afterEach, describe, expect, test, vi } from "vitest";

const length = 100_000;
const named = namespace("width");

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

describe("[S23] width", { timeout: 60_000 }, () => {
  test("a node of 100,000 dependencies is masked, brought up to date and drawn", () => {
    const leaf = named.memoize("leaf", (n: number): number => n);
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
    const reader = named.memoize("reader", (n: number): number => {
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
    const source = memoize((): number => 1).node();
    const top = memoize((): number => {
      ran.push("top");
      return 1;
    }).node();
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

test("[S21] [S23] what is read in an opened context is collected once, however often what lies above it is read", () => {
  const spot = memoize((): number => 1);
  const step = memoize((n: number): number => (n === 0 ? spot() : step(n - 1)));
  const last = 2_000;
  const sweep = memoize((): number =>
    new Context().tweak(spot.node(), 2).run(() => {
      for (let n = 0; n < last; n++) step(n);
      return step(last);
    }),
  );
  const base = new Context();
  const get = vi.spyOn(Map.prototype, "get");
  base.evaluate(sweep.node());
  const lookUps = get.mock.calls.length;
  get.mockRestore();

  expect(base.get(sweep.node())).toBe(2);
  expect(base.dependencies(sweep.node())).toHaveProperty("size", last + 1);
  expect(lookUps).toBeLessThan(100 * last);
});
