import { Context, defineShift, DepthError, memoize } from "@dug/core";
import { expect, test } from "vitest";

const spot = memoize((): number => 100);
const price = memoize((n: number): number => spot() * n);
const delta = memoize((): number => new Context().tweak(spot.node(), 101).run(() => price(1)));
const quote = memoize(async (): Promise<number> => spot());
const add = defineShift("browser.add", (value: number, by: number) => value + by);

/** How often the platform was asked for a module while `body` ran, by a property that Node has. */
async function asked(body: () => unknown): Promise<number> {
  let count = 0;
  const process = {
    getBuiltinModule: (): undefined => void count++,
  };
  Object.defineProperty(globalThis, "process", { value: process, configurable: true });
  try {
    await body();
  } finally {
    Reflect.deleteProperty(globalThis, "process");
  }
  return count;
}

function walk(): readonly unknown[] {
  const base = new Context("base");
  const child = base.fork("child").tweak(spot.node(), add(-20));
  const before = child.snapshot();
  const found = [
    base.run(() => price(2)),
    child.evaluate(price.node(2)),
    child.evaluate(delta.node()),
  ];
  const left = base.enter();
  found.push(price(4));
  left[Symbol.dispose]();
  child.tweak(spot.node(), 1).restore(before).invalidate(spot);
  return [...found, child.evaluate(price.node(2)), Context.outside(() => 1)];
}

test("there is nothing of Node here", () => {
  const names = ["process", "Buffer", "require", "global", "setImmediate"];
  expect(names.filter((name) => name in globalThis)).toEqual([]);
});

test("[S22h] a synchronous program never looks for an AsyncLocalStorage", async () => {
  const count = await asked(() => {
    expect(walk()).toEqual([200, 160, 101, 400, 160, 1]);
    new Context().tweak(quote.node(), 5).get(quote.node());
  });
  expect(count).toBe(0);
});

test("[S22h] the premise: an asynchronous one does, once", async () => {
  const count = await asked(async () => {
    expect(await new Context().evaluate(quote.node())).toBe(100);
    expect(await new Context().evaluate(quote.node())).toBe(100);
  });
  expect(count).toBe(1);
});

test("[S23] nesting too deep for this browser's stack is a DepthError, and corrupts nothing", () => {
  const down: (n: number) => number = memoize((n: number): number =>
    n === 0 ? 0 : down(n - 1) + 1,
  );
  const base = new Context();
  expect(() => base.run(() => down(100_000))).toThrow(DepthError);
  base.run(() => {
    for (let n = 1; n <= 2000; n++) expect(down(n)).toBe(n);
  });
});

test("[S19] what a listener throws goes where the browser shows errors", async () => {
  const heard: unknown[] = [];
  const listener = (event: ErrorEvent): void => {
    event.preventDefault();
    heard.push(event.error);
  };
  globalThis.addEventListener("error", listener);
  const mistake = new Error("a listener's");
  const base = new Context();
  base.observe(["evaluated"], () => {
    throw mistake;
  });
  expect(base.evaluate(spot.node())).toBe(100);
  globalThis.removeEventListener("error", listener);
  expect(heard).toEqual([mistake]);
});
