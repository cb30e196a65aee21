import { Context, ContextBusyError, memoize } from "@dug/core";
import { checkInvariants } from "@dug/testing";
import { afterEach, expect, test } from "vitest";
import { type Deferred, deferred, thrown, turn } from "../support/deferred.ts";

const ran: string[] = [];
let gate: Deferred<void> = deferred();
afterEach(() => {
  ran.length = 0;
  gate = deferred();
});

const spot = memoize((): number => 100);
const price = memoize(async (): Promise<number> => {
  ran.push("price");
  await turn();
  return spot() * 2;
});

test("[S8, S22a] a call in a child sees what was changed in the parent, while an earlier one is pending there", async () => {
  const base = new Context("base");
  const child = base.fork("child");
  const slow = memoize(async (): Promise<number> => {
    const before = spot();
    await gate.promise;
    return before + spot();
  });
  const old = child.evaluate(slow.node());
  await turn();
  base.tweak(spot.node(), 80);
  expect(child.run(() => spot())).toBe(80);
  const fresh = child.evaluate(slow.node());
  base.tweak(slow.node(), 5);
  const tweaked = child.evaluate(slow.node());
  gate.resolve();

  expect(await Promise.all([old, fresh, tweaked])).toEqual([200, 160, 5]);
  expect(child.get(slow.node())).toBe(5);
});

test("[S8] two flows enter one context while its parent changes between: each sees the parent as it entered", async () => {
  const base = new Context("base");
  const child = base.fork("child");
  const first = child.run(async () => {
    await gate.promise;
    return [spot(), await price()];
  });
  base.tweak(spot.node(), 80);
  const second = child.run(async () => {
    await gate.promise;
    return [spot(), await price()];
  });
  base.tweak(spot.node(), 60);
  gate.resolve();

  expect(await first).toEqual([100, 200]);
  expect(await second).toEqual([80, 160]);
  expect(await child.run(async () => [spot(), await price()])).toEqual([60, 120]);
  checkInvariants(child);
});

test("[S8] before and after its awaits, whichever of them asks in between", async () => {
  const base = new Context("base");
  const child = base.fork("child");
  const gates = [deferred(), deferred()];
  const flow = (i: number): Promise<number[]> =>
    child.run(async () => {
      const found = [await price()];
      await gates[i]?.promise;
      return [...found, spot(), await price(), await child.evaluate(price.node())];
    });
  const first = flow(0);
  await turn();
  base.tweak(spot.node(), 80);
  const second = flow(1);
  await turn();
  base.tweak(spot.node(), 60);
  gates[1]?.resolve();
  expect(await second).toEqual([160, 80, 160, 160]);
  gates[0]?.resolve();

  expect(await first).toEqual([200, 100, 200, 200]);
});

test("[S8] the context's own tweaks are live in both", async () => {
  const base = new Context("base");
  const rate = memoize((): number => 1);
  const child = base.fork("child");
  const read = async (): Promise<number[]> => {
    const before = rate();
    await gate.promise;
    return [before, rate(), spot()];
  };
  const first = child.run(async () => await read());
  base.tweak(spot.node(), 80);
  const second = child.run(async () => await read());
  child.tweak(rate.node(), 5);
  gate.resolve();

  expect(await first).toEqual([1, 5, 100]);
  expect(await second).toEqual([1, 5, 80]);
});

test("[S8] the state that is retained is that of the entry that exits last", async () => {
  for (const last of [0, 1]) {
    const base = new Context("base");
    const child = base.fork("child");
    const gates = [deferred(), deferred()];
    const enter = (i: number): Promise<void> =>
      child.run(async () => {
        await price();
        await gates[i]?.promise;
      });
    const flows = [enter(0)];
    await turn();
    base.tweak(spot.node(), 80);
    flows.push(enter(1));
    await turn();
    gates[1 - last]?.resolve();
    await flows[1 - last];
    gates[last]?.resolve();
    await flows[last];

    expect(await child.evaluate(price.node())).toBe(160);
    expect(child.get(spot.node())).toBe(80);
    checkInvariants(child);
  }
});

test("[S8] siblings in two flows do not see each other's tweaks, results or failures", async () => {
  const base = new Context("base");
  const [one, two] = [base.fork("one"), base.fork("two")];
  const failing = memoize(
    async (): Promise<number> => {
      if (spot() > 90) throw new Error("too high");
      return spot();
    },
    { cacheErrors: true },
  );
  const flows = [one, two].map((context, i) =>
    context.run(async () => {
      context.tweak(spot.node(), i === 0 ? 95 : 85);
      await gate.promise;
      return await failing().catch(() => -1);
    }),
  );
  gate.resolve();

  expect(await Promise.all(flows)).toEqual([-1, 85]);
  expect([base, one, two].map((context) => context.has(failing.node()))).toEqual([
    false,
    true,
    true,
  ]);
});

test("[S8] a parent does not see what its child evaluates, while that is pending and afterwards", async () => {
  const base = new Context("base");
  const child = base.fork("child").tweak(spot.node(), 50);
  const running = child.run(async () => {
    const promise = price();
    await gate.promise;
    return await promise;
  });
  await turn();
  expect(base.pending()).toEqual([]);
  expect(base.peek(price.node())).toBe(undefined);
  gate.resolve();

  expect(await running).toBe(100);
  expect(base.has(price.node())).toBe(false);
});

test("[S8] read-outs answer for the innermost entry of the flow that asks", async () => {
  const base = new Context("base");
  const child = base.fork("child");
  const first = child.run(async () => {
    await gate.promise;
    spot();
    return child.get(spot.node());
  });
  base.tweak(spot.node(), 80);
  const second = child.run(async () => {
    await gate.promise;
    spot();
    return child.get(spot.node());
  });
  gate.resolve();

  expect(await Promise.all([first, second])).toEqual([100, 80]);
});

test("[S6] a dynamic context in use under one parent in one flow cannot be entered under another in a second", async () => {
  const [low, high] = [
    new Context("low", { parent: null }).tweak(spot.node(), 80),
    new Context("high", { parent: null }).tweak(spot.node(), 120),
  ];
  const probe = new Context("probe");
  const first = low.run(
    async () =>
      await probe.run(async () => {
        await gate.promise;
        return spot();
      }),
  );
  await turn();

  expect(thrown(() => high.run(() => probe.run(() => spot())))).toBeInstanceOf(ContextBusyError);
  expect(low.run(() => probe.run(() => spot()))).toBe(80);
  gate.resolve();
  expect(await first).toBe(80);
  expect(high.run(() => probe.run(() => spot()))).toBe(120);
});

test("[S9] a context is not left while any flow is in it: with `retain: false` its cache stays until then", async () => {
  const base = new Context("base", { retain: false });
  const first = base.run(async () => {
    await price();
    await gate.promise;
    return await price();
  });
  await turn();
  await turn();
  base.run(() => spot());
  gate.resolve();

  expect(await first).toBe(200);
  expect(ran).toEqual(["price"]);
  expect(base.has(price.node())).toBe(false);
});

test("[S11] restore while two flows are in the context acts in both", async () => {
  const base = new Context("base");
  const rate = memoize((): number => 1);
  const child = base.fork("child").tweak(rate.node(), 2);
  const before = child.snapshot();
  child.tweak(rate.node(), 3);
  const read = async (): Promise<number[]> => {
    const first = rate();
    await gate.promise;
    return [first, rate(), spot()];
  };
  const one = child.run(async () => await read());
  base.tweak(spot.node(), 80);
  const two = child.run(async () => await read());
  child.restore(before);
  gate.resolve();

  expect(await one).toEqual([3, 2, 100]);
  expect(await two).toEqual([3, 2, 80]);
});

test("[S6] `Context.outside` in a run has no context, before and after an await", async () => {
  const base = new Context("base");
  const codes = await base.run(async () => {
    const found: unknown[] = [];
    const ask = (): void =>
      void found.push((thrown(() => Context.outside(() => spot())) as { code: string }).code);
    ask();
    await turn();
    ask();
    found.push(Context.current);
    return found;
  });

  expect(codes).toEqual(["OUTSIDE_CONTEXT", "OUTSIDE_CONTEXT", base]);
});
