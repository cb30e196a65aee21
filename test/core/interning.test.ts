import { Context, memoize, type Memoised } from "@dug/core";
import { describe, expect, test } from "vitest";
import { alive, collect, watched } from "../support/ghosts.ts";
import { effort } from "./effort.ts";

/** Counts arguments that are alive by their instances. */
class Ticket {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
  equals(other: unknown): boolean {
    return other instanceof Ticket && other.n === this.n;
  }
  hashCode(): number {
    return this.n;
  }
}

function ticketsIn(
  context: Context,
  fn: Memoised<(ticket: Ticket) => number>,
  refs: WeakRef<object>[],
): void {
  for (let n = 0; n < 20; n++) {
    const ticket = new Ticket(n);
    refs.push(new WeakRef(ticket));
    context.evaluate(fn.node(ticket));
  }
}

/** Evaluates and forgets a function without a name, which holds an object. */
function forgottenFunction(base: Context, refs: WeakRef<object>[]): void {
  const held = { value: 1 };
  refs.push(new WeakRef(held));
  const reader = memoize((): number => held.value);
  base.evaluate(reader.node());
  base.forget(reader);
}

describe("[S26] what is interned for a family", () => {
  test("is freed with its root", async () => {
    const number = memoize((ticket: Ticket): number => ticket.n);
    const refs: WeakRef<object>[] = [];
    ticketsIn(new Context(), number, refs);

    expect(await alive(refs)).toBe(0);
  });

  test("or by `compact`, which drops what no live cache holds", async () => {
    const number = memoize((ticket: Ticket): number => ticket.n);
    const refs: WeakRef<object>[] = [];
    const base = new Context();
    base.evaluate(number.node(new Ticket(100)));
    ticketsIn(base.fork(), number, refs);
    expect(await alive(refs)).toBe(20);
    base.compact();

    expect(await alive(refs)).toBe(0);
    expect(base.has(number.node(new Ticket(100)))).toBe(true);
  });

  test("a function that nobody holds any more goes with the second `compact`", async () => {
    const refs: WeakRef<object>[] = [];
    const base = new Context();
    forgottenFunction(base, refs);
    base.compact();
    expect(await alive(refs)).toBe(1); // its node was held weakly only from then on
    base.compact();

    expect(await alive(refs)).toBe(0);
  });

  test("`compact` keeps what a live cache holds, of children and of snapshots too", async () => {
    const number = memoize((ticket: Ticket): number => ticket.n);
    const refs: WeakRef<object>[] = [];
    const base = new Context();
    const child = base.fork();
    ticketsIn(child, number, refs);
    base.compact();
    expect(await alive(refs)).toBe(20);
    expect(child.has(number.node(new Ticket(7)))).toBe(true);
    const snapshot = child.snapshot();
    child.clear();
    base.compact();

    expect(await alive(refs)).toBe(20);
    expect(snapshot.has(number.node(new Ticket(7)))).toBe(true);
  });
});

test("[S26] `compact` changes no answer: values, masks, edges and runs are as they were", async () => {
  const ran: string[] = [];
  const source = memoize((): number => 1);
  const middle = memoize((n: number): number => {
    ran.push(`middle ${n}`);
    return source() + n;
  });
  const top = memoize((): number => {
    ran.push("top");
    return middle(1) + middle(2);
  });
  const base = new Context();
  base.evaluate(top.node());
  const child = base.fork().tweak(middle.node(1), 10);
  child.evaluate(top.node());
  ran.length = 0;
  base.compact();
  await collect();
  base.compact();

  expect([base.get(top.node()), child.get(top.node())]).toEqual([5, 13]);
  expect([...child.masked].length).toBe(2);
  expect([...base.dependencies(top.node())]).toEqual([middle.node(1), middle.node(2)]);
  expect([...base.dependants(middle.node(2))]).toEqual([top.node()]);
  base.tweak(source.node(), 2);
  expect([base.evaluate(top.node()), child.evaluate(top.node())]).toEqual([7, 14]);
  expect(ran.toSorted((a, b) => a.localeCompare(b))).toEqual([
    "middle 1",
    "middle 2",
    "top",
    "top",
  ]);
});

test("[S26] after `compact` a node that comes back is one node, with nothing cached", async () => {
  const number = memoize((n: number): number => n);
  const base = new Context();
  const child = base.fork();
  child.evaluate(number.node(1));
  child.clear();
  base.compact();
  await collect();

  expect(child.has(number.node(1))).toBe(false);
  expect(child.evaluate(number.node(1))).toBe(1);
  expect(child.has(number.node(1))).toBe(true);
  child.tweak(number.node(1), 5);
  expect(child.evaluate(number.node(1))).toBe(5);
});

describe("[S26] a process that opens and drops", () => {
  test("many roots does not grow", async () => {
    const { ghosts, reader } = watched();
    const roots: WeakRef<Context>[] = [];
    for (let i = 0; i < 2_000; i++) {
      roots.push(openOne(reader));
      if (i % 500 === 499) await collect();
    }

    expect(ghosts.made).toBe(2_000);
    expect(await ghosts.alive()).toBe(0);
    expect(await alive(roots)).toBe(0);
  });

  test("many children of one root does not grow either", async () => {
    const { ghosts, value, source } = watched();
    const base = new Context();
    const children: WeakRef<Context>[] = [];
    for (let i = 0; i < 500; i++) children.push(forkOne(base, value, source));

    expect(ghosts.made).toBe(500);
    expect(await ghosts.alive()).toBeLessThanOrEqual(1);
    expect(await alive(children)).toBe(0);
    expect(base.has(value.node(0))).toBe(false);
  });

  test("children that evaluate different nodes neither: the next to evaluate anything empties their slots", async () => {
    const { ghosts, value } = watched();
    const base = new Context();
    for (let n = 0; n < 500; n++) base.fork().run(() => void value(n));

    expect(ghosts.made).toBe(500);
    expect(await ghosts.alive()).toBeLessThanOrEqual(1);
  });

  test("contexts inside evaluations neither", async () => {
    const { ghosts, value } = watched();
    const contexts: WeakRef<Context>[] = [];
    const bumped = memoize((n: number): number => {
      const inner = new Context();
      contexts.push(new WeakRef(inner));
      return inner.run(() => (value(n), n));
    });
    const base = new Context();
    base.run(() => {
      for (let n = 0; n < 100; n++) bumped(n);
    });

    expect(contexts).toHaveLength(100);
    expect(await alive(contexts)).toBe(0);
    expect(ghosts.made).toBe(100);
    expect(base.has(bumped.node(3))).toBe(true);
  });

  test("anonymous functions neither", async () => {
    const refs: WeakRef<object>[] = [];
    for (let i = 0; i < 200; i++) refs.push(defineOne({ input: i % 2 === 0 }));

    expect(await alive(refs)).toBe(0);
  });

  test("listeners go with what they listened to, or when they stop", async () => {
    const refs: WeakRef<object>[] = [];
    const base = new Context();
    refs.push(listenOnce(base), listenFor(new Context()));

    expect(await alive(refs)).toBe(0);
    expect(base.run(() => 1)).toBe(1);
  });
});

function openOne(reader: Memoised<(n: number) => string>): WeakRef<Context> {
  const root = new Context();
  root.fork().run(() => reader(0));
  return new WeakRef(root);
}

function forkOne(
  base: Context,
  value: Memoised<(n: number) => object>,
  source: Memoised<(n: number) => number>,
): WeakRef<Context> {
  const child = base.fork().tweak(source.node(0), 7);
  child.evaluate(value.node(0));
  return new WeakRef(child);
}

function defineOne(options: { input: boolean }): WeakRef<object> {
  const fn = memoize((n: number): number => n, options);
  new Context().evaluate(fn.node(1));
  return new WeakRef(fn);
}

function listenOnce(base: Context): WeakRef<object> {
  const listener = (): unknown => base;
  base.observe(listener)();
  return new WeakRef(listener);
}

function listenFor(base: Context): WeakRef<object> {
  const listener = (): unknown => base;
  base.observe(listener);
  base.run(() => 1);
  return new WeakRef(listener);
}

test("[S26] [S7] after `compact` one entry links the cache again, not each fork that is entered", () => {
  const number = memoize((n: number): number => n);
  const base = new Context();
  base.run(() => {
    for (let n = 0; n < 1_000; n++) number(n);
  });
  base.compact();
  base.fork().run(() => undefined);

  expect(effort(() => base.fork().run(() => undefined)).visits).toBeLessThan(10);
});
