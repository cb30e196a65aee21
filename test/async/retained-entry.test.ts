import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { deferred, turn } from "../support/deferred.ts";

test("[S8] what the entry that exits last has evaluated is retained", async () => {
  const ran: string[] = [];
  const spot = memoize((): number => 100);
  const price = memoize(async (): Promise<number> => {
    const found = spot();
    ran.push(`price at ${found}`);
    await turn();
    return found * 2;
  });
  const base = new Context("base");
  const child = base.fork("child");
  const gates = [deferred(), deferred()];
  const enter = (flow: number): Promise<number> =>
    child.run(async () => {
      const found = await price();
      await gates[flow]?.promise;
      return found;
    });
  const first = enter(0);
  await turn();
  base.tweak(spot.node(), 80);
  const second = enter(1);
  await turn();
  gates[0]?.resolve();
  expect(await first).toBe(200);
  gates[1]?.resolve();
  expect(await second).toBe(160);
  expect(ran).toEqual(["price at 100", "price at 80"]);

  expect(child.has(price.node())).toBe(true);
  expect(await child.evaluate(price.node())).toBe(160);
  expect(ran).toEqual(["price at 100", "price at 80"]);
});
