import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { deferred, turn } from "../support/deferred.ts";

test("[S8] a change reaches the context itself while only another flow's entry of it is open", async () => {
  const spot = memoize((): number => 100);
  const own = memoize((): number => 1);
  const base = new Context("base");
  const child = base.fork("child");
  const [first, second] = [deferred(), deferred()];
  const leaving = child.run(async () => await first.promise);
  base.tweak(spot.node(), 80);
  const staying = child.run(async () => {
    await second.promise;
    return [own(), spot()];
  });
  first.resolve();
  await leaving;
  await turn();
  base.tweak(spot.node(), 60);
  child.tweak(own.node(), 6); // the entry that came first is left, the other is open

  expect(child.run(() => [own(), spot()])).toEqual([6, 60]);
  second.resolve();
  expect(await staying).toEqual([6, 80]);
  expect(child.run(() => [own(), spot()])).toEqual([6, 60]);
});

test("[S8] [S9] and the open entry of a context that retains nothing and was left", async () => {
  const spot = memoize((): number => 100);
  const own = memoize((): number => 1);
  const base = new Context("base");
  const child = base.fork("child", { retain: false });
  const [first, second] = [deferred(), deferred()];
  const leaving = child.run(async () => await first.promise);
  base.tweak(spot.node(), 80);
  const staying = child.run(async () => {
    await second.promise;
    return [own(), spot()];
  });
  first.resolve();
  await leaving;
  await turn();
  child.tweak(own.node(), 6);
  second.resolve();

  expect(await staying).toEqual([6, 80]);
  expect(child.run(() => [own(), spot()])).toEqual([6, 80]);
});
