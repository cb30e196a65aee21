import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { deferred, turn } from "../support/deferred.ts";

const spot = memoize((): number => 100);

test("[S22e] what floats out of a plain run inside an asynchronous one is not put down to that", async () => {
  const done = deferred();
  const inner = new Context("inner", { parent: null });
  const float = async (): Promise<void> => {
    await turn();
    try {
      spot();
    } finally {
      done.resolve();
    }
  };
  const outer = new Context("outer");
  await outer.run(async () => {
    inner.run(() => void float().catch(() => undefined)); // whether it may call at all is said elsewhere
    await done.promise;
  });

  expect(outer.has(spot.node())).toBe(false);
});
