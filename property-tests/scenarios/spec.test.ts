import { memoize } from "@dug/core";
import { readScenarios, ScenarioFileError } from "@dug/scenarios";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csv, wholeFile } from "../../test/scenarios/spec-file.ts";
import { parse, stringify } from "yaml";
import { settings } from "../engine/settings.ts";
import { cut, cuts, graft, grafts } from "./mutations.ts";

memoize("spot", (ticker: string): number => ticker.length, { tags: ["equity"] });
memoize("vol", (ticker: string): number => ticker.length);
memoize("curve", (currency: string, year: number): number => currency.length + year);

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
    settings(400),
  );
  // Both happen, else nothing is tried.
  expect(seen.filter((each) => each === "read").length).toBeGreaterThan(20);
  expect(seen.filter((each) => each === "refused").length).toBeGreaterThan(200);
});

test("a file whose parts are dropped, repeated, moved, renamed or replaced is read, or refused with a place", () => {
  const seen: string[] = [];
  fc.assert(
    fc.property(grafts, (changes) => {
      const content = graft(parse(wholeFile), changes);
      const inBoth = read(JSON.stringify(content), "s.json");
      // JSON is YAML, and so is what YAML writes of it, with anchors where a part comes twice.
      const found = [
        inBoth,
        read(JSON.stringify(content), "s.yaml"),
        read(stringify(content), "s.yaml"),
      ];
      seen.push(inBoth);
      expect(["read", "refused"]).toContain(inBoth);
      expect(found).toEqual([inBoth, inBoth, inBoth]);
    }),
    settings(400),
  );
  expect(seen.filter((each) => each === "read").length).toBeGreaterThan(20);
  expect(seen.filter((each) => each === "refused").length).toBeGreaterThan(100);
});

test("a history whose fields are dropped, repeated, moved or replaced is read, or refused with a place in it", () => {
  const seen: string[] = [];
  const table = csv
    .trim()
    .split("\r\n")
    .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
  fc.assert(
    fc.property(grafts, fc.constantFrom("\r\n", "\n", "\r"), (changes, end) => {
      const content = graft(table, changes) as unknown[];
      const lines = content.map((line) =>
        Array.isArray(line) ? line.map(textOf).join(",") : textOf(line),
      );
      const found = read(wholeFile, "s.yaml", lines.join(end));
      seen.push(found);
      expect(["read", "refused"]).toContain(found);
    }),
    settings(400),
  );
  expect(new Set(seen).size).toBe(2);
});

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
