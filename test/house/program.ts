import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Fence, top } from "./fence.ts";

/** A fence made into a module that runs: its text, on the lines where it stands in its file. */
export interface Program {
  readonly fence: Fence;
  /** `README.md:12`. */
  readonly title: string;
  /** The module's file name, without its ending. */
  readonly name: string;
  readonly text: string;
  /** It imports vitest, and so can only run inside it. */
  readonly isTest: boolean;
}

/** What an example in a docstring need not import: what the packages export, and the cast. */
const known: ReadonlyMap<string, string> = new Map([
  ...["base", "book", "crash", "option", "spot", "vol"].map(
    (name) => [name, `import { ${name} } from "../../test/house/cast.ts";`] as const,
  ),
  ...["describe", "expect", "test"].map(
    (name) => [name, `import { ${name} } from "vitest";`] as const,
  ),
  ["assert", `import assert from "node:assert/strict";`],
  ["fc", `import fc from "fast-check";`],
  ["is", `import { is } from "immutable";`],
  ...["core", "scenarios", "testing"].flatMap((name) =>
    exportsOf(name).map(
      (exported) => [exported.name, `import { ${exported.text} } from "@dug/${name}";`] as const,
    ),
  ),
]);

function exportsOf(name: string): readonly { name: string; text: string }[] {
  const index = readFileSync(join(top, "packages", name, "src/index.ts"), "utf8");
  return [...index.matchAll(/export (type )?\{([^}]*)\}/g)].flatMap(([, type = "", names = ""]) =>
    names
      .split(",")
      .map((each) => each.trim())
      .filter((each) => each !== "")
      .map((each) => ({ name: each.replace("type ", ""), text: `${type}${each}` })),
  );
}

/** The programs of one file's fences; `ts continued` begins with what the fences before it say. */
export function programs(fences: readonly Fence[], inDocstring: boolean): readonly Program[] {
  let before: readonly Fence[] = [];
  return fences.map((fence) => {
    const parts = fence.tag.endsWith("continued") ? [...before, fence] : [fence];
    before = parts;
    return program(fence, parts, inDocstring);
  });
}

function program(fence: Fence, parts: readonly Fence[], inDocstring: boolean): Program {
  const lines: string[] = [];
  for (const part of parts) {
    while (lines.length < part.line - 1) lines.push("");
    lines.push(...part.code.split("\n").map(checked));
  }
  const body = lines.join("\n");
  const missing = inDocstring ? imports(body) : "";
  const assertion = body.includes("dugAssert")
    ? `import dugAssert from "node:assert/strict"; `
    : "";
  return {
    fence,
    title: `${fence.file}:${fence.line}`,
    name: `${fence.file.replaceAll("/", "~")}~${fence.line}`,
    text: `${assertion}${seeded(body)}${missing}${body}\nexport {};\n`,
    isTest: /"(@dug\/testing\/|@fast-check\/)?vitest"/.test(`${missing}${body}`),
  };
}

/** What fast-check tries is the same each time: documentation is no place to look for bugs in. */
function seeded(body: string): string {
  if (!/\bfc\b/.test(body)) return "";
  return `import dugCheck from "fast-check"; dugCheck.configureGlobal({ seed: 1 }); `;
}

function imports(body: string): string {
  const code = body.replace(/\/\/.*$|"[^"]*"/gm, "");
  const used = new Set(code.match(/(?<![.\w])[A-Za-z_]\w*(?!\w*:)/g));
  return [...known]
    .filter(([name]) => used.has(name) && !declares(code, name))
    .map(([, line]) => `${line} `)
    .join("");
}

function declares(code: string, name: string): boolean {
  return new RegExp(`(const|let|function|class|import)\\b[^=;(]*\\b${name}\\b`).test(code);
}

/**
 * A line that says what it comes to, `price(2); // 20`, is held to it. Only a statement that
 * stands on one line, unindented, followed by nothing but a literal: everything else is prose.
 */
function checked(line: string): string {
  const match = /^(?!import|export|if|for|return)(\S.*); \/\/ (\S.*)$/.exec(line);
  if (match === null || !isLiteral(match[2]!)) return line;
  const [, statement = "", literal = ""] = match;
  const declared = /^(?:const|let) (\w+)\b[^=]* = .*$/.exec(statement);
  if (declared !== null) return `${statement}; dugAssert.deepEqual(${declared[1]}, ${literal});`;
  const logged = /^console\.log\((.*)\)$/.exec(statement);
  return `dugAssert.deepEqual(${logged?.[1] ?? statement}, ${literal});`;
}

/** A value written out: numbers, strings, words like `true`, and lists and objects of these. */
function isLiteral(text: string): boolean {
  const bare = text
    .replace(/"[^"]*"|'[^']*'/g, "0")
    .replace(/\b(true|false|null|undefined|NaN)\b/g, "0")
    .replace(/\b\w+:/g, "");
  return /^-?[\d[{][-\d._n\s,[\]{}]*$/.test(bare) && !bare.includes("..");
}
