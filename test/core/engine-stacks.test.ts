import { Context, memoize } from "@dug/core";
import { describe, expect, test } from "vitest";
import { Ghosts } from "../support/ghosts.ts";

describe("[S26] the engine's own stacks hold nothing after the outermost exit", () => {
  /** What goes through the engine's stacks in each of these ways, and how it ends. */
  const ways: Record<string, (ghosts: Ghosts) => void> = {
    "a value": (ghosts) => {
      const fn = memoize((): object => ghosts.make());
      new Context().evaluate(fn.node());
    },
    "a cached error": (ghosts) => {
      const fn = memoize((): never => {
        throw ghosts.make();
      });
      swallow(() => new Context().evaluate(fn.node()));
    },
    "an error that is not cached": (ghosts) => {
      const fn = memoize(
        (): never => {
          throw ghosts.make();
        },
        { cacheErrors: false },
      );
      const reader = memoize((): unknown => swallow(() => fn()));
      new Context().run(() => reader());
    },
    "an error that is not cached, without a run": (ghosts) => {
      const fn = memoize(
        (): never => {
          throw ghosts.make();
        },
        { cacheErrors: false },
      );
      swallow(() => new Context().evaluate(fn.node()));
      const entrance = new Context().enter();
      swallow(() => fn());
      entrance[Symbol.dispose]();
    },
    "a cycle": (ghosts) => {
      const held = ghosts.make();
      const one = memoize((): unknown => [held, two()]);
      const two = memoize((): unknown => [held, one()]);
      swallow(() => new Context().evaluate(one.node()));
    },
    "an overflow of the stack": (ghosts) => {
      const held = ghosts.make();
      const deep = memoize((n: number): unknown => [held, deep(n + 1)]);
      swallow(() => new Context().evaluate(deep.node(0)));
    },
    "a failing callback of a shift": (ghosts) => {
      const fn = memoize((): object => ghosts.make());
      const base = new Context().tweakAll(fn, (value) => {
        throw value();
      });
      swallow(() => base.evaluate(fn.node()));
    },
    "a context left open": (ghosts) => {
      const fn = memoize((): object => {
        new Context().enter();
        return ghosts.make();
      });
      swallow(() => new Context().evaluate(fn.node()));
    },
    "what ran outside": (ghosts) => {
      const fn = memoize((): object => ghosts.make());
      new Context().run(() => Context.outside(() => new Context().evaluate(fn.node())));
    },
    "a reused evaluation": (ghosts) => {
      const source = memoize((): number => 1);
      const fn = memoize((): object => (source(), ghosts.make()));
      const base = new Context();
      base.evaluate(fn.node());
      base.tweak(source.node(), 2).tweak(source.node(), 1);
      base.evaluate(fn.node());
    },
    "a verified hit": (ghosts) => {
      const fn = memoize((): object => ghosts.make());
      const base = new Context("", { verify: 1 });
      base.evaluate(fn.node());
      base.evaluate(fn.node());
    },
    "an inner context": (ghosts) => {
      const fn = memoize((): object => ghosts.make());
      const outer = memoize((): unknown => new Context().run(() => fn()));
      new Context().evaluate(outer.node());
    },
  };

  test.each(Object.keys(ways))("%s", async (way) => {
    const ghosts = new Ghosts();
    ways[way]?.(ghosts);

    expect(ghosts.made).toBeGreaterThan(0);
    expect(await ghosts.alive()).toBe(0);
    expect(() => Context.current).toThrow(expect.objectContaining({ code: "OUTSIDE_CONTEXT" }));
  });
});

function swallow(body: () => unknown): unknown {
  try {
    return body();
  } catch {
    return undefined;
  }
}
