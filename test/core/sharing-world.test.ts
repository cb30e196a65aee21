import { describe, expect, test } from "vitest";
import { Context, memoize, shift } from "@dug/core";

let ran: string[] = [];

describe("[S16a, S17] sharing while the world changes", () => {
  test("[S17] an input may read more than before, or less: what is usable decides", () => {
    ran = [];
    let world = "short";
    const a = memoize(() => 1);
    const input = memoize(() => (ran.push(world), world === "long" ? a() : 0), { input: true });
    const base = new Context("base", { parent: null, share: true });
    const fork = (): Context => base.fork().tweak(a.node(), 1); // so that all read an equal value
    const [first, second, third] = [fork(), fork(), fork()];
    expect(first.run(input)).toBe(0);
    world = "long";
    for (const context of [second, third]) context.refresh();
    expect([second, third].map((context) => context.run(input))).toEqual([1, 1]);
    expect(ran).toEqual(["short", "long"]);
    world = "short";
    for (const context of [first, second]) context.refresh();
    expect([first, second].map((context) => context.run(input))).toEqual([0, 0]);
    expect(ran).toEqual(["short", "long", "short"]);
  });

  test("[S16a] a shift is applied again once its node is invalidated, there and nowhere else", () => {
    ran = [];
    const x = memoize(() => 1);
    const up = shift((value: number) => (ran.push("up"), value + 1));
    const base = new Context("base", { parent: null, share: true });
    const [first, second, third] = [1, 2, 3].map(() => base.fork().tweak(x.node(), up));
    expect(first?.evaluate(x.node())).toBe(2);
    second?.invalidate(x.node());
    expect(third?.evaluate(x.node())).toBe(2); // takes the first one's, as old as it is
    expect(ran).toEqual(["up"]);
    expect(second?.evaluate(x.node())).toBe(2);
    expect(ran).toEqual(["up", "up"]);
  });

  test("[S16a] what only invalidated evaluations read is not evaluated, and can close no cycle", () => {
    let world = "a";
    const a = memoize(() => 1);
    const isRing = memoize(() => false);
    const b = memoize((): number => (isRing() ? pick() : 2));
    const pick = memoize((): number => (world === "a" ? a() : b()), { input: true });
    const base = new Context("base", { parent: null, share: true });
    expect(base.fork().evaluate(pick.node())).toBe(1);
    world = "b";
    expect(base.fork().refresh().evaluate(pick.node())).toBe(2);
    world = "a";
    const child = base.fork().refresh();
    expect(child.evaluate(pick.node())).toBe(1);
    expect(child.has(b.node())).toBe(false);
    const ring = base.fork().refresh().tweak(isRing.node(), true);
    expect(ring.evaluate(pick.node())).toBe(1); // b would call it back
  });

  test("[S16a] nor while others are usable, nor what all of the invalidated ones read first", () => {
    let world = "a";
    const first = memoize(() => 0);
    const a = memoize(() => 1);
    const b = memoize(() => 2);
    const pick = memoize(() => (world === "b" ? b() : first() + a()), { input: true });
    const base = new Context("base", { parent: null, share: true });
    const [, second, third] = [1, 2, 3].map((value) => {
      const context = base.fork().tweak(a.node(), value);
      expect(context.evaluate(pick.node())).toBe(value);
      return context;
    });
    world = "b";
    const child = base.fork().refresh();
    expect(child.evaluate(pick.node())).toBe(2);
    expect([first, a].map((fn) => child.has(fn.node()))).toEqual([false, false]);
    const other = base.fork();
    for (const context of [second, third, other]) context?.refresh();
    expect(second?.evaluate(pick.node())).toBe(2);
    expect(other.evaluate(pick.node())).toBe(2);
    expect([first, a, b].map((fn) => other.has(fn.node()))).toEqual([false, false, true]);
  });

  test("[S17, S26] what is shared outlives who made it, and is freed by `forgetShared`", async () => {
    const x = memoize(() => ({ value: 1 }));
    const y = memoize(() => ({ value: x().value }));
    const base = new Context("base", { parent: null, share: true });
    const up = shift(({ value }: { value: number }) => ({ value: value + 1 }));
    const made = (): WeakRef<object>[] => {
      const child = base.fork().tweak(x.node(), up);
      return [child.evaluate(x.node()), child.evaluate(y.node())].map(
        (value) => new WeakRef(value),
      );
    };
    const collected = async (held: readonly WeakRef<object>[]): Promise<boolean[]> => {
      base.compact(); // lets go of inline caches, which may hold one value of each node
      await new Promise((resolve) => setTimeout(resolve));
      globalThis.gc?.();
      return held.map((ref) => ref.deref() === undefined);
    };
    const held = made();
    expect(await collected(held)).toEqual([false, false]);
    expect(base.sharing?.evaluations).toBe(3); // x in the base, its shift, and y
    base.forgetShared();
    expect(await collected(held)).toEqual([true, true]);
    expect(base.sharing).toMatchObject({ nodes: 0, evaluations: 0 });
  });
});
