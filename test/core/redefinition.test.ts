import { Context, memoize, namespace, Node, scale } from "@dug/core";
import { afterEach, expect, test } from "vitest";

const named = namespace("redefinition");
const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** Defines a constant, and again with another value; `reader` reads it. */
function reloadable(name: string) {
  const define = (value: number) =>
    named.memoize(
      name,
      (): number => {
        ran.push(`${name} ${value}`);
        return value;
      },
      { redefine: true },
    );
  const first = define(1);
  const reader = memoize((): number => {
    ran.push("reader");
    return first() * 10;
  });
  return { define, first, reader: reader.node() };
}

test("[S25] redefinition makes the old one's entries stale", () => {
  const { define, first, reader } = reloadable("stale");
  const base = new Context();
  expect(base.evaluate(reader)).toBe(10);
  ran.length = 0;
  define(2);

  expect(base.has(first.node())).toBe(false);
  expect(base.has(reader)).toBe(false);
  expect(base.evaluate(reader)).toBe(20);
  expect(ran).toEqual(["stale 2", "reader"]);
});

test("[S25] in every context: roots, children, their own evaluations, and while they are entered", () => {
  const { define, first, reader } = reloadable("everywhere");
  const other = memoize((): number => 1);
  const base = new Context();
  base.evaluate(reader);
  const child = base.fork().tweak(other.node(), 2);
  const grandchild = child.fork();
  grandchild.evaluate(reader);
  const lone = new Context("", { parent: null });
  lone.evaluate(reader);
  define(2);

  expect(
    [base, child, grandchild, lone, base.fork()].map((context) => context.has(first.node())),
  ).toEqual([false, false, false, false, false]);
  expect([grandchild, child, base, lone].map((context) => context.evaluate(reader))).toEqual([
    20, 20, 20, 20,
  ]);
  base.run(() => {
    define(3);
    expect(first()).toBe(3);
    expect(child.evaluate(reader)).toBe(30);
  });
});

test("[S25] dependants may be cut off if the new definition gives the same", () => {
  const { define, reader } = reloadable("same");
  const base = new Context();
  base.evaluate(reader);
  ran.length = 0;
  define(1);

  expect(base.evaluate(reader)).toBe(10);
  expect(ran).toEqual(["same 1"]);
});

test("[S25] tweaks stay: fixed values, shifts and whole functions", () => {
  const { define, first, reader } = reloadable("tweaked");
  const base = new Context();
  base.evaluate(reader);
  const fixed = base.fork().tweak(first.node(), 7);
  const shifted = base.fork().tweak(first.node(), scale(3));
  const whole = base.fork().tweakAll(first, (value) => value() + 100);
  expect([fixed, shifted, whole].map((context) => context.evaluate(reader))).toEqual([
    70, 30, 1010,
  ]);
  define(2);

  expect([fixed, shifted, whole].map((context) => context.evaluate(reader))).toEqual([
    70, 60, 1020,
  ]);
  expect(fixed.tweaks.nodes.size).toBe(1);
});

test("[S25] the old and the new memoised function are one identity", () => {
  const { define, first } = reloadable("one");
  const second = define(2);
  const base = new Context();

  expect(second.node().equals(first.node())).toBe(true);
  expect(Node.parse("redefinition/one()").equals(first.node())).toBe(true);
  expect(base.run(() => [first(), second()])).toEqual([2, 2]);
  expect(ran).toEqual(["one 2"]);
});

test("[S25] without redefinition nothing is stale", () => {
  const { reader } = reloadable("quiet");
  const base = new Context();
  base.evaluate(reader);
  named.memoize("unrelated", (): number => 1);
  ran.length = 0;

  expect(base.evaluate(reader)).toBe(10);
  expect(ran).toEqual([]);
});

test("[S25] other functions' entries are not stale", () => {
  const { define, reader } = reloadable("mine");
  const other = reloadable("others");
  const base = new Context();
  base.evaluate(reader);
  base.evaluate(other.reader);
  define(2);
  ran.length = 0;

  expect(base.evaluate(other.reader)).toBe(10);
  expect(ran).toEqual([]);
});

test("[S11] [S25] a snapshot from before keeps what it read", () => {
  const { define, first, reader } = reloadable("past");
  const base = new Context();
  base.evaluate(reader);
  const before = base.snapshot();
  define(2);
  base.evaluate(reader);

  expect(before.get(reader)).toBe(10);
  expect(before.get(first.node())).toBe(1);
  base.restore(before);
  expect(base.evaluate(reader)).toBe(20);
  expect(before.fork().evaluate(reader)).toBe(20);
});

test("[S25] options are those of the new definition", () => {
  const failing = named.memoize("options", (): number => {
    ran.push("first");
    throw new Error("down");
  });
  const base = new Context();
  expect(() => base.evaluate(failing.node())).toThrow("down");
  named.memoize(
    "options",
    (): number => {
      ran.push("second");
      throw new Error("down again");
    },
    { redefine: true, cacheErrors: false },
  );
  for (let i = 0; i < 2; i++) expect(() => base.evaluate(failing.node())).toThrow("down again");

  expect(ran).toEqual(["first", "second", "second"]);
});

test("[S25] what a child's shift made of the old one is stale as well, while the child is entered", () => {
  const { define, reader } = reloadable("beneath a shift");
  const child = new Context().fork().tweak(reader, scale(10));
  child.run(() => {
    expect(child.evaluate(reader)).toBe(100);
    define(2);
    expect(child.has(reader)).toBe(false);
    expect(child.evaluate(reader)).toBe(200);
  });
});
