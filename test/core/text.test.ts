/* oxlint-disable no-sparse-arrays -- holes are a subject of these tests */
import * as Immutable from "immutable";
import { describe, expect, test } from "vitest";
import { NodeSyntaxError, UnserialisableArgumentError } from "../../packages/core/src/errors.ts";
import { keyOf } from "../../packages/core/src/identity/key.ts";
import {
  parseNodeText,
  parseValueText,
  type Resolve,
} from "../../packages/core/src/identity/parse.ts";
import {
  definitionOf,
  dugFrom,
  dugKey,
  type Identity,
  type Named,
  nodeKey,
} from "../../packages/core/src/identity/symbols.ts";
import {
  type Write,
  writeArguments,
  writeName,
  writeValue,
} from "../../packages/core/src/identity/write.ts";

class StandIn {
  readonly #identity: Identity;
  constructor(name: string, args: readonly unknown[]) {
    const definition = { id: name, label: name, serial: 1 };
    this.#identity = { definition, args, key: keyOf(args, name) };
  }
  [nodeKey](): Identity {
    return this.#identity;
  }
}

class Trade {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
  static [dugFrom](id: number): Trade {
    return new Trade(id);
  }
  [dugKey](): number {
    return this.id;
  }
}

const memoised: unknown = Object.assign(() => 0, {
  [definitionOf]: { id: "price", label: "price", serial: 2 } satisfies Named,
});

const write: Write = {
  node: ({ definition, args }) => `${writeName(definition.id)}(${writeArguments(args, write)})`,
  definition: ({ id }) => writeName(id),
  owner: "price",
};

const resolve: Resolve = {
  node: (name, args) => new StandIn(name, args),
  definition: (name) => (name === "price" ? memoised : undefined),
  instance: (name, key) => (name === "Trade" ? new Trade(Number(key)) : undefined),
};

function text(...args: readonly unknown[]): string {
  return writeArguments(args, write);
}

function read(written: string): unknown {
  return parseValueText(written, resolve);
}

function faultOf(written: string): { offset: number; expected: string } | undefined {
  try {
    read(written);
  } catch (error) {
    if (!(error instanceof NodeSyntaxError)) throw error;
    return { offset: error.offset, expected: error.expected };
  }
  return undefined;
}

function deep(levels: number): string {
  return "[".repeat(levels) + "]".repeat(levels);
}

const Point = Immutable.Record({ x: 0 }, "Point");

describe("writing", () => {
  test.each<[unknown, string]>([
    ["AAPL", '"AAPL"'],
    [2, "2"],
    [-0, "-0"],
    [1e21, "1e+21"],
    [1.5e-7, "1.5e-7"],
    [NaN, "NaN"],
    [-Infinity, "-Infinity"],
    [12n, "12n"],
    [-12n, "-12n"],
    [undefined, "undefined"],
    [null, "null"],
    [true, "true"],
    ['"\\\n\ud800', String.raw`"\"\\\n\ud800"`],
    [[], "[]"],
    [[1, [2]], "[1,[2]]"],
    [[1, , 2], "[1,,2]"],
    [[,], "[,]"],
    [[1, ,], "[1,,]"],
    [Object.assign([], { length: 100 }), "[#holes(100)]"],
    [{ b: 1, a: { $: 2 }, "odd key": 3, 1: 4 }, '{"1":4,a:{$:2},b:1,"odd key":3}'],
    [JSON.parse('{"__proto__":1}'), "{__proto__:1}"],
    [Object.assign(Object.create(null), { a: 1 }), "#null{a:1}"],
    [new Date("2020-01-01"), '#Date("2020-01-01T00:00:00.000Z")'],
    [new Date(8.64e15), '#Date("+275760-09-13T00:00:00.000Z")'],
    [new Date(NaN), "#Date(NaN)"],
    [new Map([["a", { b: 1 }]]), '#Map([["a",{b:1}]])'],
    [new Set([2, 1]), "#Set([2,1])"],
    [new Float64Array([1.5, -0, NaN]), "#Float64Array([1.5,-0,NaN])"],
    [new BigInt64Array([-1n]), "#BigInt64Array([-1n])"],
    [Immutable.List([1]), "#List([1])"],
    [Immutable.Map({ b: 1, a: 2 }), '#ImmutableMap([["a",2],["b",1]])'],
    [Immutable.OrderedMap({ b: 1, a: 2 }), '#OrderedMap([["b",1],["a",2]])'],
    [Immutable.Set([2, 1]), "#ImmutableSet([1,2])"],
    [Immutable.OrderedSet([2, 1]), "#OrderedSet([2,1])"],
    [Immutable.Stack([2, 1]), "#Stack([2,1])"],
    [Immutable.Seq([2, 1]), "#IndexedSeq([2,1])"],
    [Immutable.Seq({ b: 1 }), '#KeyedSeq([["b",1]])'],
    [Immutable.Seq.Set([2, 1]), "#SetSeq([2,1])"],
    [memoised, "#function(price)"],
    [new Trade(7), '#new("Trade",7)'],
    [new StandIn("price", ["AAPL", 2]), 'price("AAPL",2)'],
    [[new StandIn("a b", [new StandIn("c", [])])], '["a b"(c())]'],
  ])("[S25] %o is written so that it reads back", (value, written) => {
    expect(writeValue(value, write)).toBe(written);
    expect(keyOf([read(written)], "f")).toEqual(keyOf([value], "f"));
  });

  test("[S25] arguments stand side by side, absent ones nowhere", () => {
    expect(text()).toBe("");
    expect(text(undefined)).toBe("undefined");
    expect(text("AAPL", 2, [true])).toBe('"AAPL",2,[true]');
  });

  test("[S25] equal arguments have one text", () => {
    expect(text({ b: 1, a: 2 })).toBe(text({ a: 2, b: 1 }));
    expect(text(Immutable.Set(["x", "y"]))).toBe(text(Immutable.Set(["y", "x"])));
  });

  test.each([
    ["price", "price"],
    ["rates/curve.v2:x-y", "rates/curve.v2:x-y"],
    ["$_1", "$_1"],
    ["odd name", '"odd name"'],
    ["1st", '"1st"'],
    ["", '""'],
    ["größe", '"größe"'],
    ["true", "true"],
  ])("[S25] the name %s is written as %s", (name, written) => {
    expect(writeName(name)).toBe(written);
    const node = parseNodeText(`${written}(1)`, { ...resolve, node: (...found) => found });
    expect(node).toEqual([name, [1]]);
  });

  test.each<[string, unknown]>([
    ["an instance that only compares itself", { in: new (class Money { equals = () => true; hashCode = () => 1; })() }], // prettier-ignore
    ["a Record", { in: Point() }],
    ["an instance whose class cannot make it again", { in: new (class Closed { [dugKey] = () => 1; })() }], // prettier-ignore
    ["an instance of a class without a name", { in: new (class { [dugKey] = () => 1; })() }], // prettier-ignore
    ["what cannot be an argument either", { in: () => 0 }],
  ])("[S25] %s has no text", (_, value) => {
    expect(() => text(1, value)).toThrow(UnserialisableArgumentError);
    expect(() => text(1, value)).toThrow(/Argument 2 of price, at \.in,/);
  });
});

describe("reading", () => {
  test("[S25] white space does not matter", () => {
    expect(read(' { a : [ 1 , , 2 ] , "b" : # }'.replace("# ", "#Set( [ 3 ] ) "))).toEqual({
      a: [1, , 2],
      b: new Set([3]),
    });
    const node = parseNodeText(' price (\n"AAPL" ,\t2 ) ', {
      ...resolve,
      node: (...found) => found,
    });
    expect(node).toEqual(["price", ["AAPL", 2]]);
  });

  test("[S25] a date may be written by its day", () => {
    expect(read('#Date("2020-02-29")')).toEqual(new Date("2020-02-29"));
  });

  test("[S25] words are values, unless arguments follow", () => {
    const found: unknown = parseValueText("[true,true(),NaN,Infinity(1),undefined]", {
      ...resolve,
      node: (name, args) => [name, ...args],
    });
    expect(found).toEqual([true, ["true"], NaN, ["Infinity", 1], undefined]);
  });

  test("[S25] __proto__ is a property like any other", () => {
    const found = read('{__proto__:{a:1},b:{"__proto__":2}}');
    expect(JSON.stringify(found)).toBe('{"__proto__":{"a":1},"b":{"__proto__":2}}');
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
    expect(Object.entries(Object(read("#null{__proto__:1}")))).toEqual([["__proto__", 1]]);
  });

  test.each<[string, number, string]>([
    ["", 0, "a value"],
    ["  ", 2, "a value"],
    ["[1", 2, '","'],
    ["[1 2]", 3, '","'],
    ["{a 1}", 3, '":"'],
    ["{1:1}", 1, "the name of a property"],
    ["{a:1,}", 5, "the name of a property"],
    ["{a:1,a:2}", 9, 'only one property "a" before this'],
    ["price", 5, '"(" after the name price'],
    ["price(", 6, "a value"],
    ["price(1,)", 8, "a value"],
    ["price(1) 2", 9, "the end"],
    ['"abc', 0, "a string as JSON writes it"],
    ['"\\x"', 0, "a string as JSON writes it"],
    ['"a\nb"', 0, "a string as JSON writes it"],
    ["'a'", 0, "a value"],
    ["01", 1, "the end"],
    ["1.", 1, "the end"],
    ["1.5n", 3, "the end"],
    ["-", 0, "a value"],
    ["#", 0, '"("'],
    ["#Date(5)", 6, "a string"],
    ['#Date("yesterday")', 17, "a date such as 2020-01-31 or 2020-01-31T12:00:00.000Z before this"],
    [
      '#Date("2020-02-31")',
      18,
      "a date such as 2020-01-31 or 2020-01-31T12:00:00.000Z before this",
    ],
    ["#Nonsense([])", 10, "a tag that there is before this"],
    ["#constructor([])", 13, "a tag that there is before this"],
    ["#Array([1])", 7, "a tag that there is before this"],
    ["#Map([1])", 6, '"["'],
    ["#Map([[1]])", 8, '","'],
    ["#Uint8Array([1n])", 16, "elements of type number before this"],
    ["#BigInt64Array([1])", 18, "elements of type bigint before this"],
    ["[#holes(0)]", 8, "how many holes"],
    ["[#holes(9999999999)]", 19, "fewer holes"],
    ["(1)", 0, "a value"],
    ["globalThis.x", 12, '"(" after the name globalThis.x'],
    ["`a`", 0, "a value"],
  ])("[S25] %j is no form of a value", (written, offset, expected) => {
    expect(faultOf(written)).toEqual({ offset, expected });
  });

  test("[S25] a node is a name and its arguments, and nothing else", () => {
    for (const written of ["1", "price", '"price"', "[price()]", "#Set([1])", "price()()", ""]) {
      expect(() => parseNodeText(written, resolve)).toThrow(NodeSyntaxError);
    }
  });

  test("[S25] a text in single quotes is told of double ones", () => {
    expect(() => parseNodeText("price('IBM')", resolve)).toThrow(
      "expected a value at position 7; texts stand in double quotes.",
    );
    expect(() => parseNodeText("price(IBM)", resolve)).toThrow(/at position 10\.$/);
  });

  test("[S25] nesting has a limit, and is no way to overflow the stack", () => {
    expect(faultOf(deep(500))).toBe(undefined);
    expect(faultOf(deep(501))?.expected).toBe("at most 500 levels of nesting");
    for (const opening of [
      "[",
      "{a:",
      "f(",
      '"f"(',
      "#Map([[",
      "#List([",
      '#new("a",',
      "#null{a:",
    ]) {
      expect(faultOf(opening.repeat(100_000))?.expected).toBe("at most 500 levels of nesting");
    }
  });

  test("[S25] as deep as a key allows, a text does", () => {
    let value: unknown = 1;
    for (let level = 0; level < 500; level++) {
      const wrap = [
        (v: unknown) => new Map([[v, v === 1 ? 1 : 2]]),
        (v: unknown) => ({ v }),
        (v: unknown) => [v],
      ];
      value = wrap[level % 3]?.(value);
    }
    const written = writeValue(value, write);
    expect(keyOf([read(written)], "f")).toEqual(keyOf([value], "f"));
  });

  test("[S25] short texts do not ask for large memory", () => {
    expect(read("[#holes(4294967295),]")).toHaveLength(2 ** 32 - 1);
    const gap = "[#holes(30000000)],";
    expect(read(`[${gap.repeat(1_000)}]`)).toHaveLength(1_000);
  });
});
