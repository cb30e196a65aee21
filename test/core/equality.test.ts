import { Context, memoize } from "@dug/core";
import { is, List } from "immutable";
import { afterEach, expect, test, vi } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
  vi.unstubAllGlobals();
});

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1;

test("[S16] equal means `equals` of the dependency's function: its readers do not run", () => {
  const level = memoize((): number => 10, { equals: near });
  const reader = memoize((): number => {
    ran.push("reader");
    return level();
  });
  const base = new Context();
  base.evaluate(reader.node());
  const child = base.fork().tweak(level.node(), 10.5);

  expect(child.evaluate(level.node())).toBe(10.5);
  expect(child.evaluate(reader.node())).toBe(10);
  expect(ran).toEqual(["reader"]);
  child.tweak(level.node(), 11);
  expect(child.evaluate(reader.node())).toBe(11);
  expect(ran).toEqual(["reader", "reader"]);
});

test("[S16] the `equals` of the reader's own function has no say in whether it runs", () => {
  const level = memoize((): number => 10);
  const reader = memoize(
    (): number => {
      ran.push("reader");
      return level();
    },
    { equals: near },
  );
  const base = new Context();
  base.evaluate(reader.node());

  expect(base.fork().tweak(level.node(), 10.5).evaluate(reader.node())).toBe(10.5);
  expect(ran).toEqual(["reader", "reader"]);
});

test("[S16] the value recorded is compared, not the last one known: nothing drifts", () => {
  const level = memoize((): number => 0, { equals: near });
  const reader = memoize((): number => {
    ran.push(`reader ${level()}`);
    return level();
  });
  const base = new Context();
  base.evaluate(reader.node());
  for (const value of [0.6, 1.2, 1.8, 2.4]) {
    base.tweak(level.node(), value);
    base.evaluate(reader.node());
  }

  expect(ran).toEqual(["reader 0", "reader 1.2", "reader 2.4"]);
});

test("[S16] nor does it drift from parent to child to grandchild", () => {
  const level = memoize((): number => 0, { equals: near });
  const reader = memoize((): number => {
    ran.push(`reader ${level()}`);
    return level();
  });
  let context = new Context();
  context.evaluate(reader.node());
  for (const value of [0.6, 1.2]) {
    context = context.fork().tweak(level.node(), value);
    context.evaluate(reader.node());
  }

  expect(ran).toEqual(["reader 0", "reader 1.2"]);
});

test("[S16] an entry that survives a re-entry keeps the values that its run recorded", () => {
  const level = memoize((): number => 0, { equals: near });
  const other = memoize((): number => 1);
  const reader = memoize((): number => {
    ran.push(`reader ${level()}`);
    return level() + other();
  });
  const base = new Context().tweak(level.node(), 0);
  const child = base.fork().tweak(other.node(), 100);
  expect(child.evaluate(reader.node())).toBe(100);

  base.tweak(level.node(), 0.6);
  base.evaluate(level.node());
  expect(child.evaluate(reader.node())).toBe(100);
  base.tweak(level.node(), 1.2);
  base.evaluate(level.node());
  expect(child.evaluate(reader.node())).toBe(101.2);
  expect(ran).toEqual(["reader 0", "reader 1.2"]);
});

test("[S16] by default an equal but other object is different", () => {
  const source = memoize((): number => 1);
  const wrapped = memoize((): readonly number[] => [Math.sign(source())]);
  const reader = memoize((): number => {
    ran.push("reader");
    return wrapped().length;
  });
  const base = new Context();
  base.evaluate(reader.node());
  base.fork().tweak(source.node(), 2).evaluate(reader.node());

  expect(ran).toEqual(["reader", "reader"]);
});

test("[S16] `equals: is` cuts off at equal Immutable collections", () => {
  const source = memoize((): number => 1);
  const wrapped = memoize((): List<number> => List([Math.sign(source())]), { equals: is });
  const reader = memoize((): number => {
    ran.push("reader");
    return wrapped().size;
  });
  const base = new Context();
  base.evaluate(reader.node());
  const child = base.fork().tweak(source.node(), 2);
  child.evaluate(reader.node());

  expect(child.get(wrapped.node())).not.toBe(base.get(wrapped.node()));
  expect(ran).toEqual(["reader"]);
});

test("[S16] by default NaN is NaN and 0 is not -0", () => {
  const source = memoize((): number => 1);
  const nan = memoize((): number => source() * NaN);
  const zero = memoize((): number => (source() < 0 ? -0 : 0));
  const readNan = memoize((): string => {
    ran.push("readNan");
    return String(nan());
  });
  const readZero = memoize((): boolean => {
    ran.push("readZero");
    return Object.is(zero(), -0);
  });
  const base = new Context();
  base.evaluate(readNan.node());
  base.evaluate(readZero.node());
  const child = base.fork().tweak(source.node(), -1);

  expect(child.evaluate(readNan.node())).toBe("NaN");
  expect(child.evaluate(readZero.node())).toBe(true);
  expect(ran).toEqual(["readNan", "readZero", "readZero"]);
});

test("[S16] errors are equal by identity", () => {
  const same = new Error("always this one");
  const source = memoize((): number => 1);
  const sameError = memoize((): number => {
    source();
    throw same;
  });
  const newError = memoize((): number => {
    source();
    throw new Error("a new one");
  });
  const catching = (name: string, fn: () => number) =>
    memoize((): string => {
      ran.push(name);
      try {
        return String(fn());
      } catch (error) {
        return String(error);
      }
    });
  const readSame = catching("readSame", sameError);
  const readNew = catching("readNew", newError);
  const base = new Context();
  base.evaluate(readSame.node());
  base.evaluate(readNew.node());
  ran.length = 0;
  const child = base.fork().tweak(source.node(), 2);
  child.evaluate(readSame.node());
  child.evaluate(readNew.node());

  expect(ran).toEqual(["readNew"]);
});

test("[S16] an error is never equal to a value, and `equals` is not asked about it", () => {
  const failure = new Error("down");
  const asked: unknown[] = [];
  const isDown = memoize((): boolean => true);
  const source = memoize(
    (): unknown => {
      if (isDown()) throw failure;
      return failure;
    },
    {
      equals: (a, b) => {
        asked.push(a, b);
        return true;
      },
    },
  );
  const reader = memoize((): string => {
    ran.push("reader");
    try {
      source();
      return "value";
    } catch {
      return "error";
    }
  });
  const base = new Context();
  expect(base.evaluate(reader.node())).toBe("error");

  expect(base.fork().tweak(isDown.node(), false).evaluate(reader.node())).toBe("value");
  expect(ran).toEqual(["reader", "reader"]);
  expect(asked).toEqual([]);
});

test("[S16] an `equals` that throws counts as different, and its error is reported", () => {
  const reported: unknown[] = [];
  vi.stubGlobal("reportError", (error: unknown) => reported.push(error));
  const failure = new Error("cannot compare");
  const level = memoize((): number => 1, {
    equals: () => {
      throw failure;
    },
  });
  const reader = memoize((): number => {
    ran.push("reader");
    return level();
  });
  const base = new Context();
  base.evaluate(reader.node());

  expect(base.fork().tweak(level.node(), 2).evaluate(reader.node())).toBe(2);
  expect(ran).toEqual(["reader", "reader"]);
  expect(new Set(reported)).toEqual(new Set([failure]));
});

test("[S16] without `reportError` the error goes to the console", () => {
  vi.stubGlobal("reportError", undefined);
  const shown = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const failure = new Error("cannot compare");
  const level = memoize((): number => 1, {
    equals: () => {
      throw failure;
    },
  });
  const reader = memoize((): number => level());
  const base = new Context();
  base.evaluate(reader.node());
  base.fork().tweak(level.node(), 2).evaluate(reader.node());

  expect(new Set(shown.mock.calls.flat())).toEqual(new Set([failure]));
  shown.mockRestore();
});

test("[S16] reuse changes no value beyond what `equals` declares equal: with and without it the same", () => {
  const values = [true, false].map((reuse) => {
    const source = memoize((): number => 7);
    const half = memoize((): number => Math.floor(source() / 2), { reuse });
    const text = memoize((): string => `half ${half()}`, { reuse });
    const base = new Context();
    return [7, 6, 8, 9, 7].map((value) => {
      base.tweak(source.node(), value);
      return [base.evaluate(text.node()), base.fork().tweak(half.node(), 3).evaluate(text.node())];
    });
  });

  expect(values[0]).toEqual(values[1]);
});
