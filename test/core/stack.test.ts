import { Context, ContextOrderError, memoize, OutsideContextError } from "@dug/core";
import { expect, test } from "vitest";
import { executions } from "./executions.ts";

test("[S10] a context may be entered again while it is current: same state", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const two = memo("two", () => one() + 1);
  const context = new Context();

  context.run(() => {
    one();
    context.run(() => {
      expect(Context.current).toBe(context);
      two();
      context.tweak(one.node(), 5);
    });
    expect(Context.current).toBe(context);
    expect(two()).toBe(6);
  });

  expect(taken()).toEqual(["one", "two", "two"]);
});

test("[S10] a context may be entered again further up the stack: same state", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const context = new Context("context");
  const child = context.fork("child");

  context.run(() =>
    child.run(() =>
      context.run(() => {
        child.run(() => one());
        expect(Context.current).toBe(context);
      }),
    ),
  );

  expect(taken()).toEqual(["one"]);
  expect(child.has(one.node())).toBe(true);
  expect(context.has(one.node())).toBe(false);
});

test("[S10] recursion through run: each level finds the same state, each exit goes back by one", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const context = new Context();
  const descend = (depth: number): number =>
    depth === 0 ? one() : context.run(() => descend(depth - 1) + one());

  expect(context.run(() => descend(5))).toBe(6);
  expect(taken()).toEqual(["one"]);
  expect(() => Context.current).toThrow(OutsideContextError);
});

test("[S10] exits are counted: an inner exit does not end the entry, which keeps its parent pinned", () => {
  const one = memoize((): number => 1);
  const parent = new Context();
  const child = parent.fork();

  child.run(() => {
    parent.tweak(one.node(), 5);
    child.run(() => undefined);
    child.run(() => undefined);
    expect(one()).toBe(1);
  });
  expect(child.run(() => one())).toBe(5);
});

test("[S10] run hands back what the function returns", () => {
  expect(new Context().run(() => "value")).toBe("value");
  expect(new Context().run(() => undefined)).toBeUndefined();
});

test("[S10] run restores the previous context on every way out, exceptions included", () => {
  const outer = new Context("outer");
  const inner = outer.fork("inner");
  const mistake = new Error("midway");

  outer.run(() => {
    inner.run(() => undefined);
    expect(Context.current).toBe(outer);
    expect(() =>
      inner.run(() => {
        throw mistake;
      }),
    ).toThrow(mistake);
    expect(Context.current).toBe(outer);
  });
  expect(() => Context.current).toThrow(OutsideContextError);
});

test("[S10] run restores it also when the exception passes several contexts", () => {
  const outer = new Context("outer");

  outer.run(() => {
    expect(() =>
      new Context().run(() =>
        new Context().run(() => {
          throw new Error("midway");
        }),
      ),
    ).toThrow("midway");
    expect(Context.current).toBe(outer);
  });
  expect(() => Context.current).toThrow(OutsideContextError);
});

test("[S10] a function that throws inside an evaluation leaves the contexts it entered", () => {
  const failing = memoize((): number =>
    new Context().run(() => {
      throw new Error("inside");
    }),
  );
  const context = new Context("context");

  context.run(() => {
    expect(() => failing()).toThrow("inside");
    expect(Context.current).toBe(context);
  });
});

test("[S10] what enter gives, disposed, restores the previous context", () => {
  const outer = new Context("outer");
  const inner = outer.fork("inner");

  outer.run(() => {
    {
      using _ = inner.enter();
      expect(Context.current).toBe(inner);
    }
    expect(Context.current).toBe(outer);
  });
});

test("[S10] enter restores the previous context on the way out of an exception", () => {
  const outer = new Context("outer");
  const enterAndThrow = (): void => {
    using _ = outer.fork("inner").enter();
    throw new Error("midway");
  };

  outer.run(() => {
    expect(enterAndThrow).toThrow("midway");
    expect(Context.current).toBe(outer);
  });
});

test("[S10] enter outside every context: it is current until disposed", () => {
  const one = memoize((): number => 1);
  const context = new Context();
  const entrance = context.enter();

  expect(one()).toBe(1);
  entrance[Symbol.dispose]();

  expect(() => one()).toThrow(OutsideContextError);
  expect(context.has(one.node())).toBe(true);
});

test("[S10] disposing out of order throws ContextOrderError and leaves the stack as it was", () => {
  const outer = new Context("outer");
  const inner = outer.fork("inner");
  const first = outer.enter();
  const second = inner.enter();

  expect(() => first[Symbol.dispose]()).toThrow(ContextOrderError);
  expect(Context.current).toBe(inner);
  second[Symbol.dispose]();
  expect(Context.current).toBe(outer);
  first[Symbol.dispose]();
  expect(() => Context.current).toThrow(OutsideContextError);
});

test("[S10] disposing inside a run that was begun later is out of order", () => {
  const outer = new Context("outer");
  const inner = outer.fork("inner");
  const entrance = outer.enter();

  inner.run(() => {
    expect(() => entrance[Symbol.dispose]()).toThrow(ContextOrderError);
    expect(Context.current).toBe(inner);
  });
  expect(Context.current).toBe(outer);
  entrance[Symbol.dispose]();
});

test("[S10] two entries of one context are disposed in order, too", () => {
  const context = new Context("twice");
  const first = context.enter();
  const second = context.enter();

  expect(() => first[Symbol.dispose]()).toThrow(ContextOrderError);
  second[Symbol.dispose]();
  first[Symbol.dispose]();
  expect(() => Context.current).toThrow(OutsideContextError);
});

test("[S10] the error says which context, in a stable code", () => {
  const outer = new Context("outer");
  const first = outer.enter();
  const second = outer.fork("inner").enter();
  const caught = ((): unknown => {
    try {
      return first[Symbol.dispose]();
    } catch (error) {
      return error;
    }
  })();
  second[Symbol.dispose]();
  first[Symbol.dispose]();

  expect(caught).toMatchObject({ code: "CONTEXT_ORDER", name: "ContextOrderError" });
  expect(String(caught)).toContain('"outer"');
});
