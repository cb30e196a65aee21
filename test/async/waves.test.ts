import { Context, flow, memoize } from "@dug/core";
import { afterEach, expect, test } from "vitest";
import { type Deferred, deferred, turn } from "../support/deferred.ts";

const ran: string[] = [];
let gates: Record<string, Deferred<void>> = {};
afterEach(() => {
  ran.length = 0;
  gates = {};
});

function gate(name: string): Promise<void> {
  return (gates[name] ??= deferred()).promise;
}

function open(...names: string[]): void {
  for (const name of names) (gates[name] ??= deferred()).resolve();
}

const source = memoize((): number => 1);
/** Three that come out the same while the source is positive. */
const leaf = memoize(async (name: string): Promise<string> => {
  ran.push(name);
  const sign = source() > 0 ? "+" : "-";
  await gate(name);
  return name + sign;
});
const together = memoize(async (): Promise<string> => {
  ran.push("together");
  const [a, b] = await Promise.all([leaf("a"), leaf("b")]);
  return `${a} ${b} ${await leaf("c")}`;
});
const oneByOne = memoize(async (): Promise<string> => {
  ran.push("oneByOne");
  const a = await leaf("a");
  return a === "a+" ? `${a} ${await leaf("b")}` : a;
});

/** A context that knows an evaluation, and in which the source was changed to `value` since. */
async function changed(node: typeof together | typeof oneByOne, value: number): Promise<Context> {
  open("a", "b", "c");
  const base = new Context();
  await base.evaluate(node.node());
  base.tweak(source.node(), value);
  ran.length = 0;
  gates = {};
  return base;
}

test("[S16] an asynchronous function is cut off where what it read came out the same", async () => {
  const base = await changed(together, 2);
  open("a", "b", "c");

  expect(await base.evaluate(together.node())).toBe("a+ b+ c+");
  expect(ran.toSorted()).toEqual(["a", "b", "c"]);
  expect(base.has(together.node())).toBe(true);
});

test("[S16] and runs where it did not", async () => {
  const base = await changed(together, -2);
  open("a", "b", "c");

  expect(await base.evaluate(together.node())).toBe("a- b- c-");
  expect(ran.filter((name) => name === "together")).toEqual(["together"]);
  expect(ran.toSorted()).toEqual(["a", "b", "c", "together"]);
});

test("[S22g] dependencies that were called together are verified together", async () => {
  const base = await changed(together, 2);
  const call = base.evaluate(together.node());
  await turn();
  expect(ran).toEqual(["a", "b"]); // both, before either settles, and the next wave not yet
  open("b");
  await turn();
  expect(ran).toEqual(["a", "b"]);
  open("a");
  await turn();
  expect(ran).toEqual(["a", "b", "c"]);
  open("c");

  expect(await call).toBe("a+ b+ c+");
  expect(ran).toEqual(["a", "b", "c"]);
});

test("[S22g] and those called one after the other, one after the other", async () => {
  const base = await changed(oneByOne, 2);
  const call = base.evaluate(oneByOne.node());
  await turn();
  expect(ran).toEqual(["a"]);
  open("a");
  await turn();
  expect(ran).toEqual(["a", "b"]);
  open("b");

  expect(await call).toBe("a+ b+");
  expect(ran).toEqual(["a", "b"]);
});

test("[S16] the first difference ends it: nothing is evaluated that the function would not have read", async () => {
  const base = await changed(oneByOne, -2);
  const call = base.evaluate(oneByOne.node());
  open("a", "b");

  expect(await call).toBe("a-");
  expect(ran).toEqual(["a", "oneByOne"]);
  expect(base.has(leaf.node("b"))).toBe(false);
});

test("[S22g] two flows that verify at the same time share it", async () => {
  const base = await changed(together, 2);
  const calls = [base.evaluate(together.node()), base.evaluate(together.node())];
  open("a", "b", "c");

  expect(await Promise.all(calls)).toEqual(["a+ b+ c+", "a+ b+ c+"]);
  expect(ran.toSorted()).toEqual(["a", "b", "c"]);
});

test("[S16] in a child, what the parent knows is known", async () => {
  open("a", "b", "c");
  const base = new Context();
  await base.evaluate(together.node());
  ran.length = 0;
  const child = base.fork().tweak(source.node(), 5);

  expect(await child.evaluate(together.node())).toBe("a+ b+ c+");
  expect(ran.toSorted()).toEqual(["a", "b", "c"]);
});

test("[S22a] what is verified is as it was at the call, whatever is changed meanwhile", async () => {
  const base = await changed(together, 2);
  const call = base.evaluate(together.node());
  await turn();
  base.tweak(source.node(), -2);
  open("a", "b", "c");

  expect(await call).toBe("a+ b+ c+");
  expect(await base.evaluate(together.node())).toBe("a- b- c-");
});

test("[S16] a mix of synchronous and asynchronous dependencies is compared in reading order", async () => {
  const sign = memoize((): number => (ran.push("sign"), Math.sign(source())));
  const mixed = memoize(
    flow(function* (): Generator<Promise<unknown>, string, never> {
      ran.push("mixed");
      const first = sign();
      const a: string = first > 0 ? yield leaf("a") : "none";
      return `${first} ${a}`;
    }),
  );
  const base = new Context();
  open("a");
  await base.evaluate(mixed.node());
  ran.length = 0;
  base.tweak(source.node(), 2);

  expect(await base.evaluate(mixed.node())).toBe("1 a+");
  expect(ran).toEqual(["sign", "a"]);
  ran.length = 0;
  base.tweak(source.node(), -2);
  expect(await base.evaluate(mixed.node())).toBe("-1 none");
  expect(ran).toEqual(["sign", "mixed"]);
});

test("[S16] a chain of asynchronous functions is brought up to date deepest first, and cut off in the middle", async () => {
  const link = memoize(async (n: number): Promise<number> => {
    ran.push(`link ${n}`);
    await Promise.resolve();
    return n === 0 ? Math.sign(source()) : (await link(n - 1)) + 1;
  });
  const base = new Context();
  expect(await base.evaluate(link.node(50))).toBe(51);
  ran.length = 0;
  base.tweak(source.node(), 2);

  expect(await base.evaluate(link.node(50))).toBe(51);
  expect(ran).toEqual(["link 0"]);
});

test("[S16] an `equals` on asynchronous values gets what they settled to", async () => {
  const rounded = memoize(async (): Promise<number> => (await Promise.resolve(), source() / 10), {
    equals: (a, b) => Math.round(a) === Math.round(b),
  });
  const reader = memoize(async (): Promise<number> => (ran.push("reader"), await rounded()));
  const base = new Context();
  await base.evaluate(reader.node());
  base.tweak(source.node(), 2);

  expect(await base.evaluate(reader.node())).toBe(0.1);
  expect(ran).toEqual(["reader"]);
  base.tweak(source.node(), 20);
  expect(await base.evaluate(reader.node())).toBe(2);
  expect(ran).toEqual(["reader", "reader"]);
});
