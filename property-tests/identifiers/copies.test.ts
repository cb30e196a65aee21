import * as fc from "fast-check";
import * as Immutable from "immutable";
import { expect, test } from "vitest";
import { hand, keep } from "../../packages/core/src/identity/copy.ts";
import { keyOf, sameKey } from "../../packages/core/src/identity/key.ts";
import { Node } from "../../packages/core/src/identity/node.ts";
import { same } from "./same.ts";
import { anyShape, build, Money, runs, Trade } from "./shapes.ts";

interface Parts {
  /** What changes in spite of freezing. */
  readonly unfreezable: Set<object>;
  readonly plain: Set<object>;
}

/** What can change, unless it is frozen, anywhere in some values. Instances are not entered. */
function partsOf(values: readonly unknown[]): Parts {
  const parts: Parts = { unfreezable: new Set(), plain: new Set() };
  const todo = [...values];
  while (todo.length > 0) {
    const value = todo.pop();
    if (typeof value === "object" && value !== null) todo.push(...enter(value, parts));
  }
  return parts;
}

function enter(value: object, parts: Parts): unknown[] {
  if (value instanceof Node || value instanceof Trade || value instanceof Money) return [];
  if (Immutable.isRecord(value)) return [...value.toSeq().valueSeq()];
  if (Immutable.isCollection(value)) return [...value.keys(), ...value.values()];
  const isUnfreezable = value instanceof Date || ArrayBuffer.isView(value);
  if (isUnfreezable || value instanceof Map || value instanceof Set) {
    parts.unfreezable.add(value);
    return isUnfreezable ? [] : [...value.entries()].flat();
  }
  parts.plain.add(value);
  return Object.values(value);
}

const lists = fc.array(anyShape, { minLength: 1, maxLength: 3 });

test("[S24] a copy equals what it was made of", () => {
  fc.assert(
    fc.property(lists, (shapes) => {
      const values = shapes.map(build);
      const { args } = keep(values);
      for (const copy of [args, hand(args)]) {
        expect(sameKey(keyOf(copy, "f"), keyOf(values, "f"))).toBe(true);
        expect(
          same(
            copy.map((value) => [value]),
            values.map((value) => [value]),
          ),
        ).toBe(true);
      }
    }),
    runs,
  );
});

test("[S24] a copy shares nothing that can change, and two runs do not either", () => {
  fc.assert(
    fc.property(lists, (shapes) => {
      const values = shapes.map(build);
      const kept = keep(values);
      const [original, copy] = [partsOf(values), partsOf(kept.args)];
      expect(kept.mutable).toBe(original.unfreezable.size > 0);
      expect([...copy.plain].every((part) => Object.isFrozen(part))).toBe(true);
      for (const part of [...copy.plain, ...copy.unfreezable]) {
        expect(original.plain.has(part) || original.unfreezable.has(part)).toBe(false);
      }
      const run = partsOf(hand(kept.args));
      expect([...run.plain].every((part) => Object.isFrozen(part))).toBe(true);
      expect([...run.unfreezable].some((part) => copy.unfreezable.has(part))).toBe(false);
      expect(run.unfreezable.size).toBe(copy.unfreezable.size);
    }),
    runs,
  );
});
