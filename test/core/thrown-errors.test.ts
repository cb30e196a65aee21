import { Context, DepthError, memoize, OutsideContextError } from "@dug/core";
import { afterEach, expect, test } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** A function that throws while its source is negative, and one that catches what it throws. */
function root(options?: { cacheErrors: boolean }) {
  const source = memoize((): number => -1);
  const square = memoize((): number => {
    ran.push("square");
    if (source() < 0) throw new Error(`negative: ${source()}`);
    return Math.sqrt(source());
  }, options);
  const safe = memoize((): number => {
    ran.push("safe");
    try {
      return square();
    } catch {
      return 0;
    }
  });
  const above = memoize((): number => {
    ran.push("above");
    return square() + 1;
  });
  return { source: source.node(), square: square.node(), safe: safe.node(), above: above.node() };
}

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test("[S19] an error is cached and rethrown, the same object", () => {
  const { square } = root();
  const base = new Context();
  const error = thrownBy(() => base.evaluate(square));

  expect(error).toBeInstanceOf(Error);
  expect(thrownBy(() => base.evaluate(square))).toBe(error);
  expect(ran).toEqual(["square"]);
});

test("[S19] it is thrown on through those who did not catch it, as theirs", () => {
  const { square, above } = root();
  const base = new Context();
  const error = thrownBy(() => base.evaluate(above));

  expect(thrownBy(() => base.evaluate(square))).toBe(error);
  expect(base.peek(above)).toEqual({ kind: "error", error });
  expect(ran).toEqual(["above", "square"]);
});

test("[S19] it is cached with its dependencies, until one of them changes", () => {
  const { source, square } = root();
  const base = new Context();
  const error = thrownBy(() => base.evaluate(square));
  expect([...base.dependencies(square)]).toEqual([source]);
  base.tweak(source, 4);

  expect(base.has(square)).toBe(false);
  expect(base.evaluate(square)).toBe(2);
  base.tweak(source, -1);
  expect(thrownBy(() => base.evaluate(square))).not.toBe(error);
  expect(ran).toEqual(["square", "square", "square"]);
});

test("[S19] a dependant that caught it depends on it", () => {
  const { source, square, safe } = root();
  const base = new Context();
  expect(base.evaluate(safe)).toBe(0);
  expect([...base.dependencies(safe)]).toEqual([square]);
  base.tweak(source, 9);

  expect(base.evaluate(safe)).toBe(3);
});

test("[S19] and is found cached together with it", () => {
  const { square, safe } = root();
  const base = new Context();
  base.evaluate(safe);

  expect([base.has(square), base.has(safe)]).toEqual([true, true]);
  expect(base.get(square)).toBe(undefined);
  expect(base.get(safe)).toBe(0);
  base.evaluate(safe);
  expect(ran).toEqual(["safe", "square"]);
});

test("[S19] whatever is thrown: undefined, a string, a frozen object", () => {
  for (const thrown of [undefined, "down", Object.freeze({ code: 1 }), null, NaN]) {
    const failing = memoize((): never => {
      ran.push("failing");
      throw thrown;
    });
    const base = new Context();
    expect(thrownBy(() => base.evaluate(failing.node()))).toBe(thrown);
    expect(thrownBy(() => base.evaluate(failing.node()))).toBe(thrown);
    expect(base.peek(failing.node())).toEqual({ kind: "error", error: thrown });
    expect(ran.splice(0)).toEqual(["failing"]);
  }
});

test("[S19] what was read before the throw is a dependency, what would have been read after is none", () => {
  const before = memoize((): number => 1);
  const after = memoize((): number => 2);
  const failing = memoize((): number => {
    ran.push("failing");
    if (before() > 0) throw new Error("midway");
    return after();
  });
  const base = new Context();
  expect(() => base.evaluate(failing.node())).toThrow("midway");

  expect([...base.dependencies(failing.node())]).toEqual([before.node()]);
  expect(base.has(after.node())).toBe(false);
  base.tweak(after.node(), 20);
  expect(() => base.evaluate(failing.node())).toThrow("midway");
  expect(ran).toEqual(["failing"]);
});

test("[S19] `cacheErrors: false` keeps the error of a function out of the cache", () => {
  const { square } = root({ cacheErrors: false });
  const base = new Context();
  const error = thrownBy(() => base.evaluate(square));

  expect(base.has(square)).toBe(false);
  expect(base.peek(square)).toBe(undefined);
  expect(thrownBy(() => base.evaluate(square))).not.toBe(error);
  expect(ran).toEqual(["square", "square"]);
});

test("[S19] but not its values", () => {
  const { source, square } = root({ cacheErrors: false });
  const base = new Context().tweak(source, 4);
  base.evaluate(square);
  base.evaluate(square);

  expect(ran).toEqual(["square"]);
});

test("[S19] who read an outcome that was not cached is not cached either, caught or not", () => {
  const { source, square, safe, above } = root({ cacheErrors: false });
  const twice = memoize((): number => {
    ran.push("twice");
    return safe.function() * 2;
  });
  const base = new Context();
  expect(base.evaluate(twice.node())).toBe(0);
  expect(() => base.evaluate(above)).toThrow("negative");
  expect(ran.splice(0)).toEqual(["twice", "safe", "square", "above", "square"]);

  expect([square, safe, above, twice.node()].map((node) => base.has(node))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(base.has(source)).toBe(true);
  expect(base.evaluate(twice.node())).toBe(0);
  expect(ran).toEqual(["twice", "safe", "square"]);
});

test("[S19] what is not cached runs no second time in one outermost run", () => {
  const { square, safe, above } = root({ cacheErrors: false });
  const base = new Context();
  base.run(() => {
    const error = thrownBy(() => base.evaluate(square));
    expect(thrownBy(() => square.function())).toBe(error);
    expect(safe.function()).toBe(0);
    expect(thrownBy(() => above.function())).toBe(error);
    expect(safe.function()).toBe(0);
    expect(base.has(safe)).toBe(false);
  });
  expect(ran).toEqual(["square", "safe", "above"]);
  ran.length = 0;

  base.run(() => safe.function());
  expect(ran).toEqual(["safe", "square"]);
});

test("[S19] nor in one outermost evaluation", () => {
  const { square, safe, above } = root({ cacheErrors: false });
  const all = memoize((): number => {
    ran.push("all");
    try {
      return safe.function() + square.function();
    } catch {
      return safe.function() + 1;
    }
  });
  const base = new Context();
  expect(base.evaluate(all.node())).toBe(1);

  expect(ran).toEqual(["all", "safe", "square"]);
  expect(() => base.evaluate(above)).toThrow("negative");
  expect(ran).toEqual(["all", "safe", "square", "above", "square"]);
});

test("[S19] until the context changes", () => {
  const { square } = root({ cacheErrors: false });
  const other = memoize((): number => 1);
  const base = new Context();
  base.run(() => {
    const error = thrownBy(() => square.function());
    base.tweak(other.node(), 2);
    expect(thrownBy(() => square.function())).not.toBe(error);
  });

  expect(ran).toEqual(["square", "square"]);
});

test("[S19] what is not cached is not passed on to a child", () => {
  const { square } = root({ cacheErrors: false });
  const base = new Context();
  const error = thrownBy(() =>
    base.run(() => {
      expect(() => square.function()).toThrow("negative");
      base.fork().run(() => square.function());
    }),
  );

  expect(error).toBeInstanceOf(Error);
  expect(ran).toEqual(["square", "square"]);
});

test("[S19] a stack overflow is never cached, nor who read it", () => {
  let isEndless = true;
  const endless = memoize((): number => {
    ran.push("endless");
    const deeper = (n: number): number => (isEndless ? deeper(n + 1) + 1 : n);
    return deeper(0);
  });
  const reader = memoize((): number => {
    try {
      return endless();
    } catch {
      return -1;
    }
  });
  const base = new Context();
  expect(thrownBy(() => base.evaluate(endless.node()))).toBeInstanceOf(RangeError);
  expect(base.evaluate(reader.node())).toBe(-1);
  expect([base.has(endless.node()), base.has(reader.node())]).toEqual([false, false]);
  isEndless = false;

  expect(base.evaluate(reader.node())).toBe(0);
  expect(ran).toEqual(["endless", "endless", "endless"]);
});

test("[S19] a RangeError of the user's own is an error like others", () => {
  const failing = memoize((): never => {
    ran.push("failing");
    throw new RangeError("not between 0 and 1");
  });
  const base = new Context();
  expect(() => base.evaluate(failing.node())).toThrow(RangeError);
  expect(() => base.evaluate(failing.node())).toThrow(RangeError);

  expect(ran).toEqual(["failing"]);
});

test("[S19] an error of the engine is never cached, nor who caught it", () => {
  let misuse = true;
  const outer = new Context();
  const misusing = memoize((): number => {
    ran.push("misusing");
    if (misuse) outer.clear();
    return 1;
  });
  const catching = memoize((): number => {
    ran.push("catching");
    try {
      return misusing();
    } catch {
      return 0;
    }
  });
  expect(outer.evaluate(catching.node())).toBe(0);
  expect([outer.has(misusing.node()), outer.has(catching.node())]).toEqual([false, false]);
  misuse = false;

  expect(outer.evaluate(catching.node())).toBe(1);
  expect(ran).toEqual(["catching", "misusing", "catching", "misusing"]);
});

test("[S19] an engine's error is not cached even if the function threw it itself", () => {
  const failing = memoize((): never => {
    ran.push("failing");
    throw new OutsideContextError();
  });
  const base = new Context();
  expect(() => base.evaluate(failing.node())).toThrow(OutsideContextError);
  expect(() => base.evaluate(failing.node())).toThrow(OutsideContextError);

  expect(ran).toEqual(["failing", "failing"]);
});

test("[S19] a value is not an error: returning one is cached", () => {
  const returning = memoize((): Error => {
    ran.push("returning");
    return new Error("as a value");
  });
  const base = new Context();
  const value = base.evaluate(returning.node());

  expect(base.evaluate(returning.node())).toBe(value);
  expect(base.peek(returning.node())).toEqual({ kind: "value", value });
  expect(ran).toEqual(["returning"]);
});

test("[S19] a child finds its parent's error, and the parent not the child's", () => {
  const { source, square } = root();
  const base = new Context();
  const error = thrownBy(() => base.evaluate(square));
  const child = base.fork();
  expect(thrownBy(() => child.evaluate(square))).toBe(error);
  child.tweak(source, -2);

  expect(() => child.evaluate(square)).toThrow("negative: -2");
  expect(thrownBy(() => base.evaluate(square))).toBe(error);
  expect(ran).toEqual(["square", "square"]);
});

test("[S19] an uncached outcome in a child leaves the parent's value alone", () => {
  const { source, square } = root({ cacheErrors: false });
  const base = new Context().tweak(source, 4);
  base.evaluate(square);
  const child = base.fork().tweak(source, -1);
  expect(() => child.evaluate(square)).toThrow("negative");
  expect(child.has(square)).toBe(false);
  expect(child.masked.has(square)).toBe(true);

  expect(base.evaluate(square)).toBe(2);
  expect(ran).toEqual(["square", "square"]);
});

test("[S19] after a failure that is not cached nothing is left of it: the next value is stored", () => {
  let isDown = true;
  const flaky = memoize(
    (): number => {
      ran.push("flaky");
      if (isDown) throw new Error("down");
      return 5;
    },
    { cacheErrors: false },
  );
  const base = new Context();
  expect(() => base.evaluate(flaky.node())).toThrow("down");
  isDown = false;

  expect(base.evaluate(flaky.node())).toBe(5);
  expect(base.evaluate(flaky.node())).toBe(5);
  expect(ran).toEqual(["flaky", "flaky"]);
});

test("[S19] a DepthError is an engine's error: whoever catches it is not cached", () => {
  const down = memoize((n: number): number => (n === 0 ? 0 : down(n - 1) + 1));
  const careful = memoize((): string => {
    ran.push("careful");
    try {
      return String(down(50_000));
    } catch (error) {
      return error instanceof DepthError ? "too deep" : "other";
    }
  });
  const base = new Context();
  expect(base.evaluate(careful.node())).toBe("too deep");

  expect(base.has(careful.node())).toBe(false);
  expect(base.evaluate(careful.node())).toBe("too deep");
  expect(ran).toEqual(["careful", "careful"]);
});
