import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { deferred, turn } from "../support/deferred.ts";

test("[S22] dependencies stand in the order of the calls, in whatever order they settle", async () => {
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
    [2, 0, 1],
  ]) {
    const gates = [deferred(), deferred(), deferred()];
    const plain = memoize((n: number): number => n * 100);
    const leaf = memoize(async (n: number): Promise<number> => {
      await gates[n]?.promise;
      return n;
    });
    const all = memoize(async (): Promise<number[]> => {
      const called = [leaf(0), leaf(1)];
      const between = plain(1);
      called.push(leaf(2));
      return [...(await Promise.all(called)), between, plain(2)];
    });
    const base = new Context();
    const call = base.evaluate(all.node());
    for (const at of order) {
      gates[at]?.resolve();
      await turn();
    }

    expect(await call).toEqual([0, 1, 2, 100, 200]);
    expect([...base.dependencies(all.node())]).toEqual([
      leaf.node(0),
      leaf.node(1),
      plain.node(1),
      leaf.node(2),
      plain.node(2),
    ]);
  }
});
