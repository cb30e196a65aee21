import { Map, Set } from "immutable";
import { expect, test } from "vitest";
import { effort } from "./effort.ts";

test("the measure sees every walk and every write", () => {
  const map = Map([[1, 1]]).asMutable();
  const values = Set([1, 2, 3]);

  const cost = effort(() => {
    map.set(2, 2).set(3, 3).delete(3);
    map.forEach(() => undefined);
    for (const value of values) expect(value).toBeGreaterThan(0);
    expect([...map.keys()].length).toBe(2);
  });

  expect(cost).toEqual({ visits: 2 + 3 + 2, writes: 3 });
});
