import { Context, CycleError, memoize, type Memoised } from "@dug/core";
import { expect, test } from "vitest";
import { deferred, rejection, standing, turn } from "../support/deferred.ts";

test("[S22f, S20] a ring settles without a member that was aborted", async () => {
  const gates = { left: deferred(), right: deferred() };
  const left: Memoised<() => Promise<string>> = memoize(async (): Promise<string> => {
    await Promise.allSettled([right()]);
    await gates.left.promise;
    return "left";
  });
  const right = memoize(async (): Promise<string> => {
    await gates.right.promise;
    return await left();
  });
  const base = new Context();
  const stop = new AbortController();
  const reason = new Error("no longer wanted");
  const aborted = base.evaluate(left.node(), { signal: stop.signal });
  const waiting = base.evaluate(right.node());
  await turn();
  gates.right.resolve();
  expect((await standing(waiting)).kind).toBe("pending"); // its ring has not settled: `left` still runs
  stop.abort(reason);

  expect(await rejection(aborted)).toBe(reason);
  expect(await standing(waiting)).toEqual({ kind: "error", error: expect.any(CycleError) });
  expect(base.pending()).toEqual([]);
  expect(base.has(left.node())).toBe(false);
  gates.left.resolve();
  await turn();
  expect(base.has(left.node())).toBe(false);
});
