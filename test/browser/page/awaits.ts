import { Context, flow, here, memoize, OutsideContextError, signal } from "@dug/core";
import { expect, test } from "vitest";
import { deferred, rejection, thrown, turn } from "../../support/deferred.ts";

const spot = memoize("spot", (): number => 100);
const namesFlow =
  /spot\(\) was called outside every context, perhaps after an await.*flow\(function\*/;

test("[S22h] a memoised call after an await in a run fails loudly, and the message names flow", async () => {
  const error = await rejection(
    new Context().run(async () => {
      await turn();
      return spot();
    }),
  );
  expect(error).toBeInstanceOf(OutsideContextError);
  expect((error as Error).message).toMatch(namesFlow);
});

test("[S22h] so does one in a memoised async function, of which nothing is kept", async () => {
  const late = memoize(async (): Promise<number> => {
    await turn();
    return spot() + 1;
  });
  const base = new Context();
  const error = await rejection(base.evaluate(late.node()));
  expect(error).toBeInstanceOf(OutsideContextError);
  expect((error as Error).message).toMatch(namesFlow);
  expect([base.has(late.node()), base.has(spot.node())]).toEqual([false, false]);
});

test("[S22h] what an async function calls before its first await is traced", async () => {
  const early = memoize(async (): Promise<number> => {
    const value = spot();
    await turn();
    return value + 1;
  });
  const base = new Context();
  expect(await base.evaluate(early.node())).toBe(101);
  expect(base.dependencies(early.node()).map(String).toArray()).toEqual(["spot()"]);
  expect(await base.tweak(spot.node(), 5).evaluate(early.node())).toBe(6);
});

test("[S22h] a call after an await does not land with somebody who is running meanwhile", async () => {
  const gate = deferred();
  const late = memoize(async (): Promise<number> => {
    await gate.promise;
    return spot() + 1;
  });
  const patient = memoize(
    flow(function* (): Generator<Promise<unknown>, number, never> {
      yield gate.promise;
      yield turn();
      return 7;
    }),
  );
  const [one, two] = [new Context("one"), new Context("two")];
  const failed = rejection(one.evaluate(late.node()));
  const succeeds = two.evaluate(patient.node());
  gate.resolve();

  expect(await failed).toBeInstanceOf(OutsideContextError);
  expect(await succeeds).toBe(7);
  expect(two.dependencies(patient.node()).size).toBe(0);
  expect([one, two].map((context) => context.has(spot.node()))).toEqual([false, false]);
});

test("[S22h] here() taken before an await leads back after it", async () => {
  const careful = memoize(async (): Promise<number> => {
    const place = here();
    await turn();
    return place.run(() => spot()) + 1;
  });
  const base = new Context().tweak(spot.node(), 30);
  expect(await base.evaluate(careful.node())).toBe(31);
  expect(base.dependencies(careful.node()).map(String).toArray()).toEqual(["spot()"]);
});

test("[S22h] here(), signal() and Context.current fail loudly after an await, too", async () => {
  const errors = await new Context().run(async () => {
    await turn();
    return [() => here(), () => signal(), () => Context.current].map((body) => thrown(body));
  });
  for (const error of errors) expect(error).toBeInstanceOf(OutsideContextError);
});
