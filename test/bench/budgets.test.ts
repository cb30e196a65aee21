import { readdir, readFile } from "node:fs/promises";
import { Context, memoize } from "@dug/core";
import { describe, expect, test } from "vitest";
import { Dag } from "../../packages/bench/src/models/dag.ts";
import { type DugGraph, dugGraph } from "../../packages/bench/src/peers/dug.ts";
import { mapOperations, nativeOperations, type Operations } from "./operations.ts";
import { coneOf, large, layers, leaf, small, type Warm, warm } from "./warm.ts";

/** What the kernel's walks count, while it is there (kernel/edges). */
interface Walked {
  nodes: number;
  edges: number;
}

function walkedIn(act: () => void): Walked {
  const walked: Walked = { nodes: 0, edges: 0 };
  Object.assign(globalThis, { dugWalked: walked });
  try {
    act();
  } finally {
    Object.assign(globalThis, { dugWalked: undefined });
    Reflect.deleteProperty(globalThis, "dugWalked");
  }
  return walked;
}

/** How many nodes a walk drops, by the events of the context's family. */
function dropped({ context }: DugGraph, act: () => void): number {
  let count = 0;
  const stop = context.observe(["masked"], () => count++);
  act();
  stop();
  return count;
}

function enter({ context }: DugGraph): void {
  context.run(() => undefined);
}

/** All operations but those that take no time whatever the map's size. */
function work(operations: Operations): number {
  const free = ["isEmpty", "asMutable", "asImmutable", "withMutations", "forEach"];
  return Object.entries(operations).reduce(
    (sum, [name, count]) => sum + (free.includes(name) ? 0 : count),
    0,
  );
}

/** Changes the leaf of the cone where the graph is. */
function inPlace({ base }: Warm, value: number): () => void {
  return () => base.set(leaf, value);
}

/** Enters a child for the first time, which changes that leaf. */
function onEntry({ base }: Warm, value: number): () => void {
  const child = base.scenario(leaf, value);
  return () => enter(child);
}

/** A child that has read its cone; then other leaves of its parent change. */
function changed(width: number, others: readonly number[]) {
  const { model, base } = warm(width);
  const child = base.scenario(leaf, 1);
  child.sum(model.coneTop(leaf));
  for (const other of others) base.set(other, 2);
  base.sum(model.top);
  base.context.snapshot();
  return { model, child };
}

function rebase(width: number, others: readonly number[]): Operations {
  const { child } = changed(width, others);
  return mapOperations(() => enter(child));
}

describe("a tweak", () => {
  test.each([
    ["in a root", inPlace],
    ["in a child that is entered", onEntry],
  ])("walks the cone and its direct edges, not more, %s", (_, tweaking) => {
    const warmed = warm(large);
    const { nodes, edges } = coneOf(warmed.model);
    expect(nodes).toBe(layers ** 2);

    expect(walkedIn(tweaking(warmed, 1))).toEqual({ nodes, edges });
    warmed.base.sum(warmed.model.top);
    const operations = mapOperations(tweaking(warmed, 2));
    // Each edge's reader is looked up, and each node; each node is dropped, remembered and masked.
    expect(operations["get"]).toBeLessThanOrEqual(edges + nodes + 10);
    expect(work(operations)).toBeLessThanOrEqual(edges + 4 * nodes + 20);
    expect(operations["visits"] ?? 0).toBeLessThanOrEqual(10);
  });

  test.each([
    ["in a root", inPlace],
    ["in a child that is entered", onEntry],
  ])("does the same in a graph twenty times as large, %s", (_, tweaking) => {
    const [here, there] = [warm(small), warm(large)].map((warmed) =>
      mapOperations(tweaking(warmed, 1)),
    );
    expect(there).toEqual(here);
  });

  test("drops what it reaches, and what is dropped already is not walked again", () => {
    const { model, base } = warm(small);
    const { nodes } = coneOf(model);
    expect(dropped(base, () => base.set(leaf, 1))).toBe(nodes - 1);
    expect(walkedIn(() => base.set(leaf, 2)).nodes).toBeLessThanOrEqual(1);
  });
});

/** A root in which all nodes of a function are shifted and read, and that read what they are made of. */
function shifted(size: number) {
  const world = memoize((i: number): number => i);
  const quote = memoize((i: number): number => world(i) * 2);
  const root = new Context().tweakAll(quote, (base) => base() + 1, { where: (i) => i >= 0 });
  const read = (): number[] => root.run(() => Array.from({ length: size }, (_, i) => quote(i)));
  read();
  return { root, world, quote, read };
}

describe("an invalidation under shifts of a whole function", () => {
  test("walks its cone, however many are shifted and were invalidated before", () => {
    const counts = [20, 2_000].map((size) => {
      const { root, world, quote, read } = shifted(size);
      for (let i = 0; i < size - 1; i++) root.invalidate(world.node(i));
      read();
      const invalidate = (): void => void root.invalidate(world.node(size - 1));
      const operations = mapOperations(() => {
        expect(walkedIn(invalidate)).toEqual({ nodes: 6, edges: 2 });
      });
      expect(root.has(quote.node(size - 1))).toBe(false);
      expect(root.has(quote.node(0))).toBe(true);
      return work(operations);
    });
    expect(counts[1]).toBe(counts[0]);
  });

  test("applies again what was restored in between, whose base value is no longer cached", () => {
    const { root, world, quote } = shifted(3);
    const snapshot = root.snapshot();
    root.invalidate(world.node(1));
    root.restore(snapshot);
    expect(root.has(quote.node(1))).toBe(true);
    root.invalidate(world.node(1));
    expect(root.has(quote.node(1))).toBe(false);
    expect(root.has(quote.node(2))).toBe(true);
  });
});

describe("a fork without tweaks", () => {
  test("copies references only, whatever the size and whatever is read", () => {
    const counts = [small, large].map((width) => {
      const { model, base } = warm(width);
      const outputs = model.outputs(leaf);
      const child = base.fork();
      const forked = mapOperations(() => base.fork());
      expect(work(forked)).toBe(0);
      expect(walkedIn(() => enter(child))).toEqual({ nodes: 0, edges: 0 });
      expect(work(mapOperations(() => enter(base.fork())))).toBe(0);
      const grandchild = base.fork().fork();
      const read = mapOperations(() => grandchild.sum(outputs));
      expect(work(read)).toBeLessThanOrEqual(outputs.length); // found in the shared map, once each
      expect(read["set"]).toBeUndefined();
      return read;
    });
    expect(counts[1]).toEqual(counts[0]);
  });

  test("is the same map: the premise, that a tweaked one is not", () => {
    const { base } = warm(small);
    expect(work(mapOperations(() => enter(base.scenario(leaf, 1))))).toBeGreaterThan(0);
  });
});

describe("a rebase after an unrelated change of the parent", () => {
  test("touches the child's own cone only", () => {
    const { model, child } = changed(large, [leaf + 30]);
    const { nodes, edges } = coneOf(model);
    const { runs } = model;
    expect(walkedIn(() => enter(child))).toEqual({ nodes, edges });
    child.sum(model.coneTop(leaf));
    expect(model.runs).toBe(runs);
    const again = changed(large, [leaf + 30]);
    // The walk of a tweak, and each entry that survives: is it there, does each of its three reads hold, store it.
    expect(work(mapOperations(() => enter(again.child)))).toBeLessThanOrEqual(edges + 15 * nodes);
    const third = changed(large, [leaf + 30]);
    expect(dropped(third.child, () => enter(third.child))).toBeLessThanOrEqual(nodes);
  });

  test("does the same in a graph twenty times as large, and after a change twenty times as wide", () => {
    const wide = Array.from({ length: 20 }, (_, i) => leaf + 30 + i);
    const here = rebase(small, [leaf + 30]);
    expect(work(here)).toBeGreaterThan(0);
    expect(rebase(large, [leaf + 30])).toEqual(here);
    expect(rebase(large, wide)).toEqual(here);
  });

  test("does nothing if the parent has only been read", () => {
    const { model, base } = warm(small);
    const child = base.scenario(leaf, 1);
    child.sum(model.coneTop(leaf));
    base.sum(model.top);
    expect(work(mapOperations(() => enter(child)))).toBe(0);
  });
});

describe("a family without sharing", () => {
  const scenarios = 20;

  /** What scenarios ask of native maps and sets about objects: what is shared is found in such. */
  function play(share: boolean): number {
    const model = new Dag(layers, small);
    const { node } = dugGraph(model);
    const base = new Context("base", { parent: null, share });
    base.run(() => model.top.forEach((each) => void node(each)));
    const outputs = model.coneTop(leaf);
    const operations = nativeOperations(() => {
      for (let value = 0; value < scenarios; value++)
        base
          .fork()
          .tweak(node.node(leaf), value)
          .run(() => outputs.forEach((output) => void node(output)));
    }, "objects");
    return Object.values(operations).reduce((sum, count) => sum + count, 0);
  }

  test("does no work for it", () => {
    expect(play(false)).toBeLessThanOrEqual(2 * scenarios); // for the contexts, none for a node
  });

  test("the premise: sharing asks for each node that it evaluates", () => {
    const { nodes } = coneOf(new Dag(layers, small));
    expect(play(true)).toBeGreaterThanOrEqual(scenarios * (nodes - 1));
  });
});

test("what counts the walks is not in what is built", async () => {
  const dist = new URL("../../packages/core/dist/", import.meta.url);
  const files = (await readdir(dist)).filter((name) => name.endsWith(".js"));
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, dist), "utf8")));
  expect(texts.join("")).toContain("dependants");
  expect(texts.join("")).not.toContain("dugWalked");
});
