import * as Immutable from "immutable";
import { describe, expect, test } from "vitest";
import { madeBy } from "../../packages/core/src/identity/copies.ts";
import { TwoCopiesError, UnsupportedArgumentError } from "../../packages/core/src/errors.ts";
import { keyOf } from "../../packages/core/src/identity/key.ts";
import { definitionOf, type Identity, nodeKey } from "../../packages/core/src/identity/symbols.ts";

function faultOf(...args: readonly unknown[]): Partial<UnsupportedArgumentError> {
  try {
    keyOf(args, "price");
  } catch (error) {
    if (!(error instanceof UnsupportedArgumentError)) throw error;
    const { position, path, type } = error;
    return { position, path, type };
  }
  return {};
}

/** A class that says nothing of how its instances compare. */
class Money {
  readonly amount = 1;
}

class StandIn {
  readonly #identity: Identity;
  constructor(args: readonly unknown[]) {
    const definition = { id: "f", label: "f", serial: 1 };
    this.#identity = { definition, args, key: keyOf(args, "f") };
  }
  [nodeKey](): Identity {
    return this.#identity;
  }
}

function extended<T extends object>(value: T): T {
  return Object.assign(value, { extra: 1 });
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

describe("what is not supported", () => {
  test("[S24] an error names position, path and type", () => {
    expect(() => keyOf([0, { a: [1, { "b c": () => 0 }] }], "price")).toThrow(
      /Argument 2 of price, at \.a\[1\]\["b c"\], is a function, which/,
    );
    expect(() => keyOf([{}, Object.create({})], "price")).toThrow(/ is an object that inherits/);
    expect(() => keyOf([nested(501)], "price")).toThrow(/ is nested deeper than 500, which/);
    expect(faultOf(0, { a: [1, { b: Symbol("s") }] })).toEqual({
      position: 1,
      path: ".a[1].b",
      type: "symbol",
    });
    expect(faultOf(new Map([["k", [new Money()]]]))).toEqual({
      position: 0,
      path: '.get("k")[0]',
      type: "instance of Money",
    });
    expect(faultOf(Immutable.Map([[new Money(), 1]]))).toMatchObject({ path: ".key(0)" });
    expect(faultOf(Immutable.Record({ x: /a/ })())).toMatchObject({
      path: ".x",
      type: "instance of RegExp",
    });
    expect(faultOf({ a: 1 }, [{}, []], Symbol("s"))).toMatchObject({ position: 2, path: "" });
  });

  const cyclic: Record<string, unknown> = {};
  cyclic["a"] = [new Map([["b", cyclic]])];

  test.each<[string, unknown, string]>([
    ["function", () => 0, ""],
    ["function", Money, ""],
    ["symbol", Symbol.iterator, ""],
    ["object with a symbol as a key", { [Symbol("s")]: 1 }, ""],
    ["accessor property", { get a() { return 1; } }, ".a"], // prettier-ignore
    ["hidden property", Object.defineProperty({}, "a", { value: 1 }), ".a"],
    ["instance of Money", new Money(), ""],
    ["object that inherits from another", Object.create({}), ""],
    ["instance of a class without a name", Object.create(Object.create(null)), ""],
    ["instance of a class without a name", new (class extends Map {})(), ""],
    ["instance of Later", new (class Later extends Date {})(), ""],
    ["instance of Row", new (class Row extends Array {})(), ""],
    ["instance of Bytes", new (class Bytes extends Uint8Array {})(), ""],
    ["instance of Buffer", Buffer.from("a"), ""],
    ["instance of Date", Object.create(Date.prototype), ""],
    ["instance of Map", Object.create(Map.prototype), ""],
    ["instance of Set", Object.create(Set.prototype), ""],
    ["array with extra properties", extended([1]), ""],
    ["Date with extra properties", extended(new Date()), ""],
    ["Map with extra properties", extended(new Map()), ""],
    ["Set with extra properties", extended(new Set()), ""],
    ["Record with extra properties", extended(Immutable.Record({ a: 1 })()), ""],
    ["instance of ArrayBuffer", new ArrayBuffer(1), ""],
    ["instance of DataView", new DataView(new ArrayBuffer(1)), ""],
    ["instance of Promise", Promise.resolve(), ""],
    ["instance of RegExp", /a/, ""],
    ["instance of WeakMap", new WeakMap(), ""],
    ["instance of Error", new Error("e"), ""],
    ["instance of Number", Object(1), ""],
    ["cyclic structure", cyclic, '.a[0].get("b")'],
    ["infinite sequence", Immutable.Repeat(1), ""],
    ["lazy sequence of unknown size", Immutable.Range(0, Infinity).filter((x) => x > 1), ""],
    ["mutable List (inside asMutable)", Immutable.List().asMutable(), ""],
    ["mutable ImmutableMap (inside asMutable)", Immutable.Map({ a: 1 }).asMutable(), ""],
    ["mutable Record (inside asMutable)", Immutable.Record({ a: 1 })().asMutable(), ""],
  ])("[S24] %s", (type, value, path) => {
    expect(faultOf(value)).toEqual({ position: 0, path, type });
    expect(faultOf({ in: [value] })).toEqual({ position: 0, path: `.in[0]${path}`, type });
  });

  test("[S24] hashCode has to be a number", () => {
    class Odd {
      equals = (): boolean => true;
      hashCode = (): string => "1";
    }
    expect(faultOf(new Odd())).toMatchObject({
      type: "instance of Odd, whose hashCode() is no number",
    });
  });

  test("[S24] 500 levels are a key, 501 an error and no overflow of the stack", () => {
    expect(keyOf([nested(500)], "f").depth).toBe(500);
    expect(faultOf(nested(501))).toMatchObject({ type: "nested deeper than 500" });
    expect(faultOf(nested(100_000))).toMatchObject({ type: "nested deeper than 500" });
  });

  test("[S24] nodes within nodes count as levels", () => {
    let node: unknown = 1;
    for (let level = 0; level < 500; level++) node = new StandIn([node]);
    expect(keyOf([node], "f").depth).toBe(500);
    expect(faultOf([node])).toMatchObject({ path: "[0]", type: "nested deeper than 500" });
  });

  test("[S24] what stands in two places is no cycle", () => {
    const shared = { a: 1 };
    expect(keyOf([[shared, shared]], "f")).toEqual(keyOf([[{ a: 1 }, { a: 1 }]], "f"));
  });

  test("[S25] nodes and memoised functions of another copy of the package are refused", () => {
    const copy = { path: "file:///elsewhere/copies.js", isInside: () => false };
    const foreign = [
      Object.assign(new StandIn([]), { [madeBy]: copy }),
      Object.assign(() => 0, {
        [definitionOf]: { id: "f", label: "f", serial: 1 },
        [madeBy]: copy,
      }),
    ];
    for (const value of foreign) expect(() => keyOf([value], "f")).toThrow(TwoCopiesError);
  });
});
