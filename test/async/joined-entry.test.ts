import { expect, test } from "vitest";
import { Context, memoize } from "@dug/core";
import { deferred } from "../support/deferred.ts";

test("[S8] who looks at, or enters, a context that another flow has entered leaves no slots that speak of a later state of its parent", async () => {
  const x = memoize((): number => 1);
  const tens = memoize((): number => x() * 10);
  const sum = memoize((): number => tens() + 1);
  const gate = deferred();
  const parent = new Context("parent");
  parent.run(() => 0);
  const child = parent.fork("child");
  const open = child.run(async () => {
    await gate.promise;
    return sum();
  });
  parent.run(() => tens()); // it only evaluates more: no change
  expect(child.has(tens.node())).toBe(true);
  expect(child.run(() => sum())).toBe(11); // joins the open entry

  child.tweak(x.node(), 5);

  expect(child.run(() => sum())).toBe(51);
  gate.resolve();
  expect(await open).toBe(51);
  expect(child.run(() => sum())).toBe(51);
});
