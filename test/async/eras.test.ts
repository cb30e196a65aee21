import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { type Deferred, deferred, turn } from "../support/deferred.ts";
import { Ghosts } from "../support/ghosts.ts";

/** A state keeps a note of what it stored of late, up to 64 entries: so many values may live on. */
const bound = 72;

/** Makes values that can be seen to be gone: in a function of its own, so that no variable of the test holds one. */
async function tickWhilePending(base: Context, ghosts: Ghosts, times: number): Promise<void> {
  let gate: Deferred<void> = deferred();
  const source = memoize((): object => ghosts.make());
  const waiting = memoize(async (): Promise<string> => {
    const seen = source();
    await gate.promise;
    return typeof seen;
  });
  for (let i = 0; i < times; i++) {
    gate = deferred();
    base.tweak(source.node(), ghosts.make());
    const pending = base.evaluate(waiting.node());
    await turn();
    base.tweak(source.node(), ghosts.make());
    gate.resolve();
    expect(await pending).toBe("object");
  }
}

test("[S22d, S26] a state is let go with the last evaluation that was pending in it", async () => {
  const ghosts = new Ghosts();
  const base = new Context();
  await tickWhilePending(base, ghosts, 200);

  expect(ghosts.made).toBe(400);
  expect(await ghosts.alive()).toBeLessThanOrEqual(bound);
  expect(base.pending()).toEqual([]);
});

test("[S22d, S26] a state in which nothing is pending is let go by the next change", async () => {
  const ghosts = new Ghosts();
  const source = memoize((): object => ghosts.make());
  const quick = memoize(async (): Promise<string> => typeof source());
  const base = new Context();
  const tick = async (): Promise<void> => {
    base.tweak(source.node(), ghosts.make());
    expect(await base.evaluate(quick.node())).toBe("object");
  };
  for (let i = 0; i < 400; i++) await tick();

  expect(ghosts.made).toBe(400);
  expect(await ghosts.alive()).toBeLessThanOrEqual(bound);
});
