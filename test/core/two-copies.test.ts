import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type * as core from "@dug/core";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

type Core = typeof core;

const root = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;
let ours: Core;
let theirs: Core;

/** Loads a copy of the package of its own. */
async function load(name: string): Promise<Core> {
  const outfile = join(folder, name, "core.mjs");
  await build({
    entryPoints: [join(root, "packages/core/src/index.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "error",
  });
  return (await import(/* @vite-ignore */ pathToFileURL(outfile).href)) as Core;
}

beforeAll(async () => {
  await mkdir(join(root, ".cache"), { recursive: true });
  folder = await mkdtemp(join(root, ".cache", "copies-"));
  ours = await load("ours");
  theirs = await load("theirs");
});
afterAll(() => rm(folder, { recursive: true }));

/** What a body throws, with the folders of the two paths that it names. */
function meeting(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    const { code, paths = [] } = error as { code?: string; paths?: readonly string[] };
    const names = paths.map((path) => /(\w+)\/core\.mjs/.exec(path)?.[1]);
    return code === "TWO_COPIES"
      ? names.toSorted((a, b) => String(a).localeCompare(String(b)))
      : error;
  }
  return "no meeting";
}

const both = ["ours", "theirs"];

test("[S25] the premise: two copies are two, and each works by itself", () => {
  expect(ours.Context).not.toBe(theirs.Context);
  const [mine, other] = [ours, theirs].map((core) => {
    const square = core.memoize("copies/square", (n: number): number => n * n);
    const base = new core.Context();
    base.evaluate(square.node(3));
    return base.fork().tweak(square.node(3), 5).evaluate(square.node(3));
  });

  expect([mine, other]).toEqual([5, 5]);
});

describe("[S25] the first use of one copy's object with the other's throws, with both paths", () => {
  test("a function called in the other's context, and in an evaluation of the other's", () => {
    const value = theirs.memoize((): number => 1);
    expect(meeting(() => new ours.Context().run(() => value()))).toEqual(both);
    const outer = ours.memoize((): number => value());
    expect(meeting(() => new ours.Context().evaluate(outer.node()))).toEqual(both);
  });

  test("and the other way round", () => {
    const value = ours.memoize((): number => 1);
    expect(meeting(() => new theirs.Context().run(() => value()))).toEqual(both);
  });

  test("a function given to a method", () => {
    const base = new ours.Context();
    const value = theirs.memoize((): number => 1);
    expect(meeting(() => base.tweakAll(value, 2))).toEqual(both);
    expect(meeting(() => base.untweakAll(value))).toEqual(both);
    expect(meeting(() => base.invalidate(value))).toEqual(both);
    expect(meeting(() => base.forget(value))).toEqual(both);
    expect(meeting(() => ours.Tweaks.empty.tweakAll(value, 2))).toEqual(both);
    expect(meeting(() => ours.model({ functions: { value }, outputs: {} }))).toEqual(both);
  });

  test("a function memoised again", () => {
    const value = theirs.memoize((): number => 1);
    expect(meeting(() => ours.memoize(value))).toEqual(both);
  });

  test("a node", () => {
    const base = new ours.Context();
    const node = theirs.memoize((): number => 1).node() as never;
    const uses: (() => unknown)[] = [
      () => base.evaluate(node),
      () => base.tweak(node, 1),
      () => base.untweak(node),
      () => base.get(node),
      () => base.has(node),
      () => base.peek(node),
      () => base.masked.has(node),
      () => base.invalidate(node),
      () => base.forget(node),
      () => base.dependencies(node),
      () => base.dependants(node),
      () => base.graph(node),
      () => base.explain(node),
      () => base.snapshot().get(node),
      () => ours.Tweaks.empty.tweak(node, 1),
      () => ours.model({ functions: {}, outputs: { node } }),
    ];

    expect(uses.map(meeting)).toEqual(uses.map(() => both));
  });

  test("a node or a function as an argument", () => {
    const value = theirs.memoize((): number => 1);
    const size = ours.memoize((...args: unknown[]): number => args.length);
    expect(meeting(() => size.node(value.node()))).toEqual(both);
    expect(meeting(() => size.node(value))).toEqual(both);
    expect(meeting(() => size.node({ deep: [value.node()] }))).toEqual(both);
    expect(meeting(() => new ours.Context().run(() => size(value.node())))).toEqual(both);
  });

  test("a context or a snapshot as a parent", () => {
    const parent = new theirs.Context();
    const snapshot = parent.snapshot();
    expect(meeting(() => new ours.Context("", { parent: parent as never }))).toEqual(both);
    expect(meeting(() => new ours.Context("", { parent: snapshot as never }))).toEqual(both);
  });

  test("a snapshot restored or compared", () => {
    const snapshot = new theirs.Context().snapshot() as never;
    const base = new ours.Context();
    expect(meeting(() => base.restore(snapshot))).toEqual(both);
    expect(meeting(() => base.snapshot().diff(snapshot))).toEqual(both);
  });

  test("a set of tweaks applied or merged", () => {
    const tweaks = theirs.Tweaks.empty.tweak(theirs.memoize((): number => 1).node(), 2) as never;
    expect(meeting(() => new ours.Context().apply(tweaks))).toEqual(both);
    expect(meeting(() => ours.Tweaks.empty.merge(tweaks))).toEqual(both);
  });

  test("a shift as a tweak, of a node or of a function", () => {
    const doubled = theirs.scale(2) as never;
    const value = ours.memoize((): number => 1);
    const base = new ours.Context();
    expect(meeting(() => base.tweak(value.node(), doubled))).toEqual(both);
    expect(meeting(() => base.tweakAll(value, doubled))).toEqual(both);
    expect(meeting(() => ours.Tweaks.empty.tweak(value.node(), doubled))).toEqual(both);
  });

  test("a context inspected", () => {
    const context = new theirs.Context() as never;
    expect(meeting(() => ours.inspect(context))).toEqual(both);
    expect(meeting(() => ours.dropIndexes(context))).toEqual(both);
  });
});

test("[S25] after a meeting each copy works as before", () => {
  const mine = ours.memoize((): number => 1);
  const other = theirs.memoize((): number => 2);
  const base = new ours.Context();
  expect(meeting(() => base.run(() => mine() + other()))).toEqual(both);

  expect(base.evaluate(mine.node())).toBe(1);
  expect(new theirs.Context().evaluate(other.node())).toBe(2);
});

test("[S25] outside every context of either the mistake is the plain one", () => {
  const other = theirs.memoize((): number => 2);
  expect(() => other()).toThrow(expect.objectContaining({ code: "OUTSIDE_CONTEXT" }));
});

test("[S25] the message says what to do", () => {
  const value = theirs.memoize((): number => 1);
  expect(() => new ours.Context().invalidate(value)).toThrow(/another copy of @dug\/core/);
});
