import { Map, Set } from "immutable";
import { expect, test } from "vitest";
import { mapOperations, nativeOperations } from "./operations.ts";

test("the measure sees reads, writes and walks, those of a set and those that are inherited", () => {
  const map = Map([[1, 1]]);
  const set = Set([1, 2, 3]);

  const operations = mapOperations(() => {
    map.set(2, 2).delete(1);
    map.get(1);
    map.has(1);
    set.add(4);
    for (const value of set) map.get(value);
    map.forEach(() => undefined);
  });

  expect(operations).toMatchObject({ set: 1, delete: 1, get: 4, has: 1, add: 1, forEach: 1 });
  expect(operations["visits"]).toBe(3 + 1);
});

test("what a function does that a map is given counts, and what a map does by itself does not", () => {
  const map = Map([[1, 1]]);
  const inside = (act: (map: Map<number, number>) => void) =>
    mapOperations(() => map.withMutations(act));

  expect(inside((open) => open.set(2, 2).set(3, 3))).toEqual({ withMutations: 1, set: 2 });
  expect(inside(() => undefined)).toEqual({ withMutations: 1 });
});

function fail(): void {
  throw new Error("as planned");
}

test("nothing is counted afterwards, nor if the work throws", () => {
  const { get } = Map.prototype;
  expect(() => mapOperations(fail)).toThrow("as planned");
  expect(Map.prototype.get).toBe(get);
});

test("the platform's own maps are counted apart", () => {
  const map = new globalThis.Map([[1, 1]]);
  const act = (): void => void (map.get(1), map.set(2, 2));
  expect(nativeOperations(act)).toEqual({ get: 1, set: 1 });
  expect(mapOperations(act)).toEqual({});
});
