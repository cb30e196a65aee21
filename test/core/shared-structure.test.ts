import { Context, memoize, UnsupportedArgumentError } from "@dug/core";
import { List, Map as ImmutableMap } from "immutable";
import { describe, expect, test } from "vitest";

const size = memoize("shared.size", (value: unknown): number => JSON.stringify(value).length);
const pair = memoize("shared.pair", (_a: unknown, _b: unknown): number => 1);
const other = memoize("shared.other", (_a: unknown): number => 1);

/** A structure in which each level has the one before in two places: two to the power of `levels` places. */
function doubled(levels: number, twice: (level: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = twice(value);
  return value;
}

const twice = (value: unknown): unknown => [value, value];

describe("[S24] what stands in several places is compared as if it were written out", () => {
  test("equal arguments are one node, whether they share structure or not", () => {
    const apart = doubled(10, (value) => JSON.parse(JSON.stringify([value, value])));

    expect(size.node(doubled(10, twice)).equals(size.node(apart))).toBe(true);
    expect(new Context().run(() => size(doubled(10, twice)))).toBe(JSON.stringify(apart).length);
  });

  test("a large part that many rows share is no obstacle", () => {
    const settings = { currency: "EUR", days: 360 };
    const rows = Array.from({ length: 50_000 }, (_, row) => ({ row, settings }));

    expect(() => size.node(rows)).not.toThrow();
  });

  test.each<[string, (value: unknown) => unknown]>([
    ["arrays", (value) => [value, value]],
    ["objects", (value) => ({ left: value, right: value })],
    [
      "native maps",
      (value) =>
        new Map([
          ["left", value],
          ["right", value],
        ]),
    ],
    ["lists", (value) => List([value, value])],
    ["maps without an order", (value) => ImmutableMap({ left: value, right: value })],
    ["arrays in arrays of their own", (value) => [[value], [value]]],
    ["nodes", (value) => pair.node(value, value)],
    ["nodes within nodes of their own", (value) => pair.node(other.node(value), size.node(value))],
  ])("%s, each in two places of the next, 60 times over, are refused in time", (_, next) => {
    const make = (): unknown => size.node(doubled(60, next));

    expect(make).toThrow(UnsupportedArgumentError);
    expect(make).toThrow(/shared structure, of which more than 4,000,000 characters/);
  });

  test("so is what has few places, and much in each", () => {
    const long = "x".repeat(1_000_000);

    expect(() => size.node(doubled(60, (value) => [value === 1 ? [long] : value, value]))).toThrow(
      UnsupportedArgumentError,
    );
  });
});
