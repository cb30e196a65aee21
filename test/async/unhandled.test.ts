import { Context, flow, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { deferred, rejection, turn, unhandled } from "../support/deferred.ts";

const mistake = (name: string): Error => new Error(`unhandled: ${name}`);

function failing(error: Error): () => Promise<number> {
  return memoize(async (): Promise<number> => {
    await turn();
    throw error;
  });
}

test("[S22g] the premise: the platform reports a plain rejection that nobody handles, and we hear it", async () => {
  const error = mistake("premise");

  expect(await unhandled(async () => void Promise.reject(error))).toEqual([error]);
});

test("[S22g] a rejection that nobody handles is reported, once", async () => {
  const error = mistake("evaluate");
  const bad = memoize(async (): Promise<number> => {
    await turn();
    throw error;
  });

  expect(
    await unhandled(async () => {
      void new Context().evaluate(bad.node());
      await turn();
      await turn();
    }),
  ).toEqual([error]);
});

test("[S22g] so is a run's", async () => {
  const error = mistake("run");
  const reports = await unhandled(async () => {
    void new Context().run(async () => {
      await turn();
      throw error;
    });
    await turn();
    await turn();
  });

  expect(reports).toEqual([error]);
});

test("[S22g] one that somebody handles is not, in whatever way", async () => {
  const reports = await unhandled(async () => {
    const base = new Context();
    const bad = memoize(async (): Promise<number> => {
      await turn();
      throw mistake("handled");
    });
    const through = memoize(async (): Promise<number> => await bad());
    const flowing = memoize(
      flow(function* (): Generator<Promise<unknown>, number, never> {
        return yield bad();
      }),
    );
    const catching = memoize(async (): Promise<number> => await bad().catch(() => -1));
    await rejection(base.evaluate(bad.node()));
    await rejection(base.evaluate(through.node()));
    await rejection(base.evaluate(flowing.node()));
    await rejection(base.run(async () => await Promise.all([bad(), through()])));
    expect(await base.evaluate(catching.node())).toBe(-1);
  });

  expect(reports).toEqual([]);
});

test("[S22g] a float inside an evaluation is reported, and does not hurt its author", async () => {
  const error = mistake("float");
  const bad = failing(error);
  const careless = memoize(async (): Promise<number> => {
    void bad();
    return 1;
  });
  let value: number | undefined;
  const reports = await unhandled(async () => {
    value = await new Context().evaluate(careless.node());
    await turn();
    await turn();
  });

  expect(value).toBe(1);
  expect(reports).toEqual([error]);
});

test("[S22g] a float that fails while its author still runs is reported, too", async () => {
  const error = mistake("early float");
  const gate = deferred();
  const bad = failing(error);
  const careless = memoize(async (): Promise<number> => {
    void bad();
    await gate.promise;
    return 1;
  });
  let value: number | undefined;
  const reports = await unhandled(async () => {
    const call = new Context().evaluate(careless.node());
    await turn();
    await turn();
    await turn();
    gate.resolve();
    value = await call;
  });

  expect(value).toBe(1);
  expect(reports).toEqual([error]);
});

test("[S22g] an early failure in `Promise.all` is handled once, and the later one with it", async () => {
  const [bad, worse] = [failing(mistake("bad")), failing(mistake("worse"))];
  const both = memoize(async (): Promise<number[]> => await Promise.all([bad(), worse()]));
  const reports = await unhandled(async () => {
    await rejection(new Context().evaluate(both.node()));
    await turn();
    await turn();
  });

  expect(reports).toEqual([]);
});

test("[S22g] a rejection that is cached is reported anew where a later call is not handled", async () => {
  const error = mistake("cached");
  const bad = memoize(
    async (): Promise<number> => {
      throw error;
    },
    { cacheErrors: true },
  );
  const base = new Context();
  await rejection(base.evaluate(bad.node()));
  const reports = await unhandled(async () => {
    void base.evaluate(bad.node());
    await turn();
  });

  expect(reports).toEqual([error]);
});

test("[S22g] reuse in waves and evaluation anew handle nothing on the user's behalf", async () => {
  const error = mistake("second time");
  const spot = memoize((): number => 100);
  const bad = memoize(async (): Promise<number> => {
    await turn();
    if (spot() < 90) throw error;
    return 1;
  });
  const reader = memoize(async (): Promise<number> => await bad());
  const base = new Context();
  await base.evaluate(reader.node());
  base.tweak(spot.node(), 80);
  const handled = await unhandled(() => rejection(base.evaluate(reader.node())));
  const reports = await unhandled(async () => {
    void base.evaluate(reader.node());
    await turn();
    await turn();
    await turn();
  });

  expect(handled).toEqual([]);
  expect(reports).toEqual([error]);
});
