import { Context, ContextOrderError, memoize, OutsideContextError } from "@dug/core";
import { afterEach, expect, test } from "vitest";
import { type Deferred, deferred, rejection, standing, thrown, turn } from "../support/deferred.ts";

let gate: Deferred<void> = deferred();
afterEach(() => {
  gate = deferred();
});

const spot = memoize((): number => 100);

test("[S10] `enter` for one synchronous stretch inside an async run, before and after an await", async () => {
  const [outer, inner] = [new Context("outer"), new Context("inner")];
  inner.tweak(spot.node(), 80);
  const found = await outer.run(async () => {
    const seen: number[] = [];
    for (let i = 0; i < 2; i++) {
      const left = inner.enter();
      seen.push(spot());
      left[Symbol.dispose]();
      seen.push(spot());
      await turn();
    }
    return [...seen, Context.current.name];
  });

  expect(found).toEqual([80, 100, 80, 100, "outer"]);
});

test("[S10] an async run that leaves a context entered across its await fails", async () => {
  const [outer, inner] = [new Context("outer"), new Context("inner")];
  const running = outer.run(async () => {
    inner.enter();
    await gate.promise;
    return 1;
  });
  expect(thrown(() => Context.current)).toBeInstanceOf(OutsideContextError);
  gate.resolve();

  expect(await rejection(running)).toBeInstanceOf(ContextOrderError);
});

test("[S10] so does one that opens it after an await", async () => {
  const [outer, inner] = [new Context("outer"), new Context("inner")];
  const running = outer.run(async () => {
    await turn();
    inner.enter();
    await gate.promise;
    return 1;
  });
  await turn();
  await turn();
  expect(thrown(() => Context.current)).toBeInstanceOf(OutsideContextError);
  gate.resolve();

  expect(await rejection(running)).toBeInstanceOf(ContextOrderError);
});

test("[S10] an evaluation that does so fails, and is not stored", async () => {
  for (const before of [false, true]) {
    gate = deferred();
    const node = memoize(async (): Promise<number> => {
      if (before) await turn();
      new Context("own").enter();
      await gate.promise;
      return 1;
    });
    const base = new Context();
    const call = base.evaluate(node.node());
    const found = standing(call);
    await turn();
    gate.resolve();
    await found;

    expect(await rejection(call)).toBeInstanceOf(ContextOrderError);
    expect(base.has(node.node())).toBe(false);
  }
});

test("[S10] its author fails, and nobody else: those under way at the same time keep their contexts", async () => {
  const base = new Context("base");
  const seen: string[] = [];
  const careless = memoize(async (): Promise<number> => {
    new Context("own").tweak(spot.node(), 1).enter();
    await gate.promise;
    return spot();
  });
  const careful = memoize(async (): Promise<number> => {
    for (let i = 0; i < 3; i++) {
      seen.push(`${Context.current.name} ${spot()}`);
      await (i === 1 ? gate.promise : Promise.resolve());
    }
    return spot();
  });
  const calls = [
    base.evaluate(careful.node()),
    rejection(base.evaluate(careless.node())),
    base.run(async () => {
      await gate.promise;
      return spot();
    }),
  ];
  await turn();
  gate.resolve();
  const [first, second, third] = await Promise.all(calls);

  expect([first, third]).toEqual([100, 100]);
  expect(second).toBeInstanceOf(ContextOrderError);
  expect(seen).toEqual(["base 100", "base 100", "base 100"]);
  expect(thrown(() => Context.current)).toBeInstanceOf(OutsideContextError);
  expect([...base.dependencies(careful.node())]).toEqual([spot.node()]);
});

test("[S10] with nothing around it the engine leaves it: later calls are outside, and disposing fails", async () => {
  const base = new Context("base");
  const author = async (): Promise<unknown[]> => {
    const left = base.enter();
    const first = spot();
    await turn();
    return [first, thrown(() => spot()), thrown(() => left[Symbol.dispose]())];
  };
  const [first, call, disposal] = await author();

  expect(first).toBe(100);
  expect(call).toBeInstanceOf(OutsideContextError);
  expect(disposal).toBeInstanceOf(ContextOrderError);
  expect(base.run(() => spot())).toBe(100);
});

test("[S10] a synchronous evaluation inside an asynchronous one fails by itself", async () => {
  const careless = memoize((): number => {
    new Context("own").enter();
    return 1;
  });
  const outer = memoize(async (): Promise<string> => {
    await turn();
    try {
      return String(careless());
    } catch (error) {
      return error instanceof ContextOrderError ? `refused, ${spot()}` : "other";
    }
  });

  expect(await new Context().evaluate(outer.node())).toBe("refused, 100");
});

test("[S10] a context may be entered again further up the stack, across awaits", async () => {
  const base = new Context("base");
  const found = await base.run(async () => {
    await turn();
    return await base.run(async () => {
      base.tweak(spot.node(), 80);
      await turn();
      return spot() + base.run(() => spot());
    });
  });

  expect(found).toBe(160);
  expect(base.get(spot.node())).toBe(80);
});

test("[S10] a run that rejects has left its context, and what it was in is as before", async () => {
  const [outer, inner] = [new Context("outer"), new Context("inner")];
  const seen = await outer.run(async () => {
    const error = await rejection(
      inner.run(async () => {
        await turn();
        throw new Error("inside");
      }),
    );
    return [Context.current, error];
  });

  expect(seen).toEqual([outer, new Error("inside")]);
});
