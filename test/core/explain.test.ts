import {
  Context,
  defineShift,
  type Memoised,
  memoize,
  namespace,
  type Node,
  scale,
} from "@dug/core";
import { expect, test } from "vitest";

const named = namespace("explain");
const spot = named.memoize("spot", (ticker: string): number => ticker.length * 10);
const rate = named.memoize("rate", (): number => 2);
const vol = named.memoize("vol", (ticker: string): number => spot(ticker) / 10);
const option = named.memoize("option", (ticker: string): number => spot(ticker) * vol(ticker));
const book = named.memoize("book", (): number => option("A") + option("BB") * rate());

function evaluated(): Context {
  const base = new Context("base");
  base.evaluate(book.node());
  return base;
}

function paths(context: Context, node: Node): string[] {
  return context
    .explain(node)
    .causes.map(({ path, text }) => `${path.map(String).join(" > ")} ${text}`);
}

test("the tweaks that reach a node, each with a path on which each node read the next", () => {
  const child = evaluated().fork().tweak(vol.node("A"), 5);
  child.evaluate(book.node());
  const { causes } = child.explain(book.node());

  expect(causes.map(({ node, kind, path }) => ({ node, kind, path }))).toEqual([
    {
      node: vol.node("A"),
      kind: "value",
      path: [book.node(), option.node("A"), vol.node("A")],
    },
  ]);
  expect(causes[0]?.text).toContain("5");
});

test("it says what is cached here and in the parent", () => {
  const base = evaluated();
  const child = base.fork().tweak(rate.node(), 0);
  child.evaluate(book.node());

  expect(child.explain(book.node())).toMatchObject({
    node: book.node(),
    here: { kind: "value", value: 10 },
    parent: { kind: "value", value: base.get(book.node()) },
  });
});

test("before it is evaluated here, too, by what its earlier evaluation read", () => {
  const child = evaluated().fork().tweak(vol.node("A"), 5);

  expect(child.explain(book.node()).here).toBe(undefined);
  expect(child.explain(book.node()).causes.map(({ node }) => node)).toEqual([vol.node("A")]);
});

test("several causes, the nearest first, each once", () => {
  const child = evaluated()
    .fork()
    .tweak(spot.node("A"), 1)
    .tweak(rate.node(), 3)
    .tweak(vol.node("BB"), scale(2));
  child.evaluate(book.node());

  expect(paths(child, book.node())).toEqual([
    expect.stringMatching(/^explain\/book\(\) > explain\/rate\(\) .*3/),
    expect.stringMatching(/^explain\/book\(\) > explain\/option\("A"\) > explain\/spot\("A"\) .*1/),
    expect.stringMatching(
      /^explain\/book\(\) > explain\/option\("BB"\) > explain\/vol\("BB"\) .*scale\(2\)/,
    ),
  ]);
});

test("no tweak that does not reach it", () => {
  const child = evaluated().fork().tweak(vol.node("A"), 5).tweak(spot.node("elsewhere"), 7);
  child.evaluate(book.node());

  expect(child.explain(option.node("BB")).causes).toEqual([]);
  expect(child.explain(spot.node("A")).causes).toEqual([]);
  expect(child.explain(book.node()).causes).toHaveLength(1);
});

test("[S2] nothing beneath a tweak: it is a leaf", () => {
  const child = evaluated().fork().tweak(option.node("A"), 5).tweak(spot.node("A"), 7);
  child.evaluate(book.node());

  expect(child.explain(book.node()).causes.map(({ node }) => node)).toEqual([option.node("A")]);
});

test("the node's own tweak is a path of one", () => {
  const child = evaluated().fork().tweak(book.node(), 5);

  expect(child.explain(book.node()).causes).toMatchObject([
    { node: book.node(), kind: "value", path: [book.node()] },
  ]);
});

test("nothing done here: no cause, and the text says so", () => {
  const child = evaluated().fork();
  const { causes, text } = child.explain(book.node());

  expect(causes).toEqual([]);
  expect(text).toContain("explain/book()");
  expect(text).toContain("nothing done in this context reaches it");
});

test("what an ancestor did is not this context's doing: it is the same in the parent", () => {
  const middle = evaluated().fork().tweak(rate.node(), 7);
  middle.evaluate(book.node());
  const child = middle.fork().tweak(vol.node("A"), 5);
  child.evaluate(book.node());

  expect(child.explain(book.node()).causes.map(({ node }) => node)).toEqual([vol.node("A")]);
  expect(middle.explain(book.node()).causes.map(({ node }) => node)).toEqual([rate.node()]);
});

test("[S12a] whole functions, by a value, a callback or a shift", () => {
  const bump = defineShift("explain/bump", (value: number, by: number) => value + by);
  const base = evaluated();
  const value = base.fork().tweakAll(vol, 5);
  const callback = base.fork().tweakAll(vol, (before) => before() * 2, { where: (t) => t === "A" });
  const shift = base.fork().tweakAll(vol, bump(1));
  for (const context of [value, callback, shift]) context.evaluate(book.node());

  expect(value.explain(book.node()).causes.map(({ kind }) => kind)).toEqual(["value", "value"]);
  expect(callback.explain(book.node()).causes.map(({ kind, node }) => [kind, node])).toEqual([
    ["callback", vol.node("A")],
  ]);
  expect(shift.explain(option.node("A")).causes[0]?.text).toContain("bump(1)");
});

test("[S16a] an invalidation is a cause, and is followed further", () => {
  const child = evaluated().fork().invalidate(vol.node("A")).tweak(spot.node("A"), 7);
  child.evaluate(book.node());

  expect(
    new Set(child.explain(vol.node("A")).causes.map(({ kind, node }) => `${kind} ${node}`)),
  ).toEqual(new Set(['invalidation explain/vol("A")', 'value explain/spot("A")']));
});

test("the text is to be read: the node, both values, and each tweak with its path", () => {
  const child = evaluated().fork().tweak(vol.node("A"), 5).tweak(rate.node(), 3);
  child.evaluate(book.node());
  const lines = child.explain(book.node()).text.split("\n");

  expect(lines[0]).toContain("explain/book()");
  expect(lines[0]).toContain(String(child.get(book.node())));
  expect(lines.some((line) => line.includes("explain/rate()") && line.includes("3"))).toBe(true);
  const readerLine = lines.findIndex((line) => line.includes('explain/option("A")'));
  const causeLine = lines.findIndex((line) => line.includes('explain/vol("A")'));
  expect(readerLine).toBeGreaterThan(0);
  expect(causeLine).toBe(readerLine + 1);
  expect(indentOf(lines[causeLine])).toBeGreaterThan(indentOf(lines[readerLine]));
});

test("a spanning tree: a node on several paths is written once", () => {
  const child = evaluated().fork().tweak(spot.node("A"), 5).tweak(vol.node("A"), 1);
  child.evaluate(book.node());
  const { text } = child.explain(book.node());

  expect(text.split('explain/option("A")')).toHaveLength(2);
});

test("anonymous functions on one path are written each", () => {
  const [first, second, third] = [1, 2, 3].map((level) =>
    memoize((): number => (level === 1 ? rate() : level === 2 ? call(first) : call(second))),
  ) as [Anonymous, Anonymous, Anonymous];
  const base = new Context();
  base.evaluate(third.node());
  const child = base.fork().tweak(rate.node(), 5);
  child.evaluate(third.node());

  expect(child.explain(third.node()).causes[0]?.path).toHaveLength(4);
  expect(child.explain(third.node()).text.split("\n")).toHaveLength(4);
});

test("in a root it tells what its tweaks reach", () => {
  const base = evaluated().tweak(vol.node("A"), 5);
  base.evaluate(book.node());

  expect(base.explain(book.node())).toMatchObject({
    parent: undefined,
    causes: [{ node: vol.node("A") }],
  });
});

test("an error is told as one", () => {
  const failing = named.memoize("failing", (): number => {
    if (rate() > 2) throw new Error("too high");
    return rate();
  });
  const base = new Context();
  base.evaluate(failing.node());
  const child = base.fork().tweak(rate.node(), 3);
  expect(() => child.evaluate(failing.node())).toThrow("too high");

  expect(child.explain(failing.node())).toMatchObject({
    here: { kind: "error" },
    parent: { kind: "value", value: 2 },
  });
  expect(child.explain(failing.node()).text).toContain("too high");
});

test("[S21] through what was read in an opened context", () => {
  const bumped = named.memoize("bumped", (): number =>
    new Context().tweak(rate.node(), 10).run(() => option("A") * rate()),
  );
  const base = new Context();
  base.evaluate(bumped.node());
  const child = base.fork().tweak(vol.node("A"), 5);
  child.evaluate(bumped.node());

  expect(child.explain(bumped.node()).causes.map(({ node }) => node)).toEqual([vol.node("A")]);
});

type Anonymous = Memoised<() => number>;

/** Calls what is defined only later. */
function call(fn: Anonymous): number {
  return fn();
}

function indentOf(line = ""): number {
  return line.length - line.trimStart().length;
}

test("a value whose own getters throw is shown all the same", () => {
  const odd = memoize(() => ({
    get constructor(): never {
      throw new Error("no class");
    },
  }));
  const base = new Context();
  base.evaluate(odd.node());

  expect(base.explain(odd.node()).text).toContain(": object here");
});
