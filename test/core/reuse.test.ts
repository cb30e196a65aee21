import { Context, memoize } from "@dug/core";
import { afterEach, expect, test } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** `source` clamped to at most 10, and two readers of that one above the other. */
function clamped() {
  const source = memoize((): number => {
    ran.push("source");
    return 20;
  });
  const clamp = memoize((): number => {
    ran.push("clamp");
    return Math.min(source(), 10);
  });
  const next = memoize((): number => {
    ran.push("next");
    return clamp() + 1;
  });
  const top = memoize((): number => {
    ran.push("top");
    return next() * 2;
  });
  return { source: source.node(), clamp: clamp.node(), next: next.node(), top: top.node() };
}

test("[S16] a masked node takes the parent's evaluation if its dependencies come out equal", () => {
  const { source, clamp, next, top } = clamped();
  const base = new Context();
  base.evaluate(top);
  const child = base.fork().tweak(source, 30);
  expect([clamp, next, top].map((node) => child.has(node))).toEqual([false, false, false]);
  ran.length = 0;

  expect(child.evaluate(top)).toBe(22);
  expect(ran).toEqual(["clamp"]);
  expect([clamp, next, top].map((node) => child.masked.has(node))).toEqual([true, true, true]);
  expect([clamp, next, top].map((node) => child.has(node))).toEqual([true, true, true]);
});

test("[S16] a dependency that differs makes the function run, from there on up", () => {
  const { source, top } = clamped();
  const base = new Context();
  base.evaluate(top);
  const child = base.fork().tweak(source, 3);
  ran.length = 0;

  expect(child.evaluate(top)).toBe(8);
  expect(ran).toEqual(["clamp", "next", "top"]);
});

test("[S16] a context's own evaluation from before its last change is known", () => {
  const { source, top } = clamped();
  const base = new Context().tweak(source, 5);
  base.evaluate(top);
  base.tweak(source, 6).tweak(source, 5);
  expect(base.has(top)).toBe(false);
  ran.length = 0;

  expect(base.evaluate(top)).toBe(12);
  expect(ran).toEqual([]);
});

test("[S16] its own is known in a child, too, beside the parent's", () => {
  const { source, top } = clamped();
  const base = new Context();
  base.evaluate(top);
  const child = base.fork().tweak(source, 5);
  child.evaluate(top);
  child.tweak(source, 6);
  ran.length = 0;

  child.tweak(source, 5);
  expect(child.evaluate(top)).toBe(12);
  child.tweak(source, 20);
  expect(child.evaluate(top)).toBe(22);
  expect(ran).toEqual([]);
});

test("[S16] through layers: a grandchild's masked node takes what its grandparent evaluated", () => {
  const { source, top } = clamped();
  const base = new Context();
  base.evaluate(top);
  const grandchild = base.fork().fork().tweak(source, 40);
  ran.length = 0;

  expect(grandchild.evaluate(top)).toBe(22);
  expect(ran).toEqual(["clamp"]);
});

test("[S16] a sibling's evaluation is not known: without sharing each runs its own", () => {
  const { source, next } = clamped();
  const base = new Context();
  base.evaluate(next);
  ran.length = 0;

  expect(base.fork().tweak(source, 3).evaluate(next)).toBe(4);
  expect(base.fork().tweak(source, 3).evaluate(next)).toBe(4);
  expect(ran).toEqual(["clamp", "next", "clamp", "next"]);
});

test("[S16] what is reused is the very outcome, errors included", () => {
  const source = memoize((): number => 1);
  const sign = memoize((): number => Math.sign(source()));
  const object = memoize((): object => {
    ran.push("object");
    return { sign: sign() };
  });
  const failing = memoize((): number => {
    ran.push("failing");
    throw new Error(`sign ${sign()}`);
  });
  const base = new Context();
  const value = base.evaluate(object.node());
  const error = caught(() => base.evaluate(failing.node()));
  const child = base.fork().tweak(source.node(), 2);

  expect(child.has(object.node())).toBe(false);
  expect(child.evaluate(object.node())).toBe(value);
  expect(caught(() => child.evaluate(failing.node()))).toBe(error);
  expect(ran).toEqual(["object", "failing"]);
});

test("[S16] a dependency is brought up to date first, and only it", () => {
  const low = memoize((): number => {
    ran.push("low");
    return 1;
  });
  const high = memoize((): number => {
    ran.push("high");
    return low() > 0 ? 1 : 0;
  });
  const beside = memoize((): number => {
    ran.push("beside");
    return low();
  });
  const top = memoize((): number => {
    ran.push("top");
    return high();
  });
  const base = new Context();
  base.evaluate(top.node());
  base.evaluate(beside.node());
  ran.length = 0;
  const child = base.fork().tweak(low.node(), 2);

  expect(child.evaluate(top.node())).toBe(1);
  expect(ran).toEqual(["high"]);
  expect(child.has(beside.node())).toBe(false);
});

test("[S16] comparison goes in reading order and ends at the first difference: nothing is evaluated that the function would not have read", () => {
  const source = memoize((): number => 4);
  const isDefined = memoize((): boolean => {
    ran.push("isDefined");
    return source() !== 0;
  });
  const reciprocal = memoize((): number => {
    ran.push("reciprocal");
    return 1 / source();
  });
  const top = memoize((): number => {
    ran.push("top");
    return isDefined() ? reciprocal() : 0;
  });
  const base = new Context();
  base.evaluate(top.node());
  expect(ran).toEqual(["top", "isDefined", "reciprocal"]);
  ran.length = 0;
  const child = base.fork().tweak(source.node(), 0);

  expect(child.evaluate(top.node())).toBe(0);
  expect(ran).toEqual(["isDefined", "top"]);
  expect(child.has(reciprocal.node())).toBe(false);
});

test("[S16] an equal first dependency leads on to the second", () => {
  const source = memoize((): number => 4);
  const isDefined = memoize((): boolean => {
    ran.push("isDefined");
    return source() !== 0;
  });
  const reciprocal = memoize((): number => {
    ran.push("reciprocal");
    return 1 / source();
  });
  const top = memoize((): number => {
    ran.push("top");
    return isDefined() ? reciprocal() : 0;
  });
  const base = new Context();
  base.evaluate(top.node());
  ran.length = 0;

  expect(base.fork().tweak(source.node(), 8).evaluate(top.node())).toBe(0.125);
  expect(ran).toEqual(["isDefined", "reciprocal", "top"]);
});

test("[S16] a node of which nothing is known runs, and runs once", () => {
  const { source, top } = clamped();
  const child = new Context().fork().tweak(source, 30);

  expect(child.evaluate(top)).toBe(22);
  expect(child.evaluate(top)).toBe(22);
  expect(ran).toEqual(["top", "next", "clamp"]);
});

test("[S16] an evaluation without dependencies is taken whatever else changed", () => {
  const constant = memoize((): number => {
    ran.push("constant");
    return 1;
  });
  const base = new Context();
  base.evaluate(constant.node());
  const child = base.fork().tweak(constant.node(), 2);
  expect(child.evaluate(constant.node())).toBe(2);
  child.untweak(constant.node());

  expect(child.evaluate(constant.node())).toBe(1);
  expect(ran).toEqual(["constant"]);
});

test("[S16] `reuse: false` switches it off for one function, not for its readers", () => {
  const source = memoize((): number => 20);
  const clamp = memoize((): number => {
    ran.push("clamp");
    return Math.min(source(), 10);
  });
  const never = memoize(
    (): number => {
      ran.push("never");
      return clamp() + 1;
    },
    { reuse: false },
  );
  const top = memoize((): number => {
    ran.push("top");
    return never();
  });
  const base = new Context();
  base.evaluate(top.node());
  ran.length = 0;

  expect(base.fork().tweak(source.node(), 30).evaluate(top.node())).toBe(11);
  expect(ran).toEqual(["never", "clamp"]);
  ran.length = 0;
  base.evaluate(top.node());
  expect(ran).toEqual([]);
});

test("[S16] an evaluation that opened a context of its own is not reused", () => {
  const source = memoize((): number => 20);
  const clamp = memoize((): number => Math.min(source(), 10));
  const opened = memoize((): number => {
    ran.push("opened");
    return new Context().run(() => clamp());
  });
  const plain = memoize((): number => {
    ran.push("plain");
    return clamp();
  });
  const base = new Context();
  base.evaluate(opened.node());
  base.evaluate(plain.node());
  ran.length = 0;
  const child = base.fork().tweak(source.node(), 30);

  expect(child.evaluate(plain.node())).toBe(10);
  expect(child.evaluate(opened.node())).toBe(10);
  expect(ran).toEqual(["opened"]);
});

test("[S16] reuse in a child is not visible in the parent", () => {
  const { source, top } = clamped();
  const base = new Context();
  base.evaluate(top);
  base.fork().tweak(source, 30).evaluate(top);
  ran.length = 0;

  expect(base.evaluate(top)).toBe(22);
  expect(base.masked.size).toBe(0);
  expect(ran).toEqual([]);
});

test("[S16] the dependencies of a reused evaluation are those of its run", () => {
  const { source, clamp, next, top } = clamped();
  const base = new Context();
  base.evaluate(top);
  const child = base.fork().tweak(source, 30);
  child.evaluate(top);

  expect([...child.dependencies(top)]).toEqual([next]);
  expect([...child.dependencies(clamp)]).toEqual([source]);
  expect([...child.dependants(next)]).toEqual([top]);
});

test("[S16] what was reused is dropped again by the next tweak", () => {
  const { source, top } = clamped();
  const base = new Context();
  base.evaluate(top);
  const child = base.fork().tweak(source, 30);
  child.evaluate(top);
  ran.length = 0;
  child.tweak(source, 1);

  expect(child.has(top)).toBe(false);
  expect(child.evaluate(top)).toBe(4);
  expect(ran).toEqual(["clamp", "next", "top"]);
});

function caught(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
