import { add, Context, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { deferred, turn } from "../support/deferred.ts";

test("[S22a] a base value that is asked for after an invalidation is as it was at the call", async () => {
  let world = 1;
  const gate = deferred();
  const input = memoize(async (): Promise<number> => world, { input: true });
  const reader = memoize(async (): Promise<number> => {
    await gate.promise;
    return await input();
  });
  const base = new Context();
  expect(await base.evaluate(input.node())).toBe(1);
  base.tweak(input.node(), add(100));
  const old = base.evaluate(reader.node());
  await turn();
  world = 2;
  base.refresh();
  gate.resolve();

  expect(await old).toBe(101);
  expect(await base.evaluate(reader.node())).toBe(102);
});
