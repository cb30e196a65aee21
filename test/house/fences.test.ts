import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { examplesOf, fencesOf, pages, sources, top } from "./fence.ts";
import { programs } from "./program.ts";
import { bundle, execute, executeTests, typeErrors, write } from "./run-fences.ts";

const inPages = pages().map((path) => fencesOf(path));
const runs = (tag: string): boolean => tag === "ts" || tag === "ts continued";
const every = [
  ...inPages.flatMap((fences) =>
    programs(
      fences.filter(({ tag }) => runs(tag)),
      false,
    ),
  ),
  ...sources().flatMap((path) => programs(examplesOf(path), true)),
];
const plain = every.filter(({ isTest }) => !isTest);

/** Fences that show types and do not run: how many each page has. They should stay few. */
const shown: Readonly<Record<string, number>> = {};

beforeAll(() => write(every));

describe("the code in the documentation", () => {
  test("is there", () => {
    expect(existsSync(join(top, "README.md"))).toBe(true);
    expect(inPages.flat().filter(({ tag }) => runs(tag)).length).toBeGreaterThan(10);
  });

  test("is marked as code that runs, but for a few fences that show types", () => {
    const rest = inPages.flat().filter(({ tag }) => !runs(tag));
    const counts: Record<string, number> = {};
    for (const { file, tag } of rest)
      if (tag === "typescript") counts[file] = (counts[file] ?? 0) + 1;
    expect(counts).toEqual(shown);
    const allowed = [
      "typescript",
      "console",
      "sh",
      "json",
      "yaml",
      "csv",
      "text",
      "mermaid",
      "dot",
      "",
    ];
    expect(
      rest.filter(({ tag }) => !allowed.includes(tag)).map(({ file, line }) => `${file}:${line}`),
    ).toEqual([]);
  });

  test("has right types", { timeout: 60_000 }, async () => {
    expect(await typeErrors(every)).toEqual([]);
  });

  test("runs where it is a test itself", { timeout: 60_000 }, async () => {
    if (plain.length === every.length) return;
    const { failed, output } = await executeTests();
    expect(failed ? output : "").toBe("");
  });

  describe("runs", { timeout: 60_000 }, () => {
    beforeAll(() => bundle(plain));
    test.concurrent.for(plain.map((each) => [each.title, each] as const))(
      "%s",
      async ([, each]) => {
        await expect(execute(each)).resolves.toBeUndefined();
      },
    );
  });
});
