import { Context, ContextBusyError, type ForkOptions, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { deferred, turn } from "../support/deferred.ts";

/** A child that one flow has left, and in which another stays that entered it on a changed parent. */
async function leftByOne(options?: ForkOptions) {
  const spot = memoize((): number => 100);
  const own = memoize((): number => 1);
  const read = (): number[] => [own(), spot()];
  const base = new Context("base");
  const child = base.fork("child", options);
  const [first, second] = [deferred(), deferred()];
  const leaving = child.run(async () => await first.promise);
  base.tweak(spot.node(), 80);
  const staying = child.run(async () => {
    await second.promise;
    return read();
  });
  first.resolve();
  await leaving;
  await turn();
  return { spot, own, read, base, child, staying, go: () => second.resolve() };
}

test("[S8] a change reaches the context itself while only another flow's entry of it is open", async () => {
  const { spot, own, read, base, child, staying, go } = await leftByOne();
  base.tweak(spot.node(), 60);
  child.tweak(own.node(), 6);

  expect(child.run(read)).toEqual([6, 60]);
  go();
  expect(await staying).toEqual([6, 80]);
  expect(child.run(read)).toEqual([6, 60]);
});

test("[S8] [S9] and the open entry of a context that retains nothing and was left", async () => {
  const { own, read, child, staying, go } = await leftByOne({ retain: false });
  child.tweak(own.node(), 6);
  go();

  expect(await staying).toEqual([6, 80]);
  expect(child.run(read)).toEqual([6, 80]);
});

test("[S6] once both flows have left, nothing above it is in use: a dynamic context is entered elsewhere", async () => {
  const base = new Context("base", { parent: null });
  const dynamic = new Context("dynamic");
  base.run(() => dynamic.run(() => undefined));
  const [first, second] = [deferred(), deferred()];
  const below = dynamic.fork("below");
  const leaving = below.run(async () => await first.promise);
  dynamic.tweak(memoize((): number => 1).node(), 2);
  const going = below.run(async () => await second.promise);
  first.resolve();
  await leaving;
  const elsewhere = new Context("elsewhere", { parent: null });
  const enter = (): string => elsewhere.run(() => dynamic.run(() => "entered"));

  expect(enter).toThrow(ContextBusyError); // the second flow is still there
  second.resolve();
  await going;
  expect(enter()).toBe("entered");
});
