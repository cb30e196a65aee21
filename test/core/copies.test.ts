/* oxlint-disable no-sparse-arrays -- holes are a subject of these tests */
import * as Immutable from "immutable";
import { describe, expect, test } from "vitest";
import { hand, keep } from "../../packages/core/src/identity/copy.ts";
import { keyOf } from "../../packages/core/src/identity/key.ts";
import { definitionOf, dugKey } from "../../packages/core/src/identity/symbols.ts";

/** What `keep`, which is said to keep the type, makes of one argument. */
function kept<T>(value: T): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this is what is tested
  return keep([value]).args[0] as T;
}

/** What a run is given of a kept argument. */
function handed<T>(value: T): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this is what is tested
  return hand([value])[0] as T;
}

function isMutable(value: unknown): boolean {
  return keep([value]).mutable;
}

class Trade {
  readonly legs: unknown[] = [1];
  [dugKey](): unknown {
    return 1;
  }
}

class Money {
  equals(other: unknown): boolean {
    return other instanceof Money;
  }
  hashCode(): number {
    return 1;
  }
}

describe("what is kept", () => {
  test("[S24] plain objects and arrays are copied and frozen, however deep", () => {
    const original = { a: [{ b: 1 }] };
    const copy = kept(original);
    original.a[0]!.b = 2;
    original.a.push({ b: 3 });
    expect(copy).toEqual({ a: [{ b: 1 }] });
    expect([copy, copy.a, copy.a[0]].every((part) => Object.isFrozen(part))).toBe(true);
    expect(Object.isFrozen(keep([1]).args)).toBe(true);
    expect(isMutable(original)).toBe(false);
  });

  test("[S24] holes stay holes, long gaps cost nothing", () => {
    const copy = kept([1, , undefined, ,]);
    expect(copy).toHaveLength(4);
    expect(Object.keys(copy)).toEqual(["0", "2"]);
    const far: unknown[] = [];
    far[2 ** 31] = 1;
    far.length = 2 ** 32 - 1;
    expect(kept(far)).toHaveLength(2 ** 32 - 1);
    expect(Object.keys(kept(far))).toEqual([String(2 ** 31)]);
  });

  test("[S24] objects without a prototype stay so, and __proto__ stays a property", () => {
    const bare: unknown = Object.assign(Object.create(null), { a: 1 });
    expect(Object.getPrototypeOf(kept(bare))).toBe(null);
    for (const text of ['{"__proto__":{"a":1}}', '{"b":{"__proto__":1}}']) {
      expect(JSON.stringify(kept(JSON.parse(text)))).toBe(text);
      expect(Object.getPrototypeOf(kept(JSON.parse(text)))).toBe(Object.prototype);
    }
    const both: object = Object.setPrototypeOf(JSON.parse('{"__proto__":{"a":1}}'), null);
    expect(Object.getPrototypeOf(kept(both))).toBe(null);
    expect(Object.keys(kept(both))).toEqual(["__proto__"]);
  });

  test("[S24] Dates, Maps, Sets and typed arrays are copied", () => {
    const date = new Date(5);
    const inner = { a: 1 };
    const map = new Map<unknown, unknown>([["k", inner]]);
    const set = new Set<unknown>([inner]);
    const bytes = new Uint8Array([1, 2, 3]);
    const view = bytes.subarray(1);
    const original = [date, map, set, view];
    const key = keyOf(original, "f").text;
    const copy = keep(original);
    const copyOfView = kept(view);
    date.setTime(6);
    inner.a = 2;
    map.set("l", 1);
    set.clear();
    bytes.fill(9);
    expect(copy.mutable).toBe(true);
    expect(keyOf(copy.args, "f").text).toBe(key);
    expect(copyOfView.buffer.byteLength).toBe(2);
    expect(original.map(isMutable)).toEqual([true, true, true, true]);
  });

  test("[S24] memory that is shared or gone is none of a copy's business", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(2));
    expect(kept(shared).buffer).toBeInstanceOf(ArrayBuffer);
    const gone = new Uint8Array(2);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    expect(kept(gone)).toEqual(new Uint8Array(0));
  });

  test("[S24] Immutable collections without anything that can change are shared", () => {
    const Point = Immutable.Record({ x: 0, y: Immutable.List([1]) });
    const shared = [
      Immutable.List([1, NaN]),
      Immutable.Map([["a", Immutable.Set([1])]]),
      Immutable.OrderedMap({ a: 1 }),
      Immutable.OrderedSet([1]),
      Immutable.Stack([1]),
      Point({ x: 1 }),
      Immutable.List([new Money()]),
    ];
    for (const value of shared) {
      expect(kept(value)).toBe(value);
      expect(isMutable(value)).toBe(false);
    }
  });

  test("[S24] Immutable collections are rebuilt, as what they are, where anything in them can change", () => {
    const Point = Immutable.Record<{ x: unknown; y: unknown }>({ x: 0, y: { deep: new Date(1) } });
    const make = (part: object): object[] => [
      Immutable.List([1, part]),
      Immutable.Map([["a", part]]),
      Immutable.Map([[part, "a"]]),
      Immutable.OrderedMap([["a", part]]),
      Immutable.Set([1, part]),
      Immutable.OrderedSet([part, 1]),
      Immutable.Stack([1, part]),
      Immutable.List([Immutable.List([part])]),
      Point({ x: part }),
    ];
    for (const part of [
      { a: 1 },
      [1],
      new Date(5),
      new Map([[1, 2]]),
      new Set([1]),
      new Uint8Array([1]),
    ]) {
      for (const value of make(part)) {
        const copy = kept(value);
        expect(copy).not.toBe(value);
        expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(value));
        expect(keyOf([copy], "f").text).toBe(keyOf([value], "f").text);
      }
    }
    const part = { a: 1 };
    const copies = make(part).map((value) => [kept(value), keyOf([value], "f").text] as const);
    part.a = 2;
    expect(copies.map(([copy]) => keyOf([copy], "f").text)).toEqual(copies.map(([, text]) => text));
  });

  test("[S24] a default field of a Record that can change is copied, too", () => {
    const Point = Immutable.Record({ x: { deep: 1 } });
    const point = Point();
    const copy = kept(point);
    expect(copy.x).not.toBe(point.x);
    expect(Object.isFrozen(copy.x)).toBe(true);
  });

  test("[S24] sequences are evaluated and let go of what they looked at", () => {
    const array = [1, 2];
    const views = [
      Immutable.Seq(array),
      Immutable.Seq(array).map((x) => x + 1),
      Immutable.Seq(array).toSetSeq(),
    ];
    const copies = views.map(kept);
    array[0] = 9;
    expect(copies.map((copy) => keyOf([copy], "f").text)).toEqual([
      "#IndexedSeq([1,2])",
      "#IndexedSeq([2,3])",
      "#SetSeq([1,2])",
    ]);
    expect(kept(Immutable.Seq({ a: 1 })).toJS()).toEqual({ a: 1 });
  });

  test("[S24] instances, memoised functions and primitives are given as they are", () => {
    const memoised = Object.assign(() => 0, { [definitionOf]: { id: "f", label: "f", serial: 1 } });
    for (const value of [new Trade(), new Money(), memoised, -0, NaN, "a", 1n, undefined, null]) {
      expect(kept(value)).toBe(value);
      expect(kept([value])[0]).toBe(value);
      expect(isMutable(value)).toBe(false);
    }
  });

  test("[S24] what stands in two places is copied twice: a copy depends on values alone", () => {
    const leg = { a: 1 };
    const [first, second] = kept([leg, leg]);
    expect(first).not.toBe(second);
  });
});

describe("what is handed to a run", () => {
  test("[S24] Dates, Maps, Sets and typed arrays are fresh for each run", () => {
    const args = kept({
      date: new Date(5),
      map: new Map([["a", new Date(6)]]),
      set: new Set([new Date(7)]),
      typed: new Float64Array([1]),
    });
    const before = keyOf([args], "f").text;
    const run = handed(args);
    run.date.setTime(0);
    run.map.get("a")?.setTime(0);
    run.map.clear();
    for (const element of run.set) element.setTime(0);
    run.typed.fill(0);
    expect(keyOf([args], "f").text).toBe(before);
    expect(keyOf([handed(args)], "f").text).toBe(before);
  });

  test("[S24] only the path to what can change is rebuilt", () => {
    const args = kept({ changes: [{ at: new Date(5) }], stays: [{ at: 5 }, NaN] });
    const run = handed(args);
    expect(run.changes[0]?.at).not.toBe(args.changes[0]?.at);
    expect(run.stays).toBe(args.stays);
    expect([run, run.changes, run.changes[0]].every((part) => Object.isFrozen(part))).toBe(true);
  });

  test("[S24] so it is inside Immutable collections", () => {
    const Point = Immutable.Record({ x: new Date(5), y: [1] });
    const args = kept(Immutable.Map([["a", Point()]]));
    const [one, other] = [handed(args).get("a"), handed(args).get("a")];
    expect(one?.x).toEqual(new Date(5));
    expect(one?.x).not.toBe(other?.x);
    expect(one?.y).toBe(other?.y);
    const list = kept(Immutable.List([new Date(5)]));
    expect(handed(list).get(0)).not.toBe(list.get(0));
    const sequence = kept(Immutable.Seq([[1]]));
    expect(handed(sequence)).toBe(sequence);
  });

  test("[S24] holes, prototypes and __proto__ survive", () => {
    const value = kept([, new Date(5), Object.assign(Object.create(null), { a: new Date(5) }), ,]);
    const other = kept(
      Object.defineProperty({}, "__proto__", { value: new Date(5), enumerable: true }),
    );
    expect(keyOf([handed(value), handed(other)], "f").text).toBe(keyOf([value, other], "f").text);
  });
});
