import { Context, memoize, type Memoised, UntrackedReadError } from "@dug/core";
import { expect, test } from "vitest";
import { standing } from "../support/deferred.ts";

/** What is pending in a family that verifies after an evaluation was to be reused, and a synchronous dependency of it was found to have read the world. */
async function spoilt(
  reader: (leaf: Memoised<(n: number) => Promise<number>>, read: () => number) => Promise<number>,
): Promise<readonly unknown[]> {
  let world = 1;
  const a = memoize((): number => 1);
  const leaf = memoize(async (n: number): Promise<number> => {
    a();
    await Promise.resolve();
    return n;
  });
  const b = memoize((): number => a() + world);
  const c = memoize(async (): Promise<number> => await reader(leaf, b));
  const root = new Context("root", { verify: 1 });
  const before = await root.evaluate(c.node());
  root.tweak(a.node(), 2).tweak(a.node(), 1); // drops all readers, though nothing differs
  world = 2;
  expect(await standing(root.evaluate(c.node()))).toEqual({
    kind: "error",
    error: expect.any(UntrackedReadError),
  });
  world = 1;
  expect(await standing(root.evaluate(c.node()))).toEqual({ kind: "value", value: before });
  return root.pending();
}

test("[S27] an asynchronous evaluation that verification ends is no longer under way", async () => {
  expect(await spoilt(async (_, read) => read() + 1)).toEqual([]);
});

test("[S27] nor one that goes on when what it waited for has landed", async () => {
  const pending = await spoilt(async (leaf, read) => (await leaf(1)) + (await leaf(2)) + read());
  expect(pending).toEqual([]);
});
