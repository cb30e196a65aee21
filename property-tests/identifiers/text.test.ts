import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DugError } from "../../packages/core/src/errors.ts";
import { keyOf, sameKey } from "../../packages/core/src/identity/key.ts";
import { write } from "../../packages/core/src/identity/node.ts";
import { parseNodeText, parseValueText } from "../../packages/core/src/identity/parse.ts";
import { resolve } from "../../packages/core/src/identity/read.ts";
import { writeName, writeValue } from "../../packages/core/src/identity/write.ts";
import { build, runs, writtenShape } from "./shapes.ts";

function textOf(value: unknown): string {
  return writeValue(value, { ...write, owner: "f" });
}

function read(text: string): unknown {
  return parseValueText(text, resolve);
}

/** What goes wrong in reading a text that may be anything, other than an error of the engine. */
function faultsOf(text: string): unknown[] {
  return [parseNodeText, parseValueText].flatMap((parse) => {
    try {
      parse(text, resolve);
      return [];
    } catch (error) {
      return error instanceof DugError ? [] : [error];
    }
  });
}

test("[S25] what is written reads back as an equal value", () => {
  fc.assert(
    fc.property(writtenShape, (shape) => {
      const value = build(shape);
      const text = textOf(value);
      const found = read(text);
      expect(sameKey(keyOf([found], "f"), keyOf([value], "f"))).toBe(true);
      expect(textOf(found)).toBe(text);
    }),
    { numRuns: runs.numRuns * 3 },
  );
});

test("[S25] any name reads back, and any text as an argument", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (name, text) => {
      const found = parseNodeText(`${writeName(name)}(${JSON.stringify(text)})`, {
        ...resolve,
        node: (...node) => node,
      });
      expect(found).toEqual([name, [text]]);
    }),
    runs,
  );
});

test("[S25] two values have one text if and only if they have one key", () => {
  fc.assert(
    fc.property(writtenShape, writtenShape, (one, other) => {
      const [a, b] = [build(one), build(other)];
      expect(textOf(a) === textOf(b)).toBe(sameKey(keyOf([a], "f"), keyOf([b], "f")));
    }),
    runs,
  );
});

const pieces = [
  "price", "(", ")", "[", "]", "{", "}", ",", ":", "#", "#Map", "#List(", "#Date(", "#null", "#new(", "#function(",
  "#holes(3)", "#Float64Array([", "#ImmutableMap([[", '"', '"a"', "\\", "a:", "__proto__:", "1", "-0", "1n", "1e", "NaN",
  "-Infinity", "undefined", " ", "\n", '"Trade"', '"\\ud800"', "]]", "])", "'", "`", "${", "//", "\ud800",
]; // prettier-ignore

test("[S25] no text makes reading fail in any other way than by saying so", () => {
  const soup = fc
    .array(fc.constantFrom(...pieces), { maxLength: 30 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ unit: "binary" })), (text) => {
      expect(faultsOf(text)).toEqual([]);
    }),
    {
      numRuns: runs.numRuns * 5,
    },
  );
});

test("[S25] nor does a text that was damaged", () => {
  const damaged = fc
    .tuple(writtenShape, fc.nat(), fc.nat({ max: 3 }), fc.constantFrom("", ...pieces))
    .map(([shape, at, length, piece]) => {
      const text = textOf(build(shape));
      const start = at % (text.length + 1);
      return text.slice(0, start) + piece + text.slice(start + length);
    });
  fc.assert(
    fc.property(damaged, (text) => {
      expect(faultsOf(text)).toEqual([]);
    }),
    { numRuns: runs.numRuns * 5 },
  );
});
