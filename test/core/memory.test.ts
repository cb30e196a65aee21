import { Context, type Memoised, type Node, type Snapshot } from "@dug/core";
import { describe, expect, test } from "vitest";
import { Ghosts, watched } from "../support/ghosts.ts";

test("[S26] the premise: garbage can be collected here, and what is held is not", async () => {
  const ghosts = new Ghosts();
  const held = ghosts.make();
  ghosts.make();

  expect(await ghosts.alive()).toBe(1);
  expect(held).toBeDefined();
});

// Each in a function of its own, so that no variable of the test holds what it drops.

function openRoot(reader: Memoised<(n: number) => string>): void {
  new Context().run(() => {
    for (let n = 0; n < 20; n++) reader(n);
  });
}

function openChild(parent: Context, reader: Memoised<(n: number) => string>, source: Node): void {
  const child = parent.fork().tweak(source as Node<number>, 100);
  child.run(() => {
    for (let n = 0; n < 20; n++) reader(n);
  });
  child.snapshot();
}

describe("[S26] dropping", () => {
  test("a root frees every value that only it held", async () => {
    const { ghosts, reader } = watched();
    openRoot(reader);

    expect(ghosts.made).toBe(20);
    expect(await ghosts.alive()).toBe(0);
  });

  test("a child frees its own, and its parent keeps what it has", async () => {
    const { ghosts, value, reader, source } = watched();
    const base = new Context();
    base.evaluate(reader.node(0));
    openChild(base, reader, source.node(0));

    expect(ghosts.made).toBe(1 + 20);
    expect(await ghosts.alive()).toBeLessThanOrEqual(1 + 20);
    base.compact();
    // At most one value per node of a living family beside what the parent holds.
    expect(await ghosts.alive()).toBe(1);
    expect(base.has(value.node(0))).toBe(true);
  });

  test("many children leaves at most one value per node of the family", async () => {
    const { ghosts, reader, source } = watched();
    const base = new Context();
    base.evaluate(reader.node(0));
    for (let i = 0; i < 10; i++) openChild(base, reader, source.node(0));

    expect(ghosts.made).toBe(1 + 10 * 20);
    expect(await ghosts.alive()).toBeLessThanOrEqual(1 + 20);
    expect(base.has(reader.node(0))).toBe(true);
  });

  test("a snapshot frees what only it held", async () => {
    const { ghosts, reader, source } = watched();
    const base = new Context();
    let before: Snapshot | undefined = snapshotOf(base, reader);
    base.tweak(source.node(0), 5).clear();
    expect(await ghosts.alive()).toBe(1);
    expect(before?.has(reader.node(0))).toBe(true);
    before = undefined;
    base.compact();

    expect(await ghosts.alive()).toBe(0);
    expect(base.has(reader.node(0))).toBe(false);
  });

  test("a context, while its snapshot or its child lives, keeps what these hold", async () => {
    const { ghosts, value } = watched();
    const snapshot = snapshotOf(new Context(), value);
    const child = childOf(value);

    expect(await ghosts.alive()).toBe(2);
    expect([snapshot.has(value.node(0)), child.has(value.node(0))]).toEqual([true, true]);
  });

  test("tweak values and shifts go with the context that had them", async () => {
    const { ghosts, value, reader } = watched();
    const base = new Context();
    base.evaluate(reader.node(0));
    tweakOnce(base, value, ghosts);

    expect(ghosts.made).toBe(1 + 2);
    base.compact();
    expect(await ghosts.alive()).toBe(1);
    expect(base.has(value.node(0))).toBe(true);
  });

  test("a tweak that was taken back or replaced", async () => {
    const { ghosts, value } = watched();
    const base = new Context();
    const child = base.fork();
    for (const context of [base, child]) {
      context.tweak(value.node(0), ghosts.make());
      context.tweak(value.node(0), ghosts.make());
      context.untweak(value.node(0));
    }

    expect(ghosts.made).toBe(4);
    expect(await ghosts.alive()).toBe(0);
    expect([base, child].map((context) => context.has(value.node(0)))).toEqual([false, false]);
  });
});

function snapshotOf(context: Context, fn: Memoised<(n: number) => unknown>): Snapshot {
  context.evaluate(fn.node(0));
  return context.snapshot();
}

function childOf(fn: Memoised<(n: number) => unknown>): Context {
  const base = new Context();
  base.evaluate(fn.node(0));
  const child = base.fork();
  child.run(() => undefined);
  return child;
}

function tweakOnce(base: Context, value: Memoised<(n: number) => object>, ghosts: Ghosts): void {
  const made = ghosts.make();
  const captured = ghosts.make();
  const child = base.fork().tweak(value.node(0), made);
  child.tweakAll(value, () => captured, { where: (n) => n === 1 });
  child.run(() => [value(0), value(1)]);
}

// In a living family at most one value per node outlives its cache, until `compact`.
describe("[S26] unloading", () => {
  test("bounds what is held by one value per node, however often it is repeated", async () => {
    const { ghosts, reader } = watched();
    const base = new Context();
    for (let i = 0; i < 50; i++) {
      base.evaluate(reader.node(i % 2));
      base.clear();
    }

    expect(ghosts.made).toBe(50);
    expect(await ghosts.alive()).toBeLessThanOrEqual(2);
  });

  test("`forget` frees what it unloads", async () => {
    const { ghosts, value, reader } = watched();
    const base = new Context();
    base.run(() => {
      for (let n = 0; n < 20; n++) reader(n);
    });
    base.forget(value.node(3));
    base.compact();
    expect(await ghosts.alive()).toBe(19);
    base.forget(value).compact();

    expect(await ghosts.alive()).toBe(0);
  });

  test("`clear` frees everything", async () => {
    const { ghosts, reader } = watched();
    const base = new Context();
    base.evaluate(reader.node(0));
    base.clear().compact();

    expect(await ghosts.alive()).toBe(0);
    expect(base.has(reader.node(0))).toBe(false);
  });

  test("`retain: false` drops the cache on exit", async () => {
    const { ghosts, reader } = watched();
    const base = new Context("", { retain: false });
    base.evaluate(reader.node(0));
    base.compact();

    expect(await ghosts.alive()).toBe(0);
    expect(base.has(reader.node(0))).toBe(false);
  });
});
