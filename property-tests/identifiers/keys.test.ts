import * as fc from "fast-check";
import { expect, test } from "vitest";
import { keyOf, sameKey } from "../../packages/core/src/identity/key.ts";
import { same } from "./same.ts";
import { anyShape, build, nearPair, runs } from "./shapes.ts";

test("[S24] two keys are equal if and only if the values are", () => {
  let equal = 0;
  let different = 0;
  fc.assert(
    fc.property(nearPair, ([one, other]) => {
      const [a, b] = [build(one), build(other)];
      const expected = same(a, b);
      if (expected) equal++;
      else different++;
      const [keyOfA, keyOfB] = [keyOf([a], "f"), keyOf([b], "f")];
      expect(sameKey(keyOfA, keyOfB)).toBe(expected);
      expect(sameKey(keyOfB, keyOfA)).toBe(expected);
    }),
    { numRuns: runs.numRuns * 5 },
  );
  expect(Math.min(equal, different)).toBeGreaterThan(runs.numRuns / 2);
});

test("[S24] values that have nothing to do with one another are told apart as well", () => {
  fc.assert(
    fc.property(fc.array(anyShape, { minLength: 2, maxLength: 5 }), (shapes) => {
      const values = shapes.map(build);
      for (const a of values) {
        for (const b of values) expect(sameKey(keyOf([a], "f"), keyOf([b], "f"))).toBe(same(a, b));
      }
    }),
    runs,
  );
});

test("[S24] a key is the same however often the value is made", () => {
  fc.assert(
    fc.property(fc.array(anyShape, { maxLength: 3 }), (shapes) => {
      const [one, other] = [keyOf(shapes.map(build), "f"), keyOf(shapes.map(build), "f")];
      expect(one.text).toBe(other.text);
      expect(sameKey(one, other)).toBe(true);
    }),
    runs,
  );
});

test("[S24] lists of arguments are not confused with one another", () => {
  const lists = fc.array(anyShape, { maxLength: 2 });
  fc.assert(
    fc.property(lists, lists, (one, other) => {
      const [a, b] = [one.map(build), other.map(build)];
      const expected = a.length === b.length && a.every((value, index) => same(value, b[index]));
      expect(sameKey(keyOf(a, "f"), keyOf(b, "f"))).toBe(expected);
    }),
    runs,
  );
});
