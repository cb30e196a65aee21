import type * as dug from "@dug/core";
import { expect, test } from "vitest";
import { counted, without } from "../support/async-storage.ts";
import { deferred, rejection, thrown, turn } from "../support/deferred.ts";

/** A walk through all that a synchronous program does. */
function synchronous(copy: typeof dug): unknown[] {
  const { Context, add, memoize } = copy;
  const spot = memoize((): number => 100);
  const price = memoize((n: number): number => spot() * n);
  const failing = memoize((): number => {
    throw new Error("failed");
  });
  const delta = memoize((): number => new Context().tweak(spot.node(), add(1)).run(() => price(1)));
  const base = new Context("base");
  const child = base.fork("child").tweak(spot.node(), 80);
  const before = base.snapshot();
  const found = [
    base.run(() => price(2)),
    child.evaluate(price.node(2)),
    base.evaluate(delta.node()),
    String(thrown(() => base.evaluate(failing.node()))),
    base.run(() => new Context().run(() => price(3))),
    Context.outside(() => 1),
    base.has(price.node(2)),
  ];
  const left = base.enter();
  found.push(price(4));
  left[Symbol.dispose]();
  base.tweak(spot.node(), 1).restore(before).invalidate(spot).clear();
  return [...found, base.run(() => price(2))];
}

const expected = [200, 160, 101, "Error: failed", 300, 1, true, 400, 200];

test("[S22h] the premise: an asynchronous evaluation constructs one AsyncLocalStorage, and we count it", async () => {
  const made = await counted(async ({ Context, memoize }, count) => {
    const node = memoize(async (): Promise<number> => (await Promise.resolve(), 1));
    expect(await new Context().evaluate(node.node())).toBe(1);
    expect(await new Context().evaluate(node.node())).toBe(1);
    return count();
  });

  expect(made).toBe(1);
});

test("[S22h] a synchronous program never constructs one", async () => {
  const made = await counted(async (copy, count) => {
    expect(synchronous(copy)).toEqual(expected);
    await turn();
    return count();
  });

  expect(made).toBe(0);
});

test("[S22h] nor does defining asynchronous functions, and using their nodes, without calling any", async () => {
  const made = await counted(async ({ Context, flow, memoize }, count) => {
    const quote = memoize(async (): Promise<number> => 1);
    const flowing = memoize(
      flow(function* (): Generator<Promise<unknown>, number, never> {
        return yield quote();
      }),
    );
    const base = new Context().tweak(quote.node(), 5);
    expect(base.get(flowing.node())).toBe(undefined);
    return count();
  });

  expect(made).toBe(0);
});

test("[S22e] where no asynchronous frame was ever made, a late call is a plain OutsideContextError", async () => {
  await counted(async ({ Context, LateCallError, memoize, OutsideContextError }) => {
    const found = deferred<unknown>();
    const leaf = memoize((): number => 1);
    const author = memoize((): number => {
      setTimeout(() => found.resolve(thrown(() => leaf())));
      return 1;
    });
    new Context().evaluate(author.node());
    const error = await found.promise;

    expect(error).toBeInstanceOf(OutsideContextError);
    expect(error).not.toBeInstanceOf(LateCallError);
  });
});

test("[S22h] without asynchronous context the synchronous parts work", async () => {
  expect(await without(async (copy) => synchronous(copy))).toEqual(expected);
});

test("[S22h] `flow` works the same", async () => {
  await without(async ({ Context, CycleError, flow, memoize }) => {
    type Steps<R> = Generator<unknown, R, never>;
    const gate = deferred();
    const spot = memoize((): number => 100);
    const slow = memoize(
      flow(function* (n: number): Steps<number> {
        yield gate.promise;
        return spot() * n;
      }),
    );
    const sum = memoize(
      flow(function* (): Steps<number> {
        const [one, two]: readonly [number, number] = yield Promise.all([slow(1), slow(2)]);
        yield turn();
        return one + two + spot();
      }),
    );
    const base = new Context("base");
    const child = base.fork("child").tweak(spot.node(), 80);
    const calls = [
      base.evaluate(sum.node()),
      child.evaluate(sum.node()),
      base.run(
        flow(function* (): Steps<number> {
          const value: number = yield slow(1);
          return value + spot();
        }),
      ),
    ];
    expect(thrown(() => Context.current)).toMatchObject({ code: "OUTSIDE_CONTEXT" });
    await turn();
    gate.resolve();

    expect(await Promise.all(calls)).toEqual([400, 320, 200]);
    expect([...base.dependencies(sum.node())]).toEqual([slow.node(1), slow.node(2), spot.node()]);
    expect([...base.dependencies(slow.node(1))]).toEqual([spot.node()]);
    base.tweak(spot.node(), 1);
    expect(await base.evaluate(sum.node())).toBe(4);

    const loop: () => Promise<number> = memoize(
      flow(function* (): Steps<number> {
        yield turn();
        return yield loop();
      }),
    );
    const looping = flow(function* (): Steps<number> {
      return yield loop();
    });
    expect(await rejection(base.run(looping))).toBeInstanceOf(CycleError);
  });
});

test("[S22h] `here` works the same", async () => {
  await without(async ({ Context, flow, here, LateCallError, memoize }) => {
    const gate = deferred();
    const spot = memoize((): number => 100);
    const handles: { run<R>(body: () => R): R }[] = [];
    const holder = memoize(
      flow(function* (): Generator<Promise<unknown>, number, never> {
        yield turn();
        handles.push(here());
        yield gate.promise;
        return 1;
      }),
    );
    const base = new Context().tweak(spot.node(), 30);
    const call = base.evaluate(holder.node());
    await turn();
    await turn();
    expect(handles[0]?.run(() => spot())).toBe(30);
    gate.resolve();
    await call;

    expect([...base.dependencies(holder.node())]).toEqual([spot.node()]);
    expect(thrown(() => handles[0]?.run(() => spot()))).toBeInstanceOf(LateCallError);
  });
});

test("[S22h] a memoised call after an await in an async function fails loudly, saying so, and its calls before are traced", async () => {
  await without(async ({ Context, DugError, memoize }) => {
    const spot = memoize((): number => 100);
    const early = memoize(async (): Promise<number> => {
      const value = spot();
      await turn();
      return value + 1;
    });
    const late = memoize(async (): Promise<number> => {
      await turn();
      return spot() + 1;
    });
    const base = new Context();

    expect(await base.evaluate(early.node())).toBe(101);
    expect([...base.dependencies(early.node())]).toEqual([spot.node()]);
    const error = await rejection(base.evaluate(late.node()));
    expect(error).toBeInstanceOf(DugError);
    expect((error as Error).message).toMatch(/await/);
    expect((error as Error).message).toMatch(/flow/);
    expect(base.has(late.node())).toBe(false);
  });
});

test("[S22h] it does not land in the context of somebody who is running at that moment", async () => {
  await without(async ({ Context, flow, memoize }) => {
    const spot = memoize((): number => 100);
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
    const calls = [rejection(one.evaluate(late.node())), two.evaluate(patient.node())] as const;
    gate.resolve();

    expect(await calls[0]).toMatchObject({ code: expect.any(String) });
    expect(await calls[1]).toBe(7);
    expect([...two.dependencies(patient.node())]).toEqual([]);
    expect(two.has(spot.node())).toBe(false);
  });
});
