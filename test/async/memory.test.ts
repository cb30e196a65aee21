import { Context, here, memoize, type Memoised } from "@dug/core";
import { expect, test } from "vitest";
import { type Deferred, deferred, rejection, turn } from "../support/deferred.ts";
import { Ghosts } from "../support/ghosts.ts";

interface Ticking {
  readonly ghosts: Ghosts;
  readonly source: Memoised<() => object>;
  /** Waits for its gate, then reads the source. */
  readonly waiting: Memoised<(n: number) => Promise<string>>;
  readonly quick: Memoised<() => Promise<string>>;
  readonly gate: Deferred<void>;
}

function ticking(): Ticking {
  const ghosts = new Ghosts();
  const gate = deferred();
  const source = memoize((): object => ghosts.make());
  const waiting = memoize(async (n: number): Promise<string> => {
    await gate.promise;
    return `${typeof source()} ${n}`;
  });
  const quick = memoize(async (): Promise<string> => {
    await Promise.resolve();
    return typeof source();
  });
  return { ghosts, source, waiting, quick, gate };
}

/** So many values may live on for each state that is kept: the cells hold what a state or two had last. */
const bound = 12;

/** In a function of its own, so that no variable of the test holds what it tweaks. */
async function tick(
  base: Context,
  { ghosts, source, quick }: Ticking,
  times: number,
): Promise<void> {
  for (let i = 0; i < times; i++) {
    base.tweak(source.node(), ghosts.make());
    await base.evaluate(quick.node());
  }
}

test("[S22d, S26] under a ticking tweak with nothing pending no states are kept", async () => {
  const each = ticking();
  const base = new Context();
  await tick(base, each, 400);

  expect(each.ghosts.made).toBe(400);
  expect(await each.ghosts.alive()).toBeLessThanOrEqual(bound);
  expect(base.has(each.quick.node())).toBe(true);
});

test("[S22d, S26] nor with an evaluation pending from the start", async () => {
  const each = ticking();
  const base = new Context();
  const old = base.evaluate(each.waiting.node(0));
  await tick(base, each, 400);
  expect(await each.ghosts.alive()).toBeLessThanOrEqual(bound);
  each.gate.resolve();

  expect(await old).toBe("object 0");
  expect(await base.evaluate(each.quick.node())).toBe("object");
  expect(await each.ghosts.alive()).toBeLessThanOrEqual(bound);
});

test("[S22d, S26] while evaluations wait, as many states are kept as they are pinned to, not more", async () => {
  const each = ticking();
  const base = new Context();
  const waiting: Promise<string>[] = [];
  for (let i = 0; i < 4; i++) {
    waiting.push(base.evaluate(each.waiting.node(i)));
    await tick(base, each, 400);
  }
  expect(each.ghosts.made).toBe(1600);
  expect(await each.ghosts.alive()).toBeLessThanOrEqual(5 * bound);
  each.gate.resolve();
  await Promise.all(waiting);

  expect(await each.ghosts.alive()).toBeLessThanOrEqual(bound);
  expect(base.pending()).toEqual([]);
});

test("[S22d, S26] in a child that is entered all the time while the parent ticks", async () => {
  const each = ticking();
  const base = new Context();
  const child = base.fork();
  const stop = deferred();
  const running = child.run(async () => {
    await stop.promise;
    return await each.quick();
  });
  await tick(base, each, 400);
  expect(await each.ghosts.alive()).toBeLessThanOrEqual(bound);
  stop.resolve();

  expect(await running).toBe("object");
  expect(await child.evaluate(each.quick.node())).toBe("object");
});

test("[S26] a root that is dropped while nothing is pending frees what its evaluations made", async () => {
  const { ghosts, quick } = ticking();
  await (async () => {
    await new Context().evaluate(quick.node());
    await new Context().run(async () => await quick());
  })();

  expect(ghosts.made).toBe(2);
  expect(await ghosts.alive()).toBe(0);
});

test("[S26] after a failure, an abort, a cycle and a late call nothing is held", async () => {
  const { ghosts, gate } = ticking();
  const failing = memoize(async (): Promise<never> => {
    await Promise.resolve();
    throw ghosts.make();
  });
  const waiting = memoize(async (): Promise<object> => {
    const made = ghosts.make();
    await gate.promise;
    return made;
  });
  const loop: () => Promise<unknown> = memoize(async (): Promise<unknown> => {
    const made = ghosts.make();
    await Promise.resolve();
    return [made, await loop()];
  });
  const holder = memoize(async (): Promise<string> => {
    const made = ghosts.make();
    here();
    void gate.promise.then(() => [made, failing()]).catch(() => undefined);
    return "late";
  });
  await (async () => {
    await rejection(new Context().evaluate(failing.node()));
    const stop = new AbortController();
    const call = new Context().evaluate(waiting.node(), { signal: stop.signal });
    await turn();
    stop.abort(new Error("enough"));
    await rejection(call);
    await rejection(new Context().run(async () => await loop()));
    await new Context().evaluate(holder.node());
    gate.resolve();
    await turn();
  })();

  expect(ghosts.made).toBe(4);
  expect(await ghosts.alive()).toBe(0);
});

test("[S26] the engine holds no evaluation that nobody can settle any more", async () => {
  const ghosts = new Ghosts();
  await (async () => {
    const never = memoize(async (): Promise<void> => {
      const made = ghosts.make();
      await new Promise(() => undefined);
      expect(made).toBeDefined();
    });
    void new Context().evaluate(never.node());
    await turn();
  })();

  expect(ghosts.made).toBe(1);
  expect(await ghosts.alive()).toBe(0);
});
