import { Context, memoize, type Memoised, signal, UntrackedReadError } from "@dug/core";
import { expect, test } from "vitest";
import { deferred, rejection, standing, turn, unhandled } from "../support/deferred.ts";

/** A node that calls back, once it is told to, to who reads it. */
function turningBack(isDirect: boolean, cacheErrors: boolean) {
  const way = { turnsBack: false };
  const reader: Memoised<() => Promise<number>> = memoize(async () => (await leaf()) + 1);
  const between: Memoised<() => Promise<number>> = memoize(async () => await reader(), {
    cacheErrors: true,
  });
  const leaf: Memoised<() => Promise<number>> = memoize(
    async () => {
      if (!way.turnsBack) return 1;
      return await (isDirect ? reader() : between());
    },
    { cacheErrors },
  );
  return { way, reader, between, leaf };
}

test.each([true, false])(
  "[S27] a cached function that calls its reader when it is run again is found, and nothing hangs (at once: %s)",
  async (isDirect) => {
    const { way, reader, between, leaf } = turningBack(isDirect, true);
    const base = new Context("base", { parent: null, verify: 1 });
    expect(await base.evaluate(leaf.node())).toBe(1);
    way.turnsBack = true;
    const found = await standing(base.evaluate(reader.node()));

    expect(found).toMatchObject({ kind: "error", error: expect.any(UntrackedReadError) });
    expect(base.pending()).toEqual([]);
    expect([reader, between].map((each) => base.has(each.node()))).toEqual([false, false]);
    way.turnsBack = false;
    expect(await base.evaluate(between.node())).toBe(2);
  },
);

test("[S27, S19] where its errors are not cached, one more tells nothing, and what is cached stands", async () => {
  const { way, reader, leaf } = turningBack(true, false);
  const base = new Context("base", { parent: null, verify: 1 });
  await base.evaluate(leaf.node());
  way.turnsBack = true;

  expect(await standing(base.evaluate(reader.node()))).toEqual({ kind: "value", value: 2 });
});

test("[S27, S22f] what is run again is aborted with who reads it, and finds nothing", async () => {
  const gate = deferred();
  const signals: AbortSignal[] = [];
  const leaf = memoize(async (): Promise<number> => {
    signals.push(signal());
    if (signals.length > 1) await gate.promise;
    return signals.length;
  });
  const reader = memoize(async (): Promise<number> => (await leaf()) + 1);
  const base = new Context("base", { parent: null, verify: 1 });
  await base.evaluate(leaf.node());
  const stop = new AbortController();
  const reports = await unhandled(async () => {
    const found = rejection(base.evaluate(reader.node(), { signal: stop.signal }));
    await turn();
    stop.abort(new RangeError("enough"));
    expect(await found).toEqual(new RangeError("enough"));
    gate.resolve();
  });

  expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  expect(reports).toEqual([]);
  expect(base.pending()).toEqual([]);
});
