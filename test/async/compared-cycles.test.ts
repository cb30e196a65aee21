import { Context, CycleError, memoize, type Memoised } from "@dug/core";
import { checkInvariants } from "@dug/testing";
import { afterEach, expect, test } from "vitest";
import { deferred, rejection, standing, turn } from "../support/deferred.ts";

/** Which functions ran, in order. */
const ran: string[] = [];
afterEach(() => void ran.splice(0));

/** Two values of one tenth are equal. */
const roughly = (a: number, b: number): boolean => Math.floor(a / 10) === Math.floor(b / 10);

const level = memoize("comparedAsync.level", (): number => 10, { equals: roughly });
const mode = memoize("comparedAsync.mode", (): string => "plain");
/** Calls `ahead` at 10 exactly: at 11, which its `equals` takes for the same, it does not. */
const top = memoize("comparedAsync.top", async (): Promise<number> => {
  ran.push("top");
  return level() === 10 ? await ahead() : 7;
});
const ahead = memoize("comparedAsync.ahead", async (): Promise<number> => {
  ran.push("ahead");
  return mode() === "plain" ? 1 : (await back()) + 1;
});
const back = memoize("comparedAsync.back", async (): Promise<number> => {
  ran.push("back");
  await turn();
  return (await top()) + 1;
});
const all = [top, ahead, back];

async function warm(): Promise<Context> {
  const base = new Context();
  expect(await base.evaluate(top.node())).toBe(1);
  ran.length = 0;
  return base;
}

/** A context in which `back` calls `top`, which at 11 does not call `ahead`. */
async function roundabout(): Promise<Context> {
  return (await warm()).fork().tweak(level.node(), 11).tweak(mode.node(), "back");
}

test("[S16, S20] what is evaluated for a comparison alone closes no cycle among pending evaluations", async () => {
  const child = await roundabout();

  expect(await child.evaluate(top.node())).toBe(7);
  await turn();
  expect(ran).toEqual(["ahead", "back", "top"]);
  expect(await Promise.all(all.map((fn) => child.evaluate(fn.node())))).toEqual([7, 9, 8]);
  expect(ran).toEqual(["ahead", "back", "top"]);
  expect(child.pending()).toEqual([]);
  checkInvariants(child);
});

test("[S16, S20] nor does it whoever is called first, or all at once", async () => {
  for (const first of [[ahead], [back], [ahead, top], [back, ahead, top], [top, back, ahead]]) {
    const child = await roundabout();
    await Promise.all(first.map((fn) => child.evaluate(fn.node())));

    expect(await Promise.all(all.map((fn) => child.evaluate(fn.node())))).toEqual([7, 9, 8]);
    expect(ran.splice(0).toSorted()).toEqual(["ahead", "back", "top"]);
    expect(child.pending()).toEqual([]);
    checkInvariants(child);
  }
});

test("[S20] a ring of calls that a comparison comes upon is found, from wherever it is read, and is one error for all", async () => {
  for (const first of all) {
    const child = (await warm()).fork().tweak(mode.node(), "back");
    const error = await rejection(child.evaluate(first.node()));

    expect(error).toBeInstanceOf(CycleError);
    expect((error as CycleError).nodes.map(String)).toEqual([
      "comparedAsync.ahead()",
      "comparedAsync.back()",
      "comparedAsync.top()",
    ]);
    const outcomes = all.map((fn) => child.peek(fn.node()));
    expect(outcomes).toEqual(all.map(() => ({ kind: "error", error })));
    expect(ran.splice(0).toSorted()).toEqual(["ahead", "back", "top"]);
    child.tweak(mode.node(), "plain");
    expect(await child.evaluate(first.node())).toBe(first === back ? 2 : 1);
    ran.length = 0;
  }
});

test("[S16, S20] so it is where what is compared waits on a ring, of which one calls who compares", async () => {
  const gate = deferred();
  const isOn = memoize((): boolean => false);
  const one: Memoised<() => Promise<number>> = memoize(async (): Promise<number> => {
    if (!isOn()) return 1;
    try {
      return await two();
    } catch {
      await gate.promise;
      return await whole();
    }
  });
  const two = memoize(async (): Promise<number> => await one());
  const whole = memoize(async (): Promise<number> => (level() === 10 ? await one() : 7));
  const base = new Context();
  expect(await base.evaluate(whole.node())).toBe(1);
  const child = base.fork().tweak(level.node(), 11).tweak(isOn.node(), true);
  const running = child.evaluate(whole.node());
  expect((await standing(running)).kind).toBe("pending");
  gate.resolve();

  expect(await running).toBe(7);
  const errors = await Promise.all([one, two].map((fn) => rejection(child.evaluate(fn.node()))));
  expect(errors.map((error) => (error as CycleError).nodes.length)).toEqual([2, 2]);
  expect(child.pending()).toEqual([]);
});

test("[S16, S20] of several that are compared together the others are waited for", async () => {
  const gate = deferred();
  const isSlow = memoize((): boolean => false);
  const slow = memoize(async (): Promise<number> => {
    ran.push("slow");
    if (isSlow()) await gate.promise;
    return 5;
  });
  const both: Memoised<() => Promise<number>> = memoize(async (): Promise<number> => {
    ran.push("both");
    if (level() !== 10) return 7;
    const [a, b] = await Promise.all([slow(), round()]);
    return a + b;
  });
  const round = memoize(async (): Promise<number> => {
    ran.push("round");
    return mode() === "plain" ? 1 : (await both()) + 1;
  });
  const base = new Context();
  expect(await base.evaluate(both.node())).toBe(6);
  ran.length = 0;
  const child = base.fork().tweak(level.node(), 11).tweak(mode.node(), "back");
  child.tweak(isSlow.node(), true);
  const running = child.evaluate(both.node());
  expect((await standing(running)).kind).toBe("pending");
  gate.resolve();

  expect(await running).toBe(7);
  expect(await child.evaluate(round.node())).toBe(8);
  expect(ran).toEqual(["slow", "round", "both"]);
});

test("[S22f] who only compared with an evaluation holds it no longer: it is aborted with its last caller", async () => {
  const gate = deferred();
  const whole: Memoised<() => Promise<number>> = memoize(async (): Promise<number> =>
    level() === 10 ? await part() : 7,
  );
  const part = memoize(async (): Promise<number> => {
    if (mode() === "plain") return 1;
    const sum = (await whole()) + 1;
    await gate.promise;
    return sum;
  });
  const outer = memoize(async (): Promise<number> => await part());
  const base = new Context();
  expect(await base.evaluate(whole.node())).toBe(1);
  const child = base.fork().tweak(level.node(), 11).tweak(mode.node(), "back");
  expect(await child.evaluate(whole.node())).toBe(7);
  expect(child.pending().map(({ node }) => node)).toEqual([part.node()]);
  const stop = new AbortController();
  const running = child.evaluate(outer.node(), { signal: stop.signal });
  stop.abort("enough");

  expect(await rejection(running)).toBe("enough");
  expect(child.pending()).toEqual([]);
  gate.resolve();
  expect(await child.evaluate(outer.node())).toBe(8);
});

test("[S17, S20] what is evaluated to keep up with another context closes no cycle either", async () => {
  const gate = deferred();
  const slowTop: Memoised<() => Promise<number>> = memoize(async (): Promise<number> => {
    ran.push("slowTop");
    if (level() !== 10) return 7;
    const sum = await near();
    await gate.promise;
    return sum;
  });
  const near = memoize(async (): Promise<number> => {
    ran.push("near");
    return mode() === "plain" ? 1 : (await slowTop()) + 1;
  });
  const base = new Context("base", { share: true });
  const first = base.fork();
  const leading = first.evaluate(slowTop.node());
  await turn();
  const child = base.fork().tweak(level.node(), 11).tweak(mode.node(), "back");
  const following = child.evaluate(slowTop.node());
  await turn();
  gate.resolve();

  expect(await leading).toBe(1);
  expect(await following).toBe(7);
  expect(await child.evaluate(near.node())).toBe(8);
  expect(ran).toEqual(["slowTop", "near", "near", "slowTop"]);
});
