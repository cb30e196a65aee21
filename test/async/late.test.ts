import { Context, here, LateCallError, memoize, OutsideContextError, signal } from "@dug/core";
import { afterEach, expect, test } from "vitest";
import { type Deferred, deferred, rejection, thrown, turn } from "../support/deferred.ts";

const ran: string[] = [];
let gate: Deferred<void> = deferred();
afterEach(() => {
  ran.length = 0;
  gate = deferred();
});

const leaf = memoize("late/leaf", (): number => (ran.push("leaf"), 1));
const slow = memoize("late/slow", async (): Promise<number> => (ran.push("slow"), 1));

/** What a call in a callback that an evaluation left behind came to. */
function lateCall(body: () => unknown): { author: () => Promise<number>; found: Promise<unknown> } {
  const found = deferred<unknown>();
  const author = memoize(async (): Promise<number> => {
    void (async () => {
      await gate.promise;
      try {
        found.resolve(["returned", body()]);
      } catch (error) {
        found.resolve(error);
      }
    })();
    return 7;
  });
  return { author, found: found.promise };
}

test("[S22e] a memoised call made after its frame has settled throws LateCallError and is never evaluated", async () => {
  for (const call of [() => leaf(), () => slow()]) {
    gate = deferred();
    const { author, found } = lateCall(call);
    const base = new Context();
    expect(await base.run(async () => await author())).toBe(7);
    gate.resolve();
    const error = await found;

    expect(error).toBeInstanceOf(LateCallError);
    expect(error).toBeInstanceOf(OutsideContextError);
    expect(ran).toEqual([]);
    expect([leaf, slow].map((fn) => base.has(fn.node()))).toEqual([false, false]);
  }
});

test("[S22e] the error names the node", async () => {
  const found = deferred<unknown>();
  const author = memoize("late/author", async (): Promise<number> => {
    void gate.promise.then(() => found.resolve(thrown(() => leaf())));
    return 7;
  });
  await new Context().evaluate(author.node());
  gate.resolve();
  const error = await found.promise;

  expect(error).toBeInstanceOf(LateCallError);
  expect(String((error as LateCallError).node)).toMatch(/^late\/(author|leaf)\(\)$/);
  expect((error as LateCallError).message).toContain(String((error as LateCallError).node));
});

test("[S22e] nor is it put down to its author, or to another evaluation that is under way", async () => {
  const { author, found } = lateCall(() => leaf());
  const otherGate = deferred();
  const other = memoize(async (): Promise<number> => {
    await gate.promise;
    await otherGate.promise;
    return 2;
  });
  const base = new Context();
  const pending = base.evaluate(other.node());
  const authorNode = memoize(async (): Promise<number> => await author());
  await base.evaluate(authorNode.node());
  gate.resolve();
  expect(await found).toBeInstanceOf(LateCallError);
  otherGate.resolve();

  expect(await pending).toBe(2);
  expect([...base.dependencies(other.node())]).toEqual([]);
  expect([...base.dependants(leaf.node())]).toEqual([]);
  expect(base.get(authorNode.node())).toBe(7);
});

test("[S22e] the frame that is still open may call, whatever settled inside it", async () => {
  const inner = memoize(async (): Promise<number> => 1);
  const outer = memoize(async (): Promise<number> => {
    await inner();
    await gate.promise;
    return leaf() + (await slow());
  });
  const base = new Context();
  const promise = base.evaluate(outer.node());
  await turn();
  gate.resolve();

  expect(await promise).toBe(2);
});

test("[S22e] after a run has settled its callbacks are late, too", async () => {
  const found = deferred<unknown>();
  await new Context().run(async () => {
    void gate.promise.then(() => found.resolve(thrown(() => leaf())));
    await turn();
  });
  gate.resolve();

  expect(await found.promise).toBeInstanceOf(LateCallError);
  expect(ran).toEqual([]);
});

test("[S22e] after a rejection as after a value", async () => {
  const found = deferred<unknown>();
  const failing = memoize(async (): Promise<number> => {
    void gate.promise.then(() => found.resolve(thrown(() => leaf())));
    throw new Error("failed");
  });
  await rejection(new Context().evaluate(failing.node()));
  gate.resolve();

  expect(await found.promise).toBeInstanceOf(LateCallError);
});

test("[S22e] a handle of a settled frame is late, and so is its signal", async () => {
  let handle: ReturnType<typeof here> | undefined;
  const holder = memoize(async (): Promise<number> => {
    handle = here();
    expect(handle.run(() => leaf())).toBe(1);
    return 1;
  });
  const base = new Context();
  await base.evaluate(holder.node());
  ran.length = 0;

  expect(thrown(() => handle?.run(() => leaf()))).toBeInstanceOf(LateCallError);
  expect(thrown(() => handle?.run(() => ran.push("body")))).toBeInstanceOf(LateCallError);
  expect(ran).toEqual([]);

  const { author, found } = lateCall(() => signal());
  await base.run(async () => await author());
  gate.resolve();
  expect(await found).toBeInstanceOf(LateCallError);
});

test("[S22e] a handle of a settled run is late", async () => {
  const handle = await new Context().run(async () => {
    await turn();
    return here();
  });

  expect(thrown(() => handle.run(() => leaf()))).toBeInstanceOf(LateCallError);
});

test("[S22e] a handle of an open frame makes its calls, from wherever it is used", async () => {
  const handles: ReturnType<typeof here>[] = [];
  const holder = memoize(async (): Promise<number> => {
    handles.push(here());
    await gate.promise;
    return 5;
  });
  const base = new Context().tweak(leaf.node(), 30);
  const promise = base.evaluate(holder.node());
  const other = new Context("other");

  expect(handles[0]?.run(() => leaf())).toBe(30);
  expect(other.run(() => handles[0]?.run(() => leaf()))).toBe(30);
  expect(other.run(() => (handles[0]?.run(() => leaf()), Context.current))).toBe(other);
  expect(thrown(() => Context.current)).toBeInstanceOf(OutsideContextError);
  const asynchronous = handles[0]?.run(() => slow());
  expect(await asynchronous).toBe(1);
  gate.resolve();
  await promise;
  expect([...base.dependencies(holder.node())]).toEqual([leaf.node(), slow.node()]);
  expect(other.has(leaf.node())).toBe(false);
});

test("[S22e] what is thrown in a handle is thrown on, and the frame lives", async () => {
  const mistake = new Error("in the handle");
  const holder = memoize(async (): Promise<number> => {
    const handle = here();
    await turn();
    expect(
      thrown(() =>
        handle.run(() => {
          throw mistake;
        }),
      ),
    ).toBe(mistake);
    return leaf();
  });

  expect(await new Context().evaluate(holder.node())).toBe(1);
});

test("[S22e] a handle from a synchronous evaluation, used within it", () => {
  const holder = memoize((): number => {
    const handle = here();
    return [1, 2].map(() => handle.run(() => leaf())).reduce((a, b) => a + b);
  });
  const base = new Context();

  expect(base.evaluate(holder.node())).toBe(2);
  expect([...base.dependencies(holder.node())]).toEqual([leaf.node()]);
});

test("[S22e] late calls in code that was given no context stay what they were", async () => {
  expect(thrown(() => leaf())).toBeInstanceOf(OutsideContextError);
  expect(thrown(() => leaf())).not.toBeInstanceOf(LateCallError);
  await turn();
  expect(thrown(() => leaf())).not.toBeInstanceOf(LateCallError);
});

test("[S22e] whoever's evaluation is done before a late call of another is not disturbed", async () => {
  const { author, found } = lateCall(() => leaf());
  const base = new Context();
  await base.run(async () => await author());
  await base.evaluate(slow.node());
  gate.resolve();
  await found;

  expect(await base.evaluate(slow.node())).toBe(1);
  expect(base.run(() => leaf())).toBe(1);
  expect(ran).toEqual(["slow", "leaf"]);
});
