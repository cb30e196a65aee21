import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { type Deferred, deferred, standing, turn } from "../support/deferred.ts";

test("[S22c] a call that has waited for one evaluation from before a change waits for no other", async () => {
  const gates: Deferred<void>[] = [];
  const gate = (): Promise<void> => {
    const made = deferred();
    gates.push(made);
    return made.promise;
  };
  const open = async (at: number): Promise<void> => {
    gates[at]?.resolve();
    await turn();
  };
  const key = memoize((): number => 0);
  const reader = memoize(async (): Promise<string> => {
    await gate();
    const seen = key();
    await gate();
    return `key ${seen}`;
  });
  const base = new Context();
  const first = base.evaluate(reader.node());
  await open(0); // it has read 0, and waits at 1
  base.tweak(key.node(), 1);
  const second = base.evaluate(reader.node());
  await turn(); // it has read nothing, and waits at 2
  base.tweak(key.node(), 0);
  const third = base.evaluate(reader.node());
  await turn();
  expect(gates.length).toBe(3); // it waits for the second, of which nothing has changed so far
  await open(2);
  await open(3);
  expect(await second).toBe("key 1"); // which does not hold, though the first might
  await open(4);
  await open(5);

  expect(await standing(third)).toEqual({ kind: "value", value: "key 0" });
  expect((await standing(first)).kind).toBe("pending");
  await open(1);
  expect(await first).toBe("key 0");
});
