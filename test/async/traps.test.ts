import { AsyncResource } from "node:async_hooks";
import {
  Context,
  ContextOrderError,
  CycleError,
  DepthError,
  here,
  LateCallError,
  memoize,
  namespace,
  OutsideContextError,
  UndeclaredAsyncError,
} from "@dug/core";
import { afterEach, describe, expect, test } from "vitest";
import { type Deferred, deferred, rejection, standing, thrown, turn } from "../support/deferred.ts";

const named = namespace("traps");
const ran: string[] = [];
let gate: Deferred<void> = deferred();
afterEach(() => {
  ran.length = 0;
  gate = deferred();
});

const spot = named.memoize("spot", (): number => (ran.push("spot"), 100));
const leaf = named.memoize("leaf", (n: number): number => (ran.push(`leaf ${n}`), n));

describe("1: a context entered across an await", () => {
  test("[S10] in an async function with nothing around it does not leak to others", async () => {
    const crash = new Context("crash").tweak(spot.node(), 50);
    const author = async (): Promise<unknown> => {
      const left = crash.enter();
      await gate.promise;
      const call = thrown(() => spot());
      return [call, thrown(() => left[Symbol.dispose]())];
    };
    const promise = author();
    const bystander = Promise.resolve().then(() => thrown(() => spot()));
    await turn();
    expect(thrown(() => spot())).toBeInstanceOf(OutsideContextError);
    gate.resolve();

    expect(await promise).toEqual([expect.any(OutsideContextError), expect.any(ContextOrderError)]);
    await bystander; // queued before or after the engine's checkpoint: no rule says what it saw
  });

  test("[S10] in a run makes its author fail", async () => {
    const base = new Context("base");
    const crash = new Context("crash").tweak(spot.node(), 50);
    const author = base.run(async () => {
      crash.enter();
      await gate.promise;
      return spot();
    });
    const other = base.run(async () => {
      await gate.promise;
      return spot();
    });
    gate.resolve();

    expect(await rejection(author)).toBeInstanceOf(ContextOrderError);
    expect(await other).toBe(100);
  });
});

async function helper(): Promise<number> {
  await turn();
  return 1;
}

describe("2: a promise where nobody declared one", () => {
  test("[S22b] `base.run(() => helper())` with an async helper", () => {
    expect(thrown(() => new Context().run(() => helper()))).toBeInstanceOf(UndeclaredAsyncError);
  });

  test("[S22b] a memoised plain function that returns `fetch(…).then(…)`", () => {
    const fetched = memoize((): Promise<number> => Promise.resolve("7").then(Number));

    expect(thrown(() => new Context().evaluate(fetched.node()))).toBeInstanceOf(
      UndeclaredAsyncError,
    );
  });
});

test("3: [S22e] a memoised call in a timer of a settled frame is late", async () => {
  const found = deferred<unknown>();
  const author = memoize(async (): Promise<number> => {
    setTimeout(() => found.resolve(thrown(() => spot())));
    return 1;
  });
  const base = new Context();
  await base.evaluate(author.node());

  expect(await found.promise).toBeInstanceOf(LateCallError);
  expect(ran).toEqual([]);
  expect([...base.dependencies(author.node())]).toEqual([]);
});

/** An emitter, as there are many. */
class Emitter {
  readonly #listeners: (() => void)[] = [];
  on(listener: () => void): void {
    this.#listeners.push(listener);
  }
  emit(): void {
    for (const listener of this.#listeners.splice(0)) listener();
  }
}

/** A batcher: keys asked for in one turn are resolved together, in the frame of the first who asked. */
function batcher(resolve: (key: number) => number): (key: number) => Promise<number> {
  let batch: { key: number; resolve: (value: number) => void }[] = [];
  return (key) =>
    new Promise((done) => {
      batch.push({ key, resolve: done });
      if (batch.length > 1) return;
      queueMicrotask(() => {
        const due = batch;
        batch = [];
        for (const each of due) each.resolve(resolve(each.key));
      });
    });
}

describe("4: callbacks that others call", () => {
  test("[S22e] a listener registered in one node and emitted in another runs for the other", async () => {
    const emitter = new Emitter();
    const registering = memoize(async (): Promise<number> => {
      emitter.on(() => leaf(1));
      await gate.promise;
      return 1;
    });
    const emitting = memoize(async (): Promise<number> => {
      await turn();
      emitter.emit();
      return 2;
    });
    const base = new Context();
    const calls = [base.evaluate(registering.node()), base.evaluate(emitting.node())];
    await turn();
    await turn();
    gate.resolve();
    await Promise.all(calls);

    expect([...base.dependencies(registering.node())]).toEqual([]);
    expect([...base.dependencies(emitting.node())]).toEqual([leaf.node(1)]);
  });

  test("[S22e] `here()` mends it", async () => {
    const emitter = new Emitter();
    const registering = memoize(async (): Promise<number> => {
      const handle = here();
      emitter.on(() => void handle.run(() => leaf(1)));
      await gate.promise;
      return 1;
    });
    const emitting = memoize(async (): Promise<number> => {
      await turn();
      emitter.emit();
      return 2 + leaf(2);
    });
    const base = new Context();
    const calls = [base.evaluate(registering.node()), base.evaluate(emitting.node())];
    await turn();
    await turn();
    gate.resolve();
    await Promise.all(calls);

    expect([...base.dependencies(registering.node())]).toEqual([leaf.node(1)]);
    expect([...base.dependencies(emitting.node())]).toEqual([leaf.node(2)]);
  });

  test("[S22e] across contexts, too: what is called through the handle sees the context of its frame", async () => {
    const emitter = new Emitter();
    const seen: number[] = [];
    const registering = memoize(async (): Promise<number> => {
      const handle = here();
      emitter.on(() => void seen.push(handle.run(() => spot())));
      await gate.promise;
      return 1;
    });
    const base = new Context();
    const call = base.fork().tweak(spot.node(), 80).evaluate(registering.node());
    base.run(() => emitter.emit());
    emitter.on(() => undefined);
    gate.resolve();
    await call;

    expect(seen).toEqual([80]);
    expect(base.has(spot.node())).toBe(false);
  });

  test("[S22e] a callback bound inside a synchronous evaluation is not put down to it when that has settled", async () => {
    let bound: (() => unknown) | undefined;
    const binding = memoize((): number => {
      bound = AsyncResource.bind(() => thrownOr(() => leaf(3)));
      return 1;
    });
    const base = new Context();
    base.evaluate(binding.node());
    bound?.();

    expect([...base.dependencies(binding.node())]).toEqual([]);
    expect([...base.dependants(leaf.node(3))]).toEqual([]);
  });

  test("[S22e] a handle taken in a synchronous evaluation is late when that has settled", () => {
    let handle: ReturnType<typeof here> | undefined;
    const taking = memoize((): number => {
      handle = here();
      return 1;
    });
    new Context().evaluate(taking.node());

    expect(thrown(() => handle?.run(() => leaf(3)))).toBeInstanceOf(OutsideContextError);
    expect(ran).toEqual([]);
  });

  test("[S22e] a batcher gives the first caller every dependency", async () => {
    const load = batcher((key) => leaf(key));
    const row = memoize(async (key: number): Promise<number> => await load(key));
    const base = new Context();
    await Promise.all([1, 2].map((key) => base.evaluate(row.node(key))));

    expect([...base.dependencies(row.node(1))]).toEqual([leaf.node(1), leaf.node(2)]);
    expect([...base.dependencies(row.node(2))]).toEqual([]);
  });

  test("[S22e] resolving each key through its own `here()` mends it", async () => {
    const handles = new Map<number, ReturnType<typeof here>>();
    const load = batcher((key) => handles.get(key)?.run(() => leaf(key)) ?? -1);
    const row = memoize(async (key: number): Promise<number> => {
      handles.set(key, here());
      return await load(key);
    });
    const base = new Context();
    const rows = await Promise.all([1, 2].map((key) => base.evaluate(row.node(key))));

    expect(rows).toEqual([1, 2]);
    for (const key of [1, 2])
      expect([...base.dependencies(row.node(key))]).toEqual([leaf.node(key)]);
  });
});

test("5: [S22] an async generator made in one node and consumed in another: each gets what ran for it", async () => {
  async function* numbers(): AsyncGenerator<number> {
    for (let n = 0; n < 3; n++) {
      await Promise.resolve();
      yield leaf(n);
    }
  }
  const maker = memoize(async (): Promise<{ generator: AsyncGenerator<number> }> => {
    const generator = numbers();
    await generator.next();
    return { generator };
  });
  const consumer = memoize(async (): Promise<number[]> => {
    const { generator } = await maker();
    const found: number[] = [];
    for await (const n of generator) found.push(n);
    return found;
  });
  const base = new Context();

  expect(await base.evaluate(consumer.node())).toEqual([1, 2]);
  expect([...base.dependencies(maker.node())]).toEqual([leaf.node(0)]);
  expect([...base.dependencies(consumer.node())]).toEqual([
    maker.node(),
    leaf.node(1),
    leaf.node(2),
  ]);
});

test("6: [S20] two that wait for each other under `Promise.all`, neither the other's ancestor: CycleError, nothing hangs", async () => {
  const a: () => Promise<number> = named.memoize("a", async (): Promise<number> => {
    await turn();
    return await b();
  });
  const b = named.memoize("b", async (): Promise<number> => {
    await turn();
    return await a();
  });
  const both = named.memoize("both", async (): Promise<unknown[]> => {
    return await Promise.all([a(), b()]);
  });
  const base = new Context();
  const error = await rejection(base.evaluate(both.node()));

  expect(error).toBeInstanceOf(CycleError);
  expect((error as CycleError).nodes.map(String)).toEqual(["traps/a()", "traps/b()"]);
  expect(base.pending()).toEqual([]);
});

test("7: [S22d] `Promise.all([bad(), slow()])` settles while one is pending, and that is no dependency", async () => {
  const bad = named.memoize(
    "bad",
    async (): Promise<number> => {
      throw new Error("bad");
    },
    { cacheErrors: true },
  );
  const slow = named.memoize("slow", async (): Promise<number> => (await gate.promise, 1));
  const both = named.memoize(
    "bad and slow",
    async (): Promise<number[]> => await Promise.all([bad(), slow()]),
    { cacheErrors: true },
  );
  const base = new Context();

  expect(await rejection(base.evaluate(both.node()))).toMatchObject({ message: "bad" });
  expect([...base.dependencies(both.node())]).toEqual([bad.node()]);
  expect(base.pending().map(({ node }) => String(node))).toEqual(["traps/slow()"]);
  gate.resolve();
  await turn();
  expect(base.get(slow.node())).toBe(1);
  expect(base.pending()).toEqual([]);
});

test("8: [S22a] a node reads Z, waits, and reads Z again while somebody tweaks Z: it sees one Z", async () => {
  const reader = memoize(async (): Promise<number[]> => {
    const first = spot();
    await gate.promise;
    return [first, spot()];
  });
  const base = new Context();
  const call = base.evaluate(reader.node());
  base.tweak(spot.node(), 1);
  gate.resolve();

  expect(await call).toEqual([100, 100]);
});

test("9: [S22f] abort of one of two callers does not abort the other", async () => {
  const slow = memoize(async (): Promise<number> => (await gate.promise, spot()));
  const base = new Context();
  const stop = new AbortController();
  const aborted = base.evaluate(slow.node(), { signal: stop.signal });
  const other = base.evaluate(slow.node(), { signal: new AbortController().signal });
  stop.abort(new Error("enough"));

  expect(await standing(aborted)).toMatchObject({ kind: "error", error: { message: "enough" } });
  gate.resolve();
  expect(await other).toBe(100);
});

const server = new Context("server", { parent: null });

async function inCallback(body: () => unknown): Promise<unknown> {
  const found = deferred<unknown>();
  await new Context("starter").run(async () => {
    setTimeout(() => found.resolve(thrownOr(body)));
  });
  return await found.promise;
}

describe("10: a context opened in a callback that another context's run left behind", () => {
  test("[S22e] is late", async () => {
    expect(await inCallback(() => server.run(() => spot()))).toBeInstanceOf(LateCallError);
    expect(await inCallback(() => new Context().run(() => spot()))).toBeInstanceOf(LateCallError);
    expect(ran).toEqual([]);
  });

  test("[S6] `Context.outside` is the way, there or where it is started", async () => {
    expect(await inCallback(() => Context.outside(() => server.run(() => spot())))).toBe(100);

    const found = deferred<unknown>();
    await new Context("starter").run(async () => {
      Context.outside(() => {
        setTimeout(() => found.resolve(thrownOr(() => server.run(() => spot()))));
      });
    });
    expect(await found.promise).toBe(100);
  });
});

test(
  "11: [S23] asynchronous recursion without end, in ever new contexts, throws",
  { timeout: 60_000 },
  async () => {
    const depth = named.memoize("depth", async (): Promise<number> => 0);
    const endless = named.memoize("endless", async (): Promise<number> => {
      const at = await depth();
      const inner = new Context().tweak(depth.node(), at + 1);
      return await inner.run(async () => await endless());
    });
    const base = new Context();

    expect(await rejection(base.evaluate(endless.node()))).toBeInstanceOf(DepthError);
    expect(base.pending()).toEqual([]);
  },
);

/** What `body` returns, or what it throws. */
function thrownOr(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    return error;
  }
}
