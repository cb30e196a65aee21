import { add, Context, CycleError, memoize, UntrackedReadError } from "@dug/core";
import { expect, test } from "vitest";

// Small enough that each of them fails for one reason: the faults that no other test notices alone.

/** Five nodes, each of which reads the one before it and nothing else. */
function chain() {
  const a = memoize((): number => 1);
  const b = memoize((): number => a() + 1);
  const c = memoize((): number => b() + 1);
  const d = memoize((): number => c() + 1);
  const e = memoize((): number => d() + 1);
  return { a, b, c, d, e, all: [a, b, c, d, e].map((memoised) => memoised.node()) };
}

test("[S13] an invalidation drops a chain to its far end", () => {
  const { a, e, all } = chain();
  const root = new Context();
  root.evaluate(e.node());

  root.invalidate(a.node());

  expect(all.map((node) => root.has(node))).toEqual([false, false, false, false, false]);
});

test("[S13] the walk goes past each masked and cached node of a chain", () => {
  const { a, e, all } = chain();
  const child = new Context().fork().tweak(a.node(), 10);
  expect(child.evaluate(e.node())).toBe(14);
  expect(all.map((node) => child.masked.has(node))).toEqual([true, true, true, true, true]);

  child.tweak(a.node(), 20);

  expect(all.map((node) => child.has(node))).toEqual([true, false, false, false, false]);
  expect(child.evaluate(e.node())).toBe(24);
});

test("[S8] what a child evaluates, its parent does not have", () => {
  const { a, e, all } = chain();
  const root = new Context();

  root.fork().tweak(a.node(), 10).evaluate(e.node());

  expect(all.map((node) => root.has(node))).toEqual([false, false, false, false, false]);
});

test("[S11] a snapshot taken in an entered context does not see what is evaluated afterwards", () => {
  const { b, e } = chain();
  const root = new Context();
  root.run(() => {
    b();
    const before = root.snapshot();
    e();
    expect([before.has(b.node()), before.has(e.node())]).toEqual([true, false]);
  });
});

test("[S9] an own entry of a node that the parent shifts since does not survive", () => {
  const { b } = chain();
  const root = new Context();
  const child = root.fork();
  expect(child.evaluate(b.node())).toBe(2);

  root.tweak(b.node(), add(10));

  expect(child.evaluate(b.node())).toBe(12);
});

test("[S10] after a function threw, no evaluation is under way and the context around it is current", () => {
  const failing = memoize((): number => {
    throw new RangeError("fails");
  });
  const { a } = chain();
  const root = new Context();
  root.run(() => {
    expect(() => failing()).toThrow("fails");
    expect(root.tweak(a.node(), 10).get(a.node())).toBe(10);
    expect(Context.current).toBe(root);
  });
});

test("[S10] what a throw leaves open is left: a dynamic context can be entered elsewhere", () => {
  const [one, other, dynamic] = [new Context("one"), new Context("other"), new Context("dynamic")];
  const fail = (): void => {
    dynamic.enter();
    throw new RangeError("fails");
  };
  expect(() => one.run(fail)).toThrow("fails");

  expect(other.run(() => dynamic.run(() => Context.current))).toBe(dynamic);
});

test("[S16] a cached node tweaked to the value that it has: who read it in a context of its own is dropped, nobody else", () => {
  const source = memoize((): number => 1);
  const reader = memoize((): number => source());
  const opener = memoize((): number => new Context().run(() => source()));
  const root = new Context();
  for (const node of [source.node(), reader.node(), opener.node()]) root.evaluate(node);

  root.tweak(source.node(), 1);

  expect([reader, opener].map((fn) => root.has(fn.node()))).toEqual([true, false]);
});

test("[S26] forgetting a node unloads its dependants, to the far end, and nothing beneath it", () => {
  const { c, e, all } = chain();
  const root = new Context();
  root.evaluate(e.node());

  root.forget(c.node());

  expect(all.map((node) => root.has(node))).toEqual([true, true, false, false, false]);
});

test("[S27] another fingerprint, another run", () => {
  let world = 1;
  const input = memoize((): number => world, { input: true, fingerprint: () => world });
  const root = new Context();
  expect(root.evaluate(input.node())).toBe(1);
  world = 2;

  expect(root.refresh().evaluate(input.node())).toBe(2);
});

/** A context in which a ring was evaluated, held by nothing but the engine, if it does. */
function ringed(): WeakRef<Context> {
  const one: () => number = memoize((): number => other());
  const other: () => number = memoize((): number => one());
  const context = new Context();
  try {
    context.run(() => one());
  } catch (error) {
    if (!(error instanceof CycleError)) throw error;
  }
  return new WeakRef(context);
}

test("[S26] once a ring has settled, the engine holds nothing of its context", async () => {
  const context = ringed();
  await new Promise((resolve) => setTimeout(resolve));
  globalThis.gc?.();

  expect(globalThis.gc).toBeDefined();
  expect(context.deref()).toBeUndefined();
});

test("[S27] an evaluation that verification ends is no longer under way", () => {
  let world = 1;
  const a = memoize((): number => 1);
  const b = memoize((): number => a() + world);
  const c = memoize((): number => b() + 1);
  const root = new Context("root", { verify: 1 });
  root.evaluate(c.node());
  root.tweak(a.node(), 2).tweak(a.node(), 1); // drops both readers, though nothing differs
  world = 2;
  expect(() => root.evaluate(c.node())).toThrow(UntrackedReadError);
  world = 1;

  expect(root.evaluate(c.node())).toBe(3);
});
