import { add, Context, CycleError, flow, here, LateCallError, memoize, signal } from "@dug/core";
import { expect, test } from "vitest";
import { deferred, rejection, thrown, turn } from "../../support/deferred.ts";

type Steps<R> = Generator<unknown, R, never>;

const ran: string[] = [];
const spot = memoize("spot", (): number => (ran.push("spot"), 100));
const slow = memoize(
  "slow",
  flow(function* (n: number): Steps<number> {
    ran.push(`slow ${n}`);
    yield turn();
    return spot() * n;
  }),
);
const sum = memoize(
  "sum",
  flow(function* (): Steps<number> {
    ran.push("sum");
    const [one, two]: readonly [number, number] = yield Promise.all([slow(1), slow(2)]);
    yield turn();
    return one + two + spot();
  }),
);

function ranMeanwhile(): readonly string[] {
  return ran.splice(0);
}

test("[S22h] after its yields a flow reads its own context, and each call is a dependency", async () => {
  const base = new Context("base");
  const child = base.fork("child").tweak(spot.node(), 80);
  const calls = [base.evaluate(sum.node()), child.evaluate(sum.node())];
  expect(thrown(() => Context.current)).toMatchObject({ code: "OUTSIDE_CONTEXT" });

  expect(await Promise.all(calls)).toEqual([400, 320]);
  for (const context of [base, child]) {
    const dependencies = [sum.node(), slow.node(1), slow.node(2)].map((node) =>
      context.dependencies(node).map(String).toArray(),
    );
    expect(dependencies).toEqual([["slow(1)", "slow(2)", "spot()"], ["spot()"], ["spot()"]]);
  }
});

test("[S22c] callers at the same time share one run, and those after it what is stored", async () => {
  ranMeanwhile();
  const base = new Context();
  const calls = [base.evaluate(sum.node()), base.evaluate(sum.node()), base.evaluate(slow.node(1))];

  expect(await Promise.all(calls)).toEqual([400, 400, 100]);
  expect(await base.evaluate(sum.node())).toBe(400);
  expect(ranMeanwhile().toSorted()).toEqual(["slow 1", "slow 2", "spot", "sum"]);
});

test("[S16] a change runs again what reads it, and nothing else", async () => {
  const base = new Context();
  await base.evaluate(sum.node());
  ranMeanwhile();
  base.tweak(slow.node(2), add(1));

  expect(await base.evaluate(sum.node())).toBe(401);
  expect(ranMeanwhile()).toEqual(["sum"]);
});

test("[S22a] a pending evaluation sees its context as it was at the call; a run is live", async () => {
  const gate = deferred();
  const held = memoize(
    flow(function* (): Steps<number> {
      yield gate.promise;
      return spot();
    }),
  );
  const base = new Context();
  const before = base.evaluate(held.node());
  const live = base.run(
    flow(function* (): Steps<number> {
      yield gate.promise;
      return spot();
    }),
  );
  base.tweak(spot.node(), 5);
  const after = base.evaluate(held.node());
  gate.resolve();

  expect(await Promise.all([before, live, after])).toEqual([100, 5, 5]);
});

test("[S22e] here() leads a callback back to its flow, until that has settled", async () => {
  const emitter = new EventTarget();
  const gate = deferred();
  const places: { run<R>(body: () => R): R }[] = [];
  const listening = memoize(
    flow(function* (): Steps<number> {
      yield turn();
      const place = here();
      places.push(place);
      let heard = 0;
      emitter.addEventListener("tick", () => (heard = place.run(() => spot())), { once: true });
      yield gate.promise;
      return heard;
    }),
  );
  const base = new Context().tweak(spot.node(), 30);
  const call = base.evaluate(listening.node());
  await turn();
  emitter.dispatchEvent(new Event("tick"));
  gate.resolve();

  expect(await call).toBe(30);
  expect(base.dependencies(listening.node()).map(String).toArray()).toEqual(["spot()"]);
  expect(thrown(() => places[0]?.run(() => spot()))).toBeInstanceOf(LateCallError);
});

test("[S22f] abort rejects at once, reaches a fetch, and stores nothing", async () => {
  const loading = memoize(
    flow(function* (path: string): Steps<number> {
      const response: Response = yield fetch(path, { signal: signal() });
      const text: string = yield response.text();
      return Number(text);
    }),
  );
  const base = new Context();
  const stop = new AbortController();
  const reason = new Error("no longer wanted");
  const aborted: unknown[] = [];
  const watched = memoize(
    flow(function* (): Steps<number> {
      const own = signal();
      own.addEventListener("abort", () => aborted.push(own.reason));
      return yield loading("/never");
    }),
  );
  const call = base.evaluate(watched.node(), { signal: stop.signal });
  await turn();
  stop.abort(reason);

  expect(await rejection(call)).toBe(reason);
  await turn();
  expect(aborted).toEqual([reason]);
  expect(base.pending()).toEqual([]);
  expect([watched.node(), loading.node("/never")].map((node) => base.has(node))).toEqual([
    false,
    false,
  ]);
  expect(await base.evaluate(loading.node("/quote"))).toBe(125);
  expect(base.get(loading.node("/quote"))).toBe(125);
});

test("[S20] a cycle through flows rejects, and nothing hangs", async () => {
  const ring: () => Promise<number> = memoize(
    flow(function* (): Steps<number> {
      yield turn();
      return yield ring();
    }),
  );
  const call = new Context().run(
    flow(function* (): Steps<number> {
      return yield ring();
    }),
  );
  expect(await rejection(call)).toBeInstanceOf(CycleError);
});

test("[S22g] the browser hears of a rejection that nobody handles, and of no other", async () => {
  const mistake = new Error("nobody caught it");
  const failing = memoize(
    flow(function* (): Steps<number> {
      yield turn();
      throw mistake;
    }),
  );
  const reasons: unknown[] = [];
  const unhandled = deferred();
  const listener = (event: PromiseRejectionEvent): void => {
    event.preventDefault();
    reasons.push(event.reason);
    unhandled.resolve();
  };
  globalThis.addEventListener("unhandledrejection", listener);
  expect(await rejection(new Context().evaluate(failing.node()))).toBe(mistake);
  await turn();
  expect(reasons).toEqual([]);
  void new Context().evaluate(failing.node());
  await unhandled.promise;
  globalThis.removeEventListener("unhandledrejection", listener);
  expect(reasons).toEqual([mistake]);
});
