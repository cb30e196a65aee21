import { Context, memoize, UntrackedReadError } from "@dug/core";
import { expect, test } from "vitest";
import { rejection } from "../support/deferred.ts";

test("[S27, S16] an evaluation that stands in for a run after a change is verified", async () => {
  let factor = 2;
  const spot = memoize((): number => 10);
  const twice = memoize(async (): Promise<number> => spot() * (await Promise.resolve(factor)));
  const base = new Context("base", { parent: null, verify: 1 });
  expect(await base.evaluate(twice.node())).toBe(20);
  base.tweak(spot.node(), 11).tweak(spot.node(), 10);
  expect(base.has(twice.node())).toBe(false); // so that this is no hit
  factor = 3;

  const error = await rejection(base.evaluate(twice.node()));
  expect(error).toBeInstanceOf(UntrackedReadError);
  expect(error).toMatchObject({ cached: 20, found: 30 });
});
