import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";

test("[S22g] a wave ends at a synchronous dependency that differs: what comes after it is not evaluated", async () => {
  const ran: string[] = [];
  const source = memoize((): number => 1);
  const sign = memoize((): number => Math.sign(source()));
  const leaf = memoize(async (name: string): Promise<string> => {
    ran.push(name);
    source();
    await Promise.resolve();
    return name;
  });
  const both = memoize(async (): Promise<string> => {
    ran.push("both");
    const a = leaf("a");
    const b = sign() > 0 ? leaf("b") : undefined;
    return `${await a} ${await b}`;
  });
  const base = new Context();
  expect(await base.evaluate(both.node())).toBe("a b");
  ran.length = 0;
  base.tweak(source.node(), 2);
  expect(await base.evaluate(both.node())).toBe("a b");
  expect(ran).toEqual(["a", "b"]); // where it does not differ the wave goes on
  ran.length = 0;
  base.tweak(source.node(), -2);

  expect(await base.evaluate(both.node())).toBe("a undefined");
  expect(ran).toEqual(["a", "both"]);
  expect(base.has(leaf.node("b"))).toBe(false);
});
