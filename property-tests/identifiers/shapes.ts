import * as fc from "fast-check";
import * as Immutable from "immutable";
import { enrol } from "../../packages/core/src/identity/classes.ts";
import { type Memoised, memoize } from "../../packages/core/src/memoize.ts";
import { dugFrom, dugKey } from "../../packages/core/src/identity/symbols.ts";

/** How often each property is tried; more by the environment variable `DUG_RUNS`. */
export const runs: { readonly numRuns: number } = {
  numRuns: Number(process.env["DUG_RUNS"] ?? 200),
};

const listKinds = [
  "set",
  "list",
  "immutableSet",
  "orderedSet",
  "stack",
  "indexedSeq",
  "setSeq",
] as const;
const mapKinds = ["map", "immutableMap", "orderedMap", "keyedSeq"] as const;
const typedKinds = ["Int8", "Uint8", "Uint8Clamped", "Int32", "Float32", "Float64"] as const;
const objectKinds = ["object", "bare"] as const;
const classKinds = ["trade", "lot"] as const;
const recordKinds = ["point", "vector"] as const;

/** What a value is made from: what can be changed a little, and made twice. */
export type Shape =
  | { readonly kind: "leaf"; readonly value: unknown }
  | { readonly kind: "date"; readonly time: number }
  | { readonly kind: (typeof typedKinds)[number]; readonly elements: readonly number[] }
  | { readonly kind: "hole" }
  | { readonly kind: "array"; readonly parts: readonly Shape[] }
  | { readonly kind: (typeof listKinds)[number]; readonly parts: readonly Shape[] }
  | { readonly kind: (typeof mapKinds)[number]; readonly parts: readonly Shape[] }
  | {
      readonly kind: (typeof objectKinds)[number];
      readonly names: readonly string[];
      readonly parts: readonly Shape[];
    }
  | { readonly kind: (typeof classKinds)[number]; readonly parts: readonly Shape[] }
  | { readonly kind: (typeof recordKinds)[number]; readonly parts: readonly Shape[] }
  | { readonly kind: "node"; readonly name: string; readonly parts: readonly Shape[] }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "money"; readonly amount: number };

export class Trade {
  readonly id: unknown;
  constructor(id: unknown) {
    this.id = id;
  }
  static [dugFrom](id: unknown): Trade {
    return new this(id);
  }
  [dugKey](): unknown {
    return this.id;
  }
}

class Lot extends Trade {}

/** Has no text, and one of two hashes. */
export class Money {
  readonly amount: number;
  constructor(amount: number) {
    this.amount = amount;
  }
  equals(other: unknown): boolean {
    return other instanceof Money && other.amount === this.amount;
  }
  hashCode(): number {
    return this.amount % 2;
  }
}

enrol(Trade);
enrol(Lot);

const Point = Immutable.Record<{ x: unknown; y: unknown }>({ x: undefined, y: 0 }, "Point");
const Vector = Immutable.Record<{ x: unknown; y: unknown }>({ x: undefined, y: 0 }, "Point");

type AnyFunction = Memoised<(...args: unknown[]) => number>;

const functions: ReadonlyMap<string, AnyFunction> = new Map(
  ["price", "rates/curve.v2", "odd name", "NaN", "\ud800", "größe"].map((name) => [
    name,
    memoize(name, (...args: unknown[]) => args.length),
  ]),
);

type Made = (
  typeof listKinds | typeof mapKinds | typeof typedKinds | typeof classKinds | typeof recordKinds
)[number];

const makers: Readonly<Record<Made, (parts: readonly unknown[]) => unknown>> = {
  set: (parts) => new Set(parts),
  list: (parts) => Immutable.List(parts),
  immutableSet: (parts) => Immutable.Set(parts),
  orderedSet: (parts) => Immutable.OrderedSet(parts),
  stack: (parts) => Immutable.Stack(parts),
  indexedSeq: (parts) => Immutable.Seq.Indexed(parts).map((part) => part),
  setSeq: (parts) => Immutable.Seq.Set(parts),
  map: (parts) => new Map(pairs(parts)),
  immutableMap: (parts) => Immutable.Map(pairs(parts)),
  orderedMap: (parts) => Immutable.OrderedMap(pairs(parts)),
  keyedSeq: (parts) => Immutable.Seq.Keyed(pairs(parts)),
  trade: ([id]) => new Trade(id),
  lot: ([id]) => new Lot(id),
  point: ([x, y]) => Point({ x, y }),
  vector: ([x, y]) => Vector({ x, y }),
  Int8: (parts) => new Int8Array(parts.map(Number)),
  Uint8: (parts) => new Uint8Array(parts.map(Number)),
  Uint8Clamped: (parts) => new Uint8ClampedArray(parts.map(Number)),
  Int32: (parts) => new Int32Array(parts.map(Number)),
  Float32: (parts) => new Float32Array(parts.map(Number)),
  Float64: (parts) => new Float64Array(parts.map(Number)),
};

/** Every second part is the value of the key before it. */
function pairs(parts: readonly unknown[]): [unknown, unknown][] {
  return parts.flatMap((part, index): [unknown, unknown][] =>
    index % 2 === 0 ? [[part, parts[index + 1]]] : [],
  );
}

/** Makes the value anew. */
export function build(shape: Shape): unknown {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the others are those of the table
  switch (shape.kind) {
    case "leaf":
      return shape.value;
    case "date":
      return new Date(shape.time);
    case "money":
      return new Money(shape.amount);
    case "function":
      return functions.get(shape.name);
    case "node":
      return functions.get(shape.name)?.node(...shape.parts.map(build));
    case "array":
      return buildArray(shape.parts);
    case "object":
      return Object.fromEntries(fieldsOf(shape));
    case "bare":
      return Object.setPrototypeOf(Object.fromEntries(fieldsOf(shape)), null);
    case "hole":
      return undefined;
    default:
      return makers[shape.kind]("parts" in shape ? shape.parts.map(build) : shape.elements);
  }
}

const hole: Shape = { kind: "hole" };

function fieldsOf({ names, parts }: Extract<Shape, { names: unknown }>): [string, unknown][] {
  return names.map((name, index) => [name, build(parts[index] ?? hole)]);
}

function buildArray(parts: readonly Shape[]): unknown[] {
  const array: unknown[] = [];
  parts.forEach((part, index) => {
    if (part.kind !== "hole") array[index] = build(part);
  });
  array.length = parts.length;
  return array;
}

const alikeLeaves: readonly unknown[] = [
  0, -0, 1, "0", "1", 1n, 0n, true, false, "true", "", null, undefined, "undefined", NaN, "NaN", Infinity, -1, 5,
  "\ud800", "\\ud800", "\udc00a", '"', "\\", ",", "[", "#", 2 ** 53, 5e-324, 1e21, -(2n ** 70n),
]; // prettier-ignore

const propertyName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "a",
    "b",
    "a b",
    "1",
    "01",
    "__proto__",
    "constructor",
    "toString",
    "",
    "length",
    "\ud800",
    "ä",
  ),
  fc.string({ unit: "binary", maxLength: 3 }),
);

const leaf: fc.Arbitrary<Shape> = fc.oneof(
  { arbitrary: fc.constantFrom(...alikeLeaves), weight: 4 },
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 3 }).map((units) => String.fromCharCode(...units)),
  fc.double(),
  fc.bigInt(),
).map((value) => ({ kind: "leaf", value })); // prettier-ignore

const number: fc.Arbitrary<number> = fc.constantFrom(0, -0, 1, -1, NaN, 1.5, 300);
const functionName = fc.constantFrom(...functions.keys());

function partsOf(part: fc.Arbitrary<Shape>, minLength = 0, maxLength = 4): fc.Arbitrary<Shape[]> {
  return fc.array(part, { minLength, maxLength });
}

/** Shapes of everything that can be an argument; without `Money` and Records, of all that has a text. */
function shapes(options: { readonly written: boolean }): fc.Arbitrary<Shape> {
  const { shape } = fc.letrec<{ shape: Shape }>((tie) => {
    const part = tie("shape");
    const always = [
      leaf,
      fc.record({
        kind: fc.constant("date" as const),
        time: fc.constantFrom(0, 1, 5, NaN, -8.64e15, 1e12),
      }),
      fc.record({
        kind: fc.constantFrom(...typedKinds),
        elements: fc.array(number, { maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant("function" as const), name: functionName }),
      fc.record({
        kind: fc.constant("array" as const),
        parts: partsOf(fc.oneof({ arbitrary: part, weight: 4 }, fc.constant(hole))),
      }),
      fc.record({ kind: fc.constantFrom(...listKinds), parts: partsOf(part) }),
      fc.record({
        kind: fc.constantFrom(...mapKinds),
        parts: partsOf(part).map((parts) => parts.slice(parts.length % 2)),
      }),
      fc.uniqueArray(propertyName, { maxLength: 4 }).chain((names) =>
        fc.record({
          kind: fc.constantFrom(...objectKinds),
          names: fc.constant(names),
          parts: partsOf(part, names.length, names.length),
        }),
      ),
      fc.record({ kind: fc.constantFrom(...classKinds), parts: partsOf(part, 1, 1) }),
      fc.record({
        kind: fc.constant("node" as const),
        name: functionName,
        parts: partsOf(part, 0, 3),
      }),
    ];
    const unwritten = [
      fc.record({ kind: fc.constantFrom(...recordKinds), parts: partsOf(part, 2, 2) }),
      fc.record({ kind: fc.constant("money" as const), amount: fc.nat({ max: 5 }) }),
    ];
    return {
      shape: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        ...always,
        ...(options.written ? [] : unwritten),
      ),
    };
  });
  return shape;
}

export const anyShape: fc.Arbitrary<Shape> = shapes({ written: false });
export const writtenShape: fc.Arbitrary<Shape> = shapes({ written: true });

const families: readonly (readonly Shape["kind"][])[] = [
  listKinds,
  mapKinds,
  typedKinds,
  objectKinds,
  classKinds,
  recordKinds,
];

/** Changes the part that is `n`-th in reading order, counted round. */
function changePart(shape: Shape, n: number, change: (part: Shape) => Shape): Shape {
  let left = n % countParts(shape);
  const walk = (part: Shape): Shape => {
    if (left-- === 0) return change(part);
    return "parts" in part ? { ...part, parts: part.parts.map(walk) } : part;
  };
  return walk(shape);
}

function countParts(shape: Shape): number {
  return "parts" in shape ? shape.parts.reduce((sum, part) => sum + countParts(part), 1) : 1;
}

/** Another kind of the same family, if there is one. */
function retag(shape: Shape, n: number): Shape {
  const family = families.find((kinds) => kinds.includes(shape.kind));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kinds of a family differ in nothing else
  return family === undefined ? shape : ({ ...shape, kind: family[n % family.length] } as Shape);
}

/** Takes parts in another order; pairs and named parts stay together. */
function reverse(shape: Shape): Shape {
  if (!("parts" in shape)) return shape;
  const step = families[1]?.includes(shape.kind) ? 2 : 1;
  const parts: Shape[] = [];
  for (let end = shape.parts.length; end > 0; end -= step)
    parts.push(...shape.parts.slice(end - step, end));
  return "names" in shape
    ? { ...shape, names: shape.names.toReversed(), parts }
    : { ...shape, parts };
}

/** Two shapes that differ in little or nothing. */
export const nearPair: fc.Arbitrary<[Shape, Shape]> = fc
  .tuple(
    anyShape,
    fc.nat(),
    fc.nat(),
    fc.constantFrom("same", "replace", "retag", "reverse", "reverse"),
    leaf,
  )
  .map(([shape, n, m, change, other]) => {
    const changes = {
      same: (part: Shape) => part,
      replace: () => other,
      retag: (part: Shape) => retag(part, m),
      reverse,
    };
    return [shape, changePart(shape, n, changes[change])];
  });
