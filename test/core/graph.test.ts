import {
  Context,
  InvalidArgumentError,
  memoize,
  namespace,
  scale,
  toDot,
  toMermaid,
} from "@dug/core";
import { expect, test } from "vitest";

const named = namespace("graph");
const source = named.memoize("source", (): number => 1);
const left = named.memoize("left", (): number => source() + 1);
const right = named.memoize("right", (ticker: string): number => source() + ticker.length);
const top = named.memoize("top", (): number => left() * right("A"));
const failing = named.memoize("failing", (): number => {
  if (source() > 0) throw new Error("too large");
  return 0;
});
const opener = named.memoize("opener", (): number =>
  new Context().tweak(source.node(), 5).run(() => left()),
);

function evaluated(): Context {
  const base = new Context();
  base.evaluate(top.node());
  return base;
}

test("the subgraph below a node: nodes breadth first, an edge from who reads to what it reads", () => {
  const { nodes, edges } = evaluated().graph(top.node());

  expect(nodes.map(({ id }) => id)).toEqual([
    "graph/top()",
    "graph/left()",
    'graph/right("A")',
    "graph/source()",
  ]);
  expect(edges).toEqual([
    { from: "graph/top()", to: "graph/left()", inside: false },
    { from: "graph/top()", to: 'graph/right("A")', inside: false },
    { from: "graph/left()", to: "graph/source()", inside: false },
    { from: 'graph/right("A")', to: "graph/source()", inside: false },
  ]);
});

test("each node says what is cached of it", () => {
  const base = evaluated();
  const child = base.fork().tweak(left.node(), 10);
  const outcomes = (context: Context) =>
    context.graph(top.node()).nodes.map(({ id, outcome, tweaked, masked }) => ({
      id,
      value: outcome?.kind === "value" ? outcome.value : outcome,
      tweaked,
      masked,
    }));
  child.evaluate(top.node());

  expect(outcomes(base)[0]).toEqual({
    id: "graph/top()",
    value: 4,
    tweaked: false,
    masked: false,
  });
  expect(outcomes(child)).toEqual([
    { id: "graph/top()", value: 20, tweaked: false, masked: true },
    { id: "graph/left()", value: 10, tweaked: true, masked: true },
    { id: 'graph/right("A")', value: 2, tweaked: false, masked: false },
    { id: "graph/source()", value: 1, tweaked: false, masked: false },
  ]);
});

test("a tweaked node is a leaf [S2]", () => {
  const child = evaluated().fork().tweak(left.node(), scale(2)).tweak(right.node("A"), 3);
  child.evaluate(top.node());

  expect(child.graph(top.node()).nodes.map(({ id }) => id)).toEqual([
    "graph/top()",
    "graph/left()",
    'graph/right("A")',
  ]);
});

test("the subgraph above a node, the edges in the same direction", () => {
  const { nodes, edges } = evaluated().graph(source.node(), { direction: "above" });

  expect(nodes[0]?.id).toBe("graph/source()");
  expect(new Set(nodes.map(({ id }) => id))).toEqual(
    new Set(["graph/source()", "graph/left()", 'graph/right("A")', "graph/top()"]),
  );
  expect(edges).toHaveLength(4);
  expect(edges).toContainEqual({ from: "graph/left()", to: "graph/source()", inside: false });
  expect(edges).toContainEqual({ from: "graph/top()", to: "graph/left()", inside: false });
});

test("as deep as is asked for", () => {
  const base = evaluated();

  expect(base.graph(top.node(), { depth: 0 })).toMatchObject({
    nodes: [{ id: "graph/top()" }],
    edges: [],
  });
  expect(base.graph(top.node(), { depth: 1 }).nodes).toHaveLength(3);
  expect(base.graph(top.node(), { depth: 1 }).edges).toHaveLength(2);
  expect(base.graph(source.node(), { direction: "above", depth: 1 }).nodes).toHaveLength(3);
});

test("a node that is not cached is a graph of one", () => {
  expect(new Context().graph(top.node())).toMatchObject({
    nodes: [{ id: "graph/top()", outcome: undefined, tweaked: false, masked: false }],
    edges: [],
  });
});

test("[S20] a cycle is drawn once", () => {
  const a = named.memoize("a", (): number => b());
  const b = named.memoize("b", (): number => a());
  const base = new Context();
  expect(() => base.evaluate(a.node())).toThrow(expect.objectContaining({ code: "CYCLE" }));

  expect(base.graph(a.node()).edges).toEqual([
    { from: "graph/a()", to: "graph/b()", inside: false },
    { from: "graph/b()", to: "graph/a()", inside: false },
  ]);
});

test("[S21] what was read in an opened context is an edge inside", () => {
  const base = new Context();
  base.evaluate(opener.node());
  const { nodes, edges } = base.graph(opener.node());

  expect(edges).toEqual([{ from: "graph/opener()", to: "graph/left()", inside: true }]);
  expect(nodes.map(({ id, outcome }) => [id, outcome?.kind])).toEqual([
    ["graph/opener()", "value"],
    ["graph/left()", undefined],
  ]);
  expect(base.graph(left.node(), { direction: "above" }).edges).toEqual(edges);
});

test("anonymous functions are told apart, though they read the same", () => {
  const one = memoize((): number => 1);
  const two = memoize((): number => 2);
  const sum = memoize((): number => one() + two());
  const base = new Context();
  base.evaluate(sum.node());
  const { nodes, edges } = base.graph(sum.node());

  expect(new Set(nodes.map(({ id }) => id)).size).toBe(3);
  expect(edges.map(({ to }) => to)).toEqual(nodes.slice(1).map(({ id }) => id));
  expect(edges.map(({ from }) => from)).toEqual([nodes[0]?.id, nodes[0]?.id]);
  expect(toDot(base.graph(sum.node())).match(/->/g)).toHaveLength(2);
  expect(new Set(toDot(base.graph(sum.node())).split("\n")).size).toBe(1 + 3 + 2 + 2);
});

test("a snapshot's graph is that of its moment [S11]", () => {
  const base = evaluated();
  const before = base.snapshot();
  base.tweak(source.node(), 7);
  base.evaluate(top.node());

  expect(before.graph(top.node()).nodes[0]?.outcome).toEqual({ kind: "value", value: 4 });
  expect(base.graph(top.node()).nodes[0]?.outcome).toEqual({ kind: "value", value: 64 });
});

test("it is plain data: what is done to the context afterwards does not change it", () => {
  const base = evaluated();
  const graph = base.graph(top.node());
  const before = JSON.stringify(graph);
  base.tweak(source.node(), 7).clear();

  expect(JSON.stringify(graph)).toBe(before);
});

test("toDot: arrows from who reads to what it reads; tweaks boxes, errors red, masked filled, inside dashed", () => {
  const base = evaluated();
  const child = base.fork().tweak(right.node("A"), 3);
  child.evaluate(top.node());

  expect(toDot(child.graph(top.node()))).toBe(
    [
      "digraph dug {",
      '  "graph/top()" [label="graph/top() = 6", style=filled, fillcolor=lightyellow];',
      '  "graph/left()" [label="graph/left() = 2"];',
      '  "graph/right(\\"A\\")" [label="graph/right(\\"A\\") = 3", shape=box, style=filled, fillcolor=lightyellow];',
      '  "graph/source()" [label="graph/source() = 1"];',
      '  "graph/top()" -> "graph/left()";',
      '  "graph/top()" -> "graph/right(\\"A\\")";',
      '  "graph/left()" -> "graph/source()";',
      "}",
      "",
    ].join("\n"),
  );
  expect(() => base.evaluate(failing.node())).toThrow("too large");
  expect(toDot(base.graph(failing.node()))).toContain("color=red");
  base.evaluate(opener.node());
  expect(toDot(base.graph(opener.node()))).toContain(
    '"graph/opener()" -> "graph/left()" [style=dashed];',
  );
});

test("toMermaid, with the same conventions", () => {
  const child = evaluated().fork().tweak(right.node("A"), 3);
  child.evaluate(top.node());
  const lines = toMermaid(child.graph(top.node())).split("\n");

  expect(lines[0]).toBe("flowchart TD");
  expect(lines.filter((line) => line.includes("-->"))).toHaveLength(3);
  expect(lines.filter((line) => line.includes(":::masked"))).toHaveLength(2);
  expect(lines.find((line) => line.includes("graph/right"))).toMatch(/n2\["graph\/right\(/);
});

test("texts with quotes, line ends, brackets and backslashes break neither", () => {
  const nasty = 'a"b\\c\nd<e>&#;[f]{g}';
  const text = named.memoize("text", (value: string): string => value + source());
  const reader = named.memoize("reader", (): string => text(nasty));
  const base = new Context();
  base.evaluate(reader.node());
  const graph = base.graph(reader.node());
  const dot = toDot(graph).split("\n");
  const mermaid = toMermaid(graph).split("\n");

  expect(dot).toHaveLength(1 + 3 + 2 + 2);
  expect(dot.slice(1, -2).every((line) => /^ {2}".*;$/.test(line))).toBe(true);
  for (const line of dot) expect(line.replace(/\\./g, "").split('"').length % 2).toBe(1);
  expect(mermaid).toHaveLength(1 + 3 + 2 + 2);
  for (const line of mermaid) expect(line).not.toMatch(/"[^"]*[<>][^"]*"/);
});

test.each([["toDot", toDot] as const, ["toMermaid", toMermaid] as const])(
  "%s of what is no graph says what a graph is",
  (name, draw) => {
    for (const wrong of [evaluated(), top.node(), undefined, null, { nodes: [] }]) {
      expect(() => draw(wrong as never)).toThrow(InvalidArgumentError);
      expect(() => draw(wrong as never)).toThrow(
        `${name}: expected what context.graph(node) gives.`,
      );
    }
  },
);
