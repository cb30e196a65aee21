/* oxlint-disable no-sparse-arrays -- holes are a subject of these tests */
import vm from "node:vm";
import * as Immutable from "immutable";
import { describe, expect, test } from "vitest";
import { keyOf, sameKey } from "../../packages/core/src/identity/key.ts";
import {
  definitionOf,
  dugKey,
  type Identity,
  type Named,
  nodeKey,
} from "../../packages/core/src/identity/symbols.ts";

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  const same = sameKey(keyOf(a, "f"), keyOf(b, "f"));
  expect(sameKey(keyOf(b, "f"), keyOf(a, "f"))).toBe(same);
  return same;
}

/** Pairs of values whose keys are equal though they stand in different places, and values that differ from themselves made anew. */
function clashes(make: () => readonly unknown[]): string[] {
  const again = make();
  return make().flatMap((value, i) =>
    again.flatMap((other, j) => (isSame([value], [other]) === (i === j) ? [] : [`${i} and ${j}`])),
  );
}

function named(serial: number): Named {
  return { id: "same", label: "same", serial };
}

class StandIn {
  readonly #identity: Identity;
  constructor(definition: Named, args: readonly unknown[]) {
    this.#identity = { definition, args, key: keyOf(args, definition.label) };
  }
  [nodeKey](): Identity {
    return this.#identity;
  }
}

/** Compared by its own `equals`; all have one hash, so that every comparison comes down to that. */
class Money {
  readonly amount: number;
  constructor(amount: number) {
    this.amount = amount;
  }
  equals(other: unknown): boolean {
    return other instanceof Money && other.amount === this.amount;
  }
  hashCode(): number {
    return 1;
  }
}

function sparse(length: number): unknown[] {
  const array: unknown[] = [1];
  array[length - 1] = 2;
  return array;
}

function entries(keys: readonly string[]): [string, number][] {
  return keys.map((key) => [key, 1]);
}

function withProto(value: unknown): unknown {
  return JSON.parse(`{"__proto__":${JSON.stringify(value)}}`);
}

function memoised(serial: number): unknown {
  return Object.assign(() => 0, { [definitionOf]: named(serial) });
}

function node(serial: number, ...args: unknown[]): unknown {
  return new StandIn(named(serial), args);
}

function tradeClass(): new (id: unknown) => object {
  return class Trade {
    readonly id: unknown;
    readonly noise = {};
    constructor(id: unknown) {
      this.id = id;
    }
    [dugKey](): unknown {
      return ["Trade", this.id];
    }
  };
}

function recordClass(): Immutable.Record.Factory<{ a: unknown; b: unknown }> {
  return Immutable.Record<{ a: unknown; b: unknown }>({ a: 1, b: undefined }, "Same");
}

function setOf(...amounts: number[]): unknown {
  return Immutable.Set(amounts.map((amount) => new Money(amount)));
}

function mapOf(...amounts: number[]): unknown {
  return Immutable.Map(amounts.map((amount) => [new Money(amount), new Money(-amount)]));
}

function namedMapOf(...pairs: [string, number][]): unknown {
  return Immutable.Map(pairs.map(([name, amount]) => [name, new Money(amount)]));
}

describe("primitives", () => {
  test("[S24] a key tells apart 1, its string, its bigint and true", () => {
    expect(clashes(() => [1, "1", 1n, true, "true", "1n", '"1"'])).toEqual([]);
  });

  test("[S24] a key tells apart 0 and -0, wherever they stand", () => {
    expect(clashes(() => [0, -0])).toEqual([]);
    expect(clashes(() => [[0], [-0]])).toEqual([]);
    expect(clashes(() => [new Float64Array([0]), new Float64Array([-0])])).toEqual([]);
    expect(clashes(() => [Immutable.List([0]), Immutable.List([-0])])).toEqual([]);
    expect(clashes(() => [Immutable.Map([[0, 1]]), Immutable.Map([[-0, 1]])])).toEqual([]);
    expect(clashes(() => [Immutable.Set([0]), Immutable.Set([-0])])).toEqual([]);
    expect(Immutable.is(Immutable.List([0]), Immutable.List([-0]))).toBe(true);
  });

  test("[S24] undefined, null and absent are three things", () => {
    expect(clashes(() => [undefined, null, "undefined", "null"])).toEqual([]);
    expect(isSame([], [undefined])).toBe(false);
    expect(isSame([1], [1, undefined])).toBe(false);
    expect(isSame([{}], [{ a: undefined }])).toBe(false);
  });

  test("[S24] NaN equals itself", () => {
    expect(isSame([NaN], [0 / 0])).toBe(true);
    expect(isSame([[NaN]], [[NaN]])).toBe(true);
  });

  test("[S24] strings cannot imitate structure", () => {
    expect(isSame(["a", "b"], ['a","b'])).toBe(false);
    expect(isSame([["a"], "b"], ["[a", "b"])).toBe(false);
    expect(clashes(() => ["\ud800", "\\ud800", "\udc00", "�", "", " ", "\n", "\\n"])).toEqual([]);
    expect(clashes(() => [{ a: 1, b: 2 }, { "a:1,b": 2 }, { a: "1,b:2" }])).toEqual([]);
  });
});

describe("data", () => {
  test("[S24] a Date is not its number, nor its text", () => {
    expect(
      clashes(() => [5, new Date(5), new Date(5).toISOString(), new Date(6), new Date(NaN), NaN]),
    ).toEqual([]);
    expect(Immutable.is(5, new Date(5))).toBe(true);
  });

  test("[S24] containers of the same elements are told apart by their kind", () => {
    const Pair = Immutable.Record({ a: 1 });
    expect(
      clashes(() => [
        [["a", 1]],
        { a: 1 },
        Object.assign(Object.create(null), { a: 1 }),
        new Map([["a", 1]]),
        new Set([["a", 1]]),
        Immutable.List([["a", 1]]),
        Immutable.Map({ a: 1 }),
        Immutable.OrderedMap({ a: 1 }),
        Immutable.Set([["a", 1]]),
        Immutable.OrderedSet([["a", 1]]),
        Immutable.Stack([["a", 1]]),
        Immutable.Seq({ a: 1 }),
        Immutable.Seq([["a", 1]]),
        Immutable.Seq.Set([["a", 1]]),
        Pair(),
      ]),
    ).toEqual([]);
  });

  test("[S24] empty containers are told apart by their kind", () => {
    expect(
      clashes(() => [
        [],
        {},
        Object.create(null),
        new Map(),
        new Set(),
        new Uint8Array(),
        Immutable.List(),
        Immutable.Map(),
        Immutable.OrderedMap(),
        Immutable.Set(),
        Immutable.OrderedSet(),
        Immutable.Stack(),
        Immutable.Seq([]),
        Immutable.Seq({}),
        Immutable.Seq.Set([]),
      ]),
    ).toEqual([]);
  });

  test("[S24] typed arrays are told apart by kind and content, not by what memory they look at", () => {
    expect(
      clashes(() => [
        new Int8Array([1]),
        new Uint8Array([1]),
        new Uint8ClampedArray([1]),
        new Int16Array([1]),
        new Uint16Array([1]),
        new Int32Array([1]),
        new Uint32Array([1]),
        new BigInt64Array([1n]),
        new BigUint64Array([1n]),
        new Float32Array([1]),
        new Float64Array([1]),
        new Float64Array([1, NaN]),
      ]),
    ).toEqual([]);
    expect(isSame([new Uint8Array([1, 2]).subarray(1)], [new Uint8Array([2])])).toBe(true);
  });

  test("[S24] a hole is not undefined", () => {
    expect(
      clashes(() => [[, 1], [undefined, 1], [1, ,], [1], [1, undefined], [,], [, ,], []]),
    ).toEqual([]);
  });

  test("[S24] long gaps cost nothing, and their lengths differ", () => {
    expect(
      clashes(() => [
        sparse(2 ** 31),
        sparse(2 ** 31 + 1),
        Object.assign([], { length: 2 ** 32 - 1 }),
        sparse(20),
      ]),
    ).toEqual([]);
  });

  test("[S24] the order of keys in a plain object is ignored", () => {
    expect(isSame([{ a: 1, b: { c: 2, d: 3 } }], [{ b: { d: 3, c: 2 }, a: 1 }])).toBe(true);
  });

  test("[S24] the order of elements in Immutable's Map and Set is ignored, in the ordered ones it is not", () => {
    const [forth, back] = [
      ["x", "y", "z"],
      ["z", "y", "x"],
    ] as const;
    expect(isSame([Immutable.Set(forth)], [Immutable.Set(back)])).toBe(true);
    expect(isSame([Immutable.OrderedSet(forth)], [Immutable.OrderedSet(back)])).toBe(false);
    expect(isSame([Immutable.Map(entries(forth))], [Immutable.Map(entries(back))])).toBe(true);
    expect(
      isSame([Immutable.OrderedMap(entries(forth))], [Immutable.OrderedMap(entries(back))]),
    ).toBe(false);
    expect(isSame([new Set(forth)], [new Set(back)])).toBe(false);
    expect(isSame([new Map(entries(forth))], [new Map(entries(back))])).toBe(false);
  });

  test("[S24] a property named __proto__ is one like any other", () => {
    expect(clashes(() => [withProto(1), withProto({}), {}])).toEqual([]);
  });

  test("[S24] plain objects, arrays, Dates and Maps of another realm are what they are here", () => {
    const foreign: unknown = vm.runInNewContext(
      "[{ a: [1, , 2] }, new Date(5), new Map([[1, new Set([2])]]), new Float64Array([1])]",
    );
    const here = [
      { a: [1, , 2] },
      new Date(5),
      new Map([[1, new Set([2])]]),
      new Float64Array([1]),
    ];
    expect(isSame([foreign], [here])).toBe(true);
  });

  test("[S24] sequences count by what they yield", () => {
    const mapped = Immutable.Seq([1, 2]).map((x) => x + 1);
    expect(isSame([mapped], [Immutable.Seq([2, 3])])).toBe(true);
    expect(isSame([Immutable.Range(0, 3)], [Immutable.Seq([0, 1, 2])])).toBe(true);
  });
});

describe("functions, nodes and classes", () => {
  test("[S24] memoised functions compare by identity, not by name", () => {
    expect(clashes(() => [memoised(1), memoised(2)])).toEqual([]);
  });

  test("[S24] nodes compare by function and arguments", () => {
    expect(
      clashes(() => [
        node(1),
        node(2),
        node(1, undefined),
        node(1, { a: 1 }),
        node(1, node(1)),
        node(1, new Money(1)),
        node(1, new Money(2)),
      ]),
    ).toEqual([]);
  });

  test("[S24] a class with [dugKey]() compares by class and by what that returns", () => {
    const [One, Other] = [tradeClass(), tradeClass()];
    expect(
      clashes(() => [new One(1), new One("1"), new Other(1), ["Trade", 1], new One([1])]),
    ).toEqual([]);
  });

  test("[S24] a class with equals and hashCode compares by class, hash and equals", () => {
    class Euro extends Money {}
    expect(clashes(() => [new Money(1), new Money(2), new Euro(1), { amount: 1 }])).toEqual([]);
    expect(
      clashes(() => [
        [new Money(1), new Money(2)],
        [new Money(2), new Money(1)],
      ]),
    ).toEqual([]);
  });

  test("[S24] instances in unordered collections are matched whatever their order", () => {
    expect(isSame([setOf(1, 2, 3)], [setOf(3, 1, 2)])).toBe(true);
    expect(clashes(() => [setOf(1, 2, 3), setOf(1, 2, 4), setOf(1, 2)])).toEqual([]);
    expect(isSame([mapOf(1, 2)], [mapOf(2, 1)])).toBe(true);
    expect(
      isSame(
        [Immutable.Set([setOf(1, 2), setOf(3, 4)])],
        [Immutable.Set([setOf(4, 3), setOf(2, 1)])],
      ),
    ).toBe(true);
    expect(
      isSame(
        [Immutable.Set([setOf(1, 2), setOf(3, 4)])],
        [Immutable.Set([setOf(4, 2), setOf(3, 1)])],
      ),
    ).toBe(false);
  });

  test("[S24] instances beside texts of their own are sorted along with these", () => {
    expect(isSame([namedMapOf(["a", 1], ["b", 2])], [namedMapOf(["b", 2], ["a", 1])])).toBe(true);
    expect(isSame([namedMapOf(["a", 1], ["b", 2])], [namedMapOf(["b", 1], ["a", 2])])).toBe(false);
  });

  test("[S24] Records compare by their factory and fields", () => {
    const [One, Other] = [recordClass(), recordClass()];
    expect(clashes(() => [One(), Other(), One({ a: 2 }), One({ b: 0 }), One({ b: -0 })])).toEqual(
      [],
    );
    expect(isSame([One()], [One({ a: 1 })])).toBe(true);
  });
});
