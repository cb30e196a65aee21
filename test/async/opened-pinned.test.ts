import { Context, memoize } from "@dug/core";
import { afterEach, expect, test } from "vitest";
import { type Deferred, deferred, turn } from "../support/deferred.ts";

let gate: Deferred<void> = deferred();
afterEach(() => {
  gate = deferred();
});

const spot = memoize((): number => 100);
const rate = memoize((): number => 1);

/** What a function gives that opens a context after the one around it was changed, and at the next call. */
async function acrossChange(open: () => Context): Promise<[old: string, fresh: string]> {
  const opener = memoize(async (): Promise<string> => {
    await gate.promise;
    const own = open().tweak(rate.node(), 2);
    return await own.run(async () => {
      await turn();
      return `${spot()} ${rate()}`;
    });
  });
  const base = new Context();
  const old = base.evaluate(opener.node());
  await turn();
  base.tweak(spot.node(), 80);
  gate.resolve();
  return [await old, await base.evaluate(opener.node())];
}

test("[S22a] a fork that an evaluation makes after a change stands on what the evaluation is pinned to", async () => {
  expect(await acrossChange(() => Context.current.fork())).toEqual(["100 2", "80 2"]);
});

test("[S22a] a dynamic context that an evaluation enters after a change stands on what the evaluation is pinned to", async () => {
  expect(await acrossChange(() => new Context())).toEqual(["100 2", "80 2"]);
});
