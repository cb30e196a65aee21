import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { deferred, turn } from "../support/deferred.ts";

const ran: string[] = [];
const spot = memoize((): number => 100);
const price = memoize(async (): Promise<number> => {
  const found = spot();
  ran.push(`price at ${found}`);
  await turn();
  return found * 2;
});

/** Two flows enter a child, its parent being changed between; says what runs in it after both have left. */
async function runsAfter(last: "first" | "second"): Promise<readonly string[]> {
  const base = new Context("base");
  const child = base.fork("child");
  const gates = { first: deferred(), second: deferred() };
  const enter = (flow: "first" | "second"): Promise<number> =>
    child.run(async () => {
      const found = await price();
      await gates[flow].promise;
      return found;
    });
  const first = enter("first");
  await turn();
  base.tweak(spot.node(), 80);
  const second = enter("second");
  await turn();
  gates[last === "first" ? "second" : "first"].resolve();
  await (last === "first" ? second : first);
  gates[last].resolve();
  expect(await Promise.all([first, second])).toEqual([200, 160]);
  ran.length = 0;
  expect(await child.evaluate(price.node())).toBe(160);
  return [...ran];
}

test("[S8] what the entry that exits last has evaluated is retained, and what the other has is not", async () => {
  expect(await runsAfter("second")).toEqual([]);
  expect(await runsAfter("first")).toEqual(["price at 80"]);
});
