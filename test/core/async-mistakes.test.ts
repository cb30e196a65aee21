import { Context, memoize, UndeclaredAsyncError, UnsupportedFunctionError } from "@dug/core";
import { afterEach, expect, test, vi } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

test("[S22b] memoising a generator function throws, of either kind", () => {
  expect(() =>
    memoize(function* (): Generator<number> {
      yield 1;
    }),
  ).toThrow(UnsupportedFunctionError);
  expect(() =>
    memoize("asyncMistakes/generator", async function* (): AsyncGenerator<number> {
      yield 1;
    }),
  ).toThrow(UnsupportedFunctionError);
});

test("[S22b] a name that was refused stays free", () => {
  expect(() =>
    memoize("asyncMistakes/free", function* (): Generator<number> {
      yield 1;
    }),
  ).toThrow(UnsupportedFunctionError);

  expect(memoize("asyncMistakes/free", (): number => 1).id).toBe("asyncMistakes/free");
});

test("[S22b] a function that returns a generator is a function like others", () => {
  const made = memoize(
    (): number =>
      [
        ...(function* () {
          yield 1;
          yield 2;
        })(),
      ].length,
  );

  expect(new Context().evaluate(made.node())).toBe(2);
});

test("[S22b] a function that returns a promise undeclared throws, and nothing is cached", () => {
  const promising = memoize((): unknown => {
    ran.push("promising");
    return Promise.resolve(1);
  });
  const reader = memoize((): string => {
    ran.push("reader");
    try {
      promising();
      return "a promise";
    } catch {
      return "an error";
    }
  });
  const base = new Context();
  expect(() => base.evaluate(promising.node())).toThrow(UndeclaredAsyncError);
  expect(base.has(promising.node())).toBe(false);
  expect(base.evaluate(reader.node())).toBe("an error");

  expect([base.has(promising.node()), base.has(reader.node())]).toEqual([false, false]);
  expect(() => base.evaluate(promising.node())).toThrow(UndeclaredAsyncError);
  expect(ran).toEqual(["promising", "reader", "promising", "promising"]);
});

test("[S22b] any thenable counts, and none is called", () => {
  const then = (): void => {
    ran.push("then");
  };
  const bare: object = {};
  const callable: object = vi.fn<() => number>();
  for (const holder of [bare, callable]) Reflect.set(holder, "then", then);
  const thenables: unknown[] = [bare, callable, Object.create(bare)];
  for (const thenable of thenables) {
    const returning = memoize((): unknown => thenable);
    expect(() => new Context().evaluate(returning.node())).toThrow(UndeclaredAsyncError);
    expect(() => new Context().run(() => thenable)).toThrow(UndeclaredAsyncError);
  }
  expect(ran).toEqual([]);
});

test("[S22b] what only looks like one does not", () => {
  for (const value of [
    JSON.parse('{"then":1}'),
    { catch: () => 1 },
    "then",
    null,
    undefined,
    () => 1,
  ]) {
    const returning = memoize((): unknown => value);
    const base = new Context();

    expect(base.evaluate(returning.node())).toBe(value);
    expect(base.has(returning.node())).toBe(true);
    expect(base.run(() => value)).toBe(value);
  }
});

test("[S22b] the error names the node", () => {
  const promising = memoize("asyncMistakes/promising", (_ticker: string): unknown =>
    Promise.resolve(1),
  );

  expect(() => new Context().evaluate(promising.node("IBM"))).toThrow(
    /asyncMistakes\/promising\("IBM"\)/,
  );
});

test("[S22b] `run` of a plain function that returns a promise throws, and has left the context", () => {
  const value = memoize((): number => 1);
  const base = new Context();
  expect(() => base.run(() => Promise.resolve(value()))).toThrow(UndeclaredAsyncError);

  expect(() => Context.current).toThrow(expect.objectContaining({ code: "OUTSIDE_CONTEXT" }));
  expect(base.has(value.node())).toBe(true);
  expect(base.run(() => value())).toBe(1);
});

test("[S22b] inside an evaluation, too: the inner run's error is thrown into the function", () => {
  const value = memoize((): number => 1);
  const opening = memoize((): string => {
    try {
      void new Context().run(() => Promise.resolve(value()));
      return "a promise";
    } catch (error) {
      return error instanceof UndeclaredAsyncError ? "refused" : "other";
    }
  });

  expect(new Context().evaluate(opening.node())).toBe("refused");
});

test("[S22b] a promise inside a value is a value", () => {
  const promise = Promise.resolve(1);
  const holding = memoize((): unknown => ({ promise }));
  const base = new Context();

  expect(base.evaluate(holding.node())).toEqual({ promise });
  expect(base.has(holding.node())).toBe(true);
});
