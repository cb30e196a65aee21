import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { top } from "./fence.ts";

const page = readFileSync(join(top, "packages/core/docs/semantics.md"), "utf8");
/** The rules, in the order in which the page has them. */
const rules = [...page.matchAll(/^### (S\d+[a-z]?)$/gm)].map(([, rule = ""]) => rule);

/** Rules that range over graphs. */
const overGraphs = [
  ...between("S1", "S4"),
  ...between("S6", "S16a"),
  ...between("S18", "S21"),
  "S24",
];

function between(first: string, last: string): string[] {
  return rules.slice(rules.indexOf(first), rules.indexOf(last) + 1);
}

/** The rules that the titles of tests in a folder quote: `[S9]`, `[S16, S20]`, `[S1–S27]`. */
function quoted(folder: string): ReadonlySet<string> {
  const title = /\b(?:test|it|describe)\b[^"`\n]*(?:\n\s*)?["`]\[(S\d[^\]\n]*)\]/g;
  const files = readdirSync(join(top, folder), { recursive: true, encoding: "utf8" });
  return new Set(
    files
      .filter((file) => file.endsWith(".test.ts"))
      .flatMap((file) => [...readFileSync(join(top, folder, file), "utf8").matchAll(title)])
      .flatMap(([, list = ""]) => list.split(", "))
      .flatMap((each) => {
        const [first = "", last = first] = each.split("–");
        return between(first, last);
      }),
  );
}

describe("the rules", () => {
  test("are all on the page, from S1 to S27, each once and in order", () => {
    const numbers = rules.map((rule) => Number(/\d+/.exec(rule)?.[0]));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(27);
    expect(new Set(rules).size).toBe(rules.length);
    expect(rules).toEqual(
      expect.arrayContaining([
        "S12a",
        "S12b",
        "S16a",
        ..."abcdefgh".split("").map((x) => `S22${x}`),
      ]),
    );
  });

  test("have each a test that quotes it", () => {
    const found = quoted("test");
    expect(rules.filter((rule) => !found.has(rule))).toEqual([]);
  });

  test("have each a property that quotes it, if they range over graphs", () => {
    const found = quoted("property-tests");
    expect(overGraphs.length).toBeGreaterThan(20);
    expect(overGraphs.filter((rule) => !found.has(rule))).toEqual([]);
  });
});
