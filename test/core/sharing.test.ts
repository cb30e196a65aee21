import { describe, expect, test } from "vitest";
import { add, Context, memoize, scale, shift, type Sharing } from "@dug/core";

let ran: string[] = [];

/** A model whose parts depend on one axis each, on both, on none. */
function separable(): {
  readonly base: Context;
  readonly cell: (rate: number, vol: number) => Context;
  readonly book: { node(): never } & (() => number);
} {
  ran = [];
  const log = <R>(name: string, value: R): R => {
    ran.push(name);
    return value;
  };
  const rate = memoize(() => 1);
  const vol = memoize(() => 10);
  const curve = memoize(() => log("curve", rate() * 2));
  const smile = memoize(() => log("smile", vol() * 3));
  const fixed = memoize(() => log("static", 7));
  const price = memoize(() => log("price", curve() + smile() + fixed()));
  const book = memoize(() => log("book", price() + curve()));
  const base = new Context("base", { parent: null, share: true });
  return {
    base,
    book: book as never,
    cell: (r, v) => base.fork("cell").tweak(rate.node(), r).tweak(vol.node(), v),
  };
}

const count = (name: string): number => ran.filter((other) => other === name).length;

describe("[S17] sharing in a family", () => {
  test("[S17] over a grid each function runs once per distinct combination that reaches it", () => {
    const { cell, book } = separable();
    for (const rate of [1, 2, 3, 4])
      for (const vol of [10, 20, 30])
        expect(cell(rate, vol).run(book)).toBe(rate * 2 + vol * 3 + 7 + rate * 2);
    expect({
      curve: count("curve"),
      smile: count("smile"),
      static: count("static"),
      price: count("price"),
      book: count("book"),
    }).toEqual({ curve: 4, smile: 3, static: 1, price: 12, book: 12 });
  });

  test("[S17] a family that does not share runs every cell's cone", () => {
    ran = [];
    const rate = memoize(() => 1);
    const curve = memoize(() => (ran.push("curve"), rate() * 2));
    const base = new Context("base", { parent: null });
    for (let i = 0; i < 3; i++) base.fork().tweak(rate.node(), 5).run(curve);
    expect(ran).toEqual(["curve", "curve", "curve"]);
    expect(base.sharing).toBeUndefined();
  });

  test("[S17] siblings with another structure of dependencies stay right", () => {
    ran = [];
    const which = memoize(() => "a");
    const a = memoize(() => 1);
    const b = memoize(() => 2);
    const pick = memoize(() => {
      const name = which();
      ran.push(name);
      return name === "a" ? a() : b();
    });
    const base = new Context("base", { parent: null, share: true });
    const at = (name: string, first: number, second: number): number =>
      base
        .fork()
        .tweak(which.node(), name)
        .tweak(a.node(), first)
        .tweak(b.node(), second)
        .run(pick);
    expect(at("a", 10, 20)).toBe(10);
    expect(at("b", 10, 20)).toBe(20);
    expect(at("a", 10, 99)).toBe(10); // b is not read there
    expect(at("b", 99, 20)).toBe(20);
    expect(at("b", 10, 21)).toBe(21);
    expect(at("a", 11, 21)).toBe(11);
    expect(ran).toEqual(["a", "b", "b", "a"]);
  });

  test("[S17] evaluations part late, early, and where one reads nothing more", () => {
    ran = [];
    const x = memoize((i: number) => i);
    const sum = memoize(() => {
      let total = 0;
      for (let i = 0; i < 5; i++) {
        const value = x(i);
        if (value < 0) break;
        total += value;
      }
      ran.push(String(total));
      return total;
    });
    const base = new Context("base", { parent: null, share: true });
    const at = (...values: number[]): number => {
      const child = base.fork();
      values.forEach((value, i) => child.tweak(x.node(i), value));
      return child.run(sum);
    };
    const cases: [number[], number][] = [
      [[1, 1, 1, 1, 1], 5],
      [[1, 1, 1, 1, 2], 6],
      [[1, 1, -1], 2],
      [[-1], 0],
      [[2, 1, 1, 1, 1], 6],
      [[1, 1, -1, 9, 9], 2],
    ];
    for (const [values, total] of cases) expect(at(...values)).toBe(total);
    expect(ran).toEqual(["5", "6", "2", "0", "6"]);
    ran = [];
    for (const [values, total] of cases.toReversed()) expect(at(...values)).toBe(total);
    expect(ran).toEqual([]);
  });

  test("[S17] -0 is not 0, NaN is itself, and an error is found by identity", () => {
    ran = [];
    const x = memoize((): unknown => 0);
    const sign = memoize(() => {
      ran.push("sign");
      try {
        return String(Object.is(x(), -0));
      } catch (error) {
        return (error as Error).message;
      }
    });
    const base = new Context("base", { parent: null, share: true });
    const boom = new Error("boom");
    const at = (value: unknown): string => base.fork().tweak(x.node(), value).run(sign);
    const failing = (): string =>
      base.fork().tweak(x.node(), shift(() => { throw boom; })).run(sign); // prettier-ignore
    expect([at(0), at(-0), at(Number.NaN), failing()]).toEqual(["false", "true", "false", "boom"]);
    expect([at(0), at(-0), at(Number.NaN), failing()]).toEqual(["false", "true", "false", "boom"]);
    expect(ran).toHaveLength(4);
  });

  test("[S17] the function's own `equals` decides what counts as equal", () => {
    ran = [];
    const list = memoize(() => [1, 2], {
      equals: (a, b) => a.length === b.length && a.every((value, i) => value === b[i]),
    });
    const total = memoize(() => (ran.push("total"), list().reduce((sum, value) => sum + value, 0)));
    const base = new Context("base", { parent: null, share: true });
    expect(base.fork().tweak(list.node(), [3, 4]).run(total)).toBe(7);
    expect(base.fork().tweak(list.node(), [4, 4]).run(total)).toBe(8);
    expect(base.fork().tweak(list.node(), [3, 4]).run(total)).toBe(7);
    expect(ran).toEqual(["total", "total"]);
  });

  test("[S17] `keep` bounds what is kept of a node: the oldest goes", () => {
    ran = [];
    const x = memoize(() => 0);
    const y = memoize(() => (ran.push(String(x())), x()));
    const base = new Context("base", { parent: null, share: { keep: 2 } });
    const at = (value: number): number => base.fork().tweak(x.node(), value).run(y);
    [1, 2, 3, 3, 2, 1].forEach(at);
    expect(ran).toEqual(["1", "2", "3", "1"]);
    expect(base.sharing).toEqual({
      keep: 2,
      nodes: 1,
      evaluations: 2,
      saved: 2,
      forgotten: 2,
    } satisfies Sharing);
  });

  test("[S17] `forgetShared` forgets it, and changes no cache", () => {
    ran = [];
    const x = memoize(() => 0);
    const y = memoize(() => (ran.push(String(x())), x() + 1));
    const base = new Context("base", { parent: null, share: true });
    const child = base.fork().tweak(x.node(), 5);
    expect(child.run(y)).toBe(6);
    expect(base.forgetShared()).toBe(base);
    expect(base.sharing?.evaluations).toBe(0);
    expect(child.get(y.node())).toBe(6);
    expect(base.fork().tweak(x.node(), 5).run(y)).toBe(6);
    expect(ran).toEqual(["5", "5"]);
  });

  test("[S17] a `share` inside a sharing family opens a pool of its own", () => {
    ran = [];
    const x = memoize(() => 0);
    const y = memoize(() => (ran.push(String(x())), x()));
    const base = new Context("base", { parent: null, share: true });
    const inner = base.fork("inner", { share: true });
    inner.fork().tweak(x.node(), 1).run(y);
    inner.fork().tweak(x.node(), 1).run(y);
    expect(ran).toEqual(["1"]);
    base.fork().tweak(x.node(), 1).run(y);
    expect(ran).toEqual(["1", "1"]);
    expect(base.sharing?.evaluations).toBe(1);
    expect(inner.sharing?.evaluations).toBe(1);
  });

  test("[S17] a fork of a snapshot shares with its family", () => {
    ran = [];
    const x = memoize(() => 0);
    const y = memoize(() => (ran.push(String(x())), x()));
    const base = new Context("base", { parent: null, share: true });
    base.fork().tweak(x.node(), 1).run(y);
    base.snapshot().fork().tweak(x.node(), 1).run(y);
    expect(ran).toEqual(["1"]);
  });

  test("[S17] an equal named shift of an equal base value counts as one evaluation", () => {
    ran = [];
    const record = memoize(() => ({ spot: 100 }));
    const read = memoize(() => (ran.push("read"), record().spot));
    const base = new Context("base", { parent: null, share: true });
    const x = memoize(() => 10);
    const y = memoize(() => (ran.push("y"), { value: x() }));
    const z = memoize(() => (ran.push("z"), y().value));
    expect(base.fork().tweak(x.node(), scale(2)).run(z)).toBe(20);
    expect(base.fork().tweak(x.node(), scale(2)).run(z)).toBe(20);
    expect(base.fork().tweak(x.node(), add(10)).run(z)).toBe(20);
    expect(ran).toEqual(["z", "y"]);
    ran = [];
    const up = shift((value: { spot: number }) => (ran.push("up"), { spot: value.spot + 1 }));
    expect(base.fork().tweak(record.node(), up).run(read)).toBe(101);
    expect(base.fork().tweak(record.node(), up).run(read)).toBe(101);
    expect(ran).toEqual(["read", "up"]); // the shifted record is the same object
    const other = shift((value: { spot: number }) => (ran.push("up"), { spot: value.spot + 1 }));
    expect(base.fork().tweak(record.node(), other).run(read)).toBe(101);
    expect(ran).toEqual(["read", "up", "up", "read"]);
  });

  test("[S16a] what was invalidated in a context is not taken from the pool there", () => {
    ran = [];
    let world = 1;
    const x = memoize(() => (ran.push("x"), world), { input: true });
    const y = memoize(() => (ran.push("y"), x() + 1));
    const base = new Context("base", { parent: null, share: true });
    const [first, second] = [base.fork(), base.fork()];
    expect(first.run(y)).toBe(2);
    expect(second.run(y)).toBe(2);
    expect(ran).toEqual(["x", "y"].toReversed());
    world = 5;
    second.invalidate(x);
    expect(second.run(y)).toBe(6);
    expect(first.run(y)).toBe(2);
    expect(ran).toEqual(["y", "x", "x", "y"]);
  });

  test("[S17] which shift it is, is no matter for the `equals` of the node's function", () => {
    const text = memoize(() => "a", { equals: () => true });
    const base = new Context("base", { parent: null, share: true });
    const up = shift((value: string) => value + "1");
    const on = shift((value: string) => value + "2");
    expect(base.fork().tweak(text.node(), up).evaluate(text.node())).toBe("a1");
    expect(base.fork().tweak(text.node(), on).evaluate(text.node())).toBe("a2");
  });

  test("[S17] of another base value, or with another parameter, a shift is another one", () => {
    const x = memoize(() => 1);
    const base = new Context("base", { parent: null, share: true });
    const at = (value: number, by: number): number =>
      base.fork().tweak(x.node(), value).fork().tweak(x.node(), add(by)).evaluate(x.node());
    expect([at(1, 10), at(2, 10), at(1, 20), at(2, 20), at(1, 10)]).toEqual([11, 12, 21, 22, 11]);
  });

  test("[S17, S19, S21] what must not be cached, opened a context, or says `reuse: false` is not shared", () => {
    ran = [];
    const x = memoize(() => 1);
    const never = memoize(() => (ran.push("never"), x()), { reuse: false });
    const bump = memoize(() => {
      ran.push("bump");
      return new Context().run(() => {
        Context.current.tweak(x.node(), 2);
        return x();
      });
    });
    const fails = memoize(
      () => {
        ran.push("fails");
        throw new Error("no");
      },
      { cacheErrors: false },
    );
    const base = new Context("base", { parent: null, share: true });
    for (let i = 0; i < 2; i++) {
      const child = base.fork();
      child.run(() => [never(), bump()]);
      expect(() => child.run(fails)).toThrow("no");
    }
    expect(ran).toEqual(["never", "bump", "fails", "never", "bump", "fails"]);
  });

  test("[S17, S21] what is evaluated in a context that a function opened is shared, the function is not", () => {
    ran = [];
    const x = memoize(() => 1);
    const y = memoize(() => (ran.push(`y ${x()}`), x() * 2));
    const bumped = memoize((by: number) => {
      ran.push("bumped");
      const context = new Context();
      return context.run(() => {
        context.tweak(x.node(), add(by));
        return y();
      });
    });
    const base = new Context("base", { parent: null, share: true });
    const at = (value: number, by: number): number =>
      base.fork().tweak(x.node(), value).run(() => bumped(by)); // prettier-ignore
    expect([at(1, 3), at(2, 2), at(4, 0)]).toEqual([8, 8, 8]);
    expect(ran).toEqual(["bumped", "y 4", "bumped", "bumped"]);
  });

  test("[S8] sharing shows in no `has`, `get` or mask", () => {
    const x = memoize(() => 1);
    const y = memoize(() => x() + 1);
    const base = new Context("base", { parent: null, share: true });
    base.fork().run(y);
    expect(base.has(y.node())).toBe(false);
    const child = base.fork().tweak(x.node(), 3);
    child.run(y);
    expect(base.fork().has(y.node())).toBe(false);
    const again = base.fork().tweak(x.node(), 3);
    expect(again.run(y)).toBe(4);
    expect(again.masked.has(y.node())).toBe(true);
  });

  test("[S23] chains of 100,000 are brought up to date from the pool", () => {
    const source = memoize(() => 0);
    const link = memoize((i: number): number => (i === 0 ? source() : link(i - 1)) + 1);
    const base = new Context("base", { parent: null, share: true });
    const first = base.fork().tweak(source.node(), 1);
    first.run(() => {
      for (let i = 0; i < 100_000; i += 100) link(i);
    });
    const executed: number[] = [];
    const second = base.fork().tweak(source.node(), 1);
    base.observe(["evaluated"], () => executed.push(1));
    expect(second.run(() => link(99_900))).toBe(99_902);
    expect(executed).toEqual([]);
  }, 60_000);

  test("[S17] events tell what was shared", () => {
    const x = memoize(() => 1);
    const y = memoize("sharing events y", () => x() + 1);
    const base = new Context("base", { parent: null, share: true });
    base.fork().tweak(x.node(), 2).run(y);
    const heard: string[] = [];
    base.observe(["shared", "reused"], ({ kind, node }) => heard.push(`${kind} ${node}`));
    base.fork().tweak(x.node(), 2).run(y);
    expect(heard).toEqual(['shared "sharing events y"()']);
    expect(base.sharing?.saved).toBe(1);
  });

  test("[S17] a wrong bound is refused", () => {
    for (const keep of [0, 1.5, Number.NaN, -1])
      expect(() => new Context("x", { share: { keep } })).toThrow("keep: a whole number from 1");
  });
});
