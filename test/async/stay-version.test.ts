import { Context, memoize } from "@dug/core";
import { checkInvariants } from "@dug/testing";
import { expect, test } from "vitest";
import { deferred, turn } from "../support/deferred.ts";

test("[S8, S13] what another flow's entry has evaluated is not taken for the context's own", async () => {
  const spot = memoize((): number => 100);
  const price = memoize((): number => spot() * 2);
  const reader = memoize((): number => price() + 1);
  const base = new Context("base");
  const child = base.fork("child");
  const gate = deferred();
  const first = child.run(async () => await gate.promise);
  base.tweak(spot.node(), 80);
  const second = child.run(async () => {
    const found = price();
    await turn();
    return found;
  });
  expect(await second).toBe(160);
  gate.resolve();
  await first; // the entry that exits last has evaluated nothing
  expect(child.has(price.node())).toBe(false);
  expect(child.evaluate(reader.node())).toBe(161);
  checkInvariants(child);
  child.tweak(spot.node(), 1);
  expect(child.evaluate(reader.node())).toBe(3);
});
