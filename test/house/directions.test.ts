import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { top } from "./fence.ts";

// A pattern that the lint does not understand is silently no rule at all: so it is tried on files
// that break each rule.
const folder = mkdtempSync(join(tmpdir(), "dug-directions-")); // outside: the lint skips what git ignores
const broken: Readonly<Record<string, readonly string[]>> = {
  core: ["fast-check", "node:fs", "@dug/testing", "../../testing/src/index.ts"],
  testing: ["vitest", "node:fs", "@dug/scenarios", "@dug/cli"],
  scenarios: ["node:fs", "@dug/testing", "@dug/cli", "../../core/src/index.ts"],
  cli: ["../../core/src/index.ts", "../../core/dist/index.js"],
  bench: ["../../core/src/index.ts", "../../core/dist/index.js"],
  examples: ["@dug/testing", "@dug/cli", "../../core/src/index.ts"],
};
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: ["immutable", "./other.ts"],
  testing: ["immutable", "fast-check", "@dug/core", "./other.ts", "../other.ts"],
  scenarios: ["@dug/core", "immutable", "./other.ts"],
  cli: ["@dug/core", "@dug/scenarios", "node:fs", "./other.ts"],
  bench: ["@dug/core", "@dug/scenarios", "mobx", "node:fs", "./other.ts"],
  examples: ["@dug/core", "@dug/scenarios", "node:fs", "./other.ts"],
};

beforeAll(() => {
  write(".", ".oxlintrc.json");
  for (const [name, imports] of Object.entries(broken)) write(name, "broken.ts", imports);
  for (const [name, imports] of Object.entries(allowed)) write(name, "allowed.ts", imports);
  write("core", "ring.ts", ["./gnir.ts"]);
  write("core", "gnir.ts", ["./ring.ts"]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, file: string, imports?: readonly string[]): void {
  const path =
    imports === undefined ? join(folder, file) : join(folder, "packages", name, "src", file);
  mkdirSync(dirname(path), { recursive: true });
  if (imports === undefined) return copyFileSync(join(top, file), path);
  const lines = imports.map((from, index) => `import { a as a${index} } from "${from}";`);
  const names = imports.map((_, index) => `a${index}`);
  writeFileSync(path, `${lines.join("\n")}\nexport const a: unknown = [${names.join(", ")}];\n`);
}

/** `core/broken.ts:1 no-restricted-imports`, of everything that the lint finds. */
function found(): readonly string[] {
  const line = /packages\/(\w+)\/src\/([\w.]+):(\d+):\d+: .*\((.*)\)\]$/;
  return lint()
    .split("\n")
    .map((text) => line.exec(text))
    .filter((match) => match !== null)
    .map(([, name, file, at, rule]) => `${name}/${file}:${at} ${rule}`);
}

function lint(): string {
  const oxlint = join(top, "node_modules/.bin/oxlint");
  try {
    return execFileSync(oxlint, ["-f", "unix"], { cwd: folder, encoding: "utf8" });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}

test("the lint refuses imports against the direction of the arrows, and cycles", () => {
  const expected = [
    ...Object.entries(broken).flatMap(([name, imports]) =>
      imports.map((_, index) => `${name}/broken.ts:${index + 1} no-restricted-imports`),
    ),
    "core/ring.ts:1 no-cycle",
    "core/gnir.ts:1 no-cycle",
  ];
  expect([...new Set(found())].toSorted()).toEqual(expected.toSorted());
});
