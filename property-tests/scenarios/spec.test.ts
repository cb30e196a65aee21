import { memoize } from "@dug/core";
import { readScenarios, ScenarioFileError } from "@dug/scenarios";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csv, wholeFile } from "../../test/scenarios/spec-file.ts";
import { parse } from "yaml";

memoize("spot", (ticker: string): number => ticker.length, { tags: ["equity"] });
memoize("vol", (ticker: string): number => ticker.length);
memoize("curve", (currency: string, year: number): number => currency.length + year);

/** A change of a text: so much is cut at a place, and this put there. */
interface Cut {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const syntax = [
  "",
  " ",
  "\n",
  "\t",
  "[",
  "]",
  "{",
  "}",
  ":",
  ",",
  "- ",
  "'",
  '"',
  "&a ",
  "*a",
  "!x ",
  "%",
  "..",
  "#",
];
const names = [
  "spot",
  "spot(*)",
  'curve("USD", >=5)',
  "tag:equity",
  "target",
  "set",
  "from",
  "on",
  "draws",
  "base",
];
const oddities = [
  "1e999",
  "-0",
  ".nan",
  "null",
  "~",
  "1..2:3",
  "5%",
  "__proto__",
  "constructor",
  "---",
  "? ",
  "| ",
];
const pieces = fc.oneof(
  fc.constantFrom(...syntax, ...names, ...oddities),
  fc.string({ unit: "binary", maxLength: 4 }),
);

const cuts = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(12), text: pieces }),
  { minLength: 1, maxLength: 4 },
);

function cut(text: string, changes: readonly Cut[]): string {
  return changes.reduce((whole, { at, length, text: piece }) => {
    const start = Math.floor(at * whole.length);
    return whole.slice(0, start) + piece + whole.slice(start + length);
  }, text);
}

/** What came of reading a file: scenarios, an error with a place in one of the files, or what must not be. */
function read(text: string, file: string, history: string = csv): string {
  try {
    const list = readScenarios(text, { file, include: () => history, most: 300 });
    return new Set(list.map(({ name }) => name)).size === list.length ? "read" : "two of one name";
  } catch (error) {
    if (!(error instanceof ScenarioFileError)) throw error;
    return isPlaced(error, error.file === file ? text : history)
      ? "refused"
      : `misplaced: ${error.message}`;
  }
}

/** Whether the place is in the text, or right behind it. */
function isPlaced({ file, line, column, message }: ScenarioFileError, text: string): boolean {
  const lines = text.split(/\r\n|\n|\r/);
  const length = lines[line - 1]?.length ?? 0;
  return (
    message.startsWith(`${file}:${line}:${column}: `) &&
    [line >= 1, line <= lines.length + 1, column >= 1, column <= length + 2].every(Boolean)
  );
}

const inJSON = JSON.stringify(parse(wholeFile), undefined, 1);

test("the files that are mutated are valid", () => {
  expect([read(wholeFile, "s.yaml"), read(inJSON, "s.json")]).toEqual(["read", "read"]);
});

test("a mutated file is read, or refused with a place in it: it never crashes", () => {
  const seen: string[] = [];
  fc.assert(
    fc.property(cuts, (changes) => {
      const found = [
        read(cut(wholeFile, changes), "s.yaml"),
        read(cut(inJSON, changes), "s.json"),
        read(wholeFile, "s.yaml", cut(csv, changes)),
      ];
      seen.push(...found);
      expect(found.filter((each) => each !== "read")).toEqual(
        found.flatMap((each) => (each === "read" ? [] : "refused")),
      );
    }),
    { numRuns: 400 },
  );
  // Both happen, else nothing is tried.
  expect(seen.filter((each) => each === "read").length).toBeGreaterThan(20);
  expect(seen.filter((each) => each === "refused").length).toBeGreaterThan(200);
});

test("any value in the place of any other is read, or refused with a place", () => {
  const paths = pathsOf(parse(wholeFile));
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
      const text = JSON.stringify(put(parse(wholeFile), path, value));
      const inBoth = read(text, "s.json");
      expect(["read", "refused"]).toContain(inBoth);
      expect(read(text, "s.yaml")).toBe(inBoth); // JSON is YAML
    }),
    { numRuns: 400 },
  );
});

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))];
}

function put(whole: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const part = (whole as Record<string | number, unknown>)[key];
  const copy: unknown = Array.isArray(whole) ? [...whole] : { ...(whole as object) };
  (copy as Record<string | number, unknown>)[key] = put(part, rest, value);
  return copy;
}
