import { Context, DepthError, memoize } from "@dug/core";
import { afterEach, describe, expect, test } from "vitest";

const length = 100_000;

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** `link(n)` reads `link(n - 1)`, and the last one the sign of `source`. */
function links() {
  const source = memoize((): number => 1);
  const sign = memoize((): number => {
    ran.push("sign");
    return Math.sign(source());
  });
  const link = memoize((n: number): number => {
    ran.push(`link ${n}`);
    return n === 0 ? sign() : link(n - 1) + 1;
  });
  return { source: source.node(), sign: sign.node(), link, top: link.node(length) };
}

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe("[S23] nested plain calls beyond the JavaScript stack", { timeout: 60_000 }, () => {
  test("throw DepthError, with the engine's error as its cause and the way out in words", () => {
    const { link, top } = links();
    const base = new Context();
    const error = thrownBy(() => base.evaluate(top));

    expect(error).toBeInstanceOf(DepthError);
    expect(error).toMatchObject({ code: "DEPTH", cause: expect.any(RangeError) });
    expect(String(error)).toMatch(/far end first/);
    expect((error as DepthError).node.definition).toBe(link.node(0).definition);
    expect((error as DepthError).depth).toBeGreaterThan(100);
  });

  test("corrupt nothing: what is evaluated afterwards is right, from the far end and from elsewhere", () => {
    const { link, source, top } = links();
    const base = new Context();
    expect(thrownBy(() => base.evaluate(top))).toBeInstanceOf(DepthError);
    expect(thrownBy(() => Context.current)).toMatchObject({ code: "OUTSIDE_CONTEXT" });
    expect(base.has(top)).toBe(false);
    ran.length = 0;

    base.run(() => {
      for (let n = 0; n <= length; n += 500) link(n);
    });
    expect(base.evaluate(top)).toBe(length + 1);
    expect(ran).toHaveLength(length + 2);
    expect(base.fork().tweak(source, -1).evaluate(top)).toBe(length - 1);
  });

  test("corrupt nothing in the run that catches them: there, too, the chain can be evaluated from its far end", () => {
    const { link, top } = links();
    const base = new Context();
    base.run(() => {
      for (let i = 0; i < 3; i++) {
        expect(thrownBy(() => link(length))).toBeInstanceOf(DepthError);
        expect(Context.current).toBe(base);
      }
      for (let n = 0; n <= length; n += 250) expect(link(n)).toBe(n + 1);
    });

    expect(base.get(top)).toBe(length + 1);
  });

  test("corrupt nothing where each function catches what it can and reads on: nobody runs twice, none of them is cached", () => {
    const other = memoize((): number => 1);
    const careful = memoize((n: number): number => {
      ran.push(`careful ${n}`);
      let found = n;
      try {
        found = careful(n + 1);
      } catch {
        // The bottom.
      }
      try {
        return found * other();
      } catch {
        return found;
      }
    });
    for (let padding = 0; padding < 20; padding++) {
      const base = new Context();
      expect(beneath(padding, () => base.evaluate(careful.node(0)))).toBeGreaterThan(100);
      const runs = ran.splice(0);
      expect(runs).toEqual(runs.map((_, n) => `careful ${n}`));
      expect(thrownBy(() => Context.current)).toMatchObject({ code: "OUTSIDE_CONTEXT" });
      expect(runs.map((_, n) => base.has(careful.node(n))).filter(Boolean)).toEqual([]);
      base.tweak(careful.node(50), 7);

      expect(base.evaluate(careful.node(0))).toBe(7);
      expect([...base.dependencies(careful.node(0))]).toEqual([careful.node(1), other.node()]);
      expect(ran.splice(0)).toHaveLength(50);
    }
  });

  test("leave no context entered", () => {
    const nested = memoize((n: number): number =>
      new Context().run(() => new Context().run(() => nested(n + 1))),
    );
    const base = new Context();
    expect(thrownBy(() => base.evaluate(nested.node(0)))).toBeInstanceOf(DepthError);
    expect(thrownBy(() => Context.current)).toMatchObject({ code: "OUTSIDE_CONTEXT" });
    const elsewhere = new Context();
    elsewhere.run(() => {
      base.tweak(nested.node(5), 3);
    });

    expect(base.evaluate(nested.node(0))).toBe(3);
  });

  test("leave the rest of the cache as it was", () => {
    const { link, top } = links();
    const base = new Context();
    base.evaluate(link.node(20));
    const before = base.snapshot();
    thrownBy(() => base.evaluate(top));

    expect(base.get(link.node(20))).toBe(21);
    expect(before.diff(base.snapshot()).changed).toEqual([]);
    expect(before.diff(base.snapshot()).removed).toEqual([]);
    for (const node of before.diff(base.snapshot()).added)
      expect(base.get(node)).toBe((node.args[0] as number) + 1);
  });

  test("through shifts and inner contexts, too", () => {
    const { link } = links();
    const base = new Context().tweakAll(link, (value) => value() * 2);
    const context = base.fork().tweakAll(link, (value) => value() + 1);

    expect(thrownBy(() => context.evaluate(link.node(length)))).toBeInstanceOf(DepthError);
    expect(context.evaluate(link.node(3))).toBe(4 * 2 + 1);
  });
});

/** Calls a function so many plain calls deeper: for the stack to end somewhere else in the engine. */
function beneath<R>(padding: number, body: () => R): R {
  return padding === 0 ? body() : beneath(padding - 1, body);
}
