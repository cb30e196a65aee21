import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** A piece of TypeScript in a page or a docstring. */
export interface Fence {
  /** The file that it stands in, from the top of the project. */
  readonly file: string;
  /** The line of its first line of code, counted from 1. */
  readonly line: number;
  /** What follows the opening backticks: `ts`, or `ts continued`. */
  readonly tag: string;
  readonly code: string;
}

export const top: string = new URL("../..", import.meta.url).pathname;

/** Every README and every page of documentation. */
export function pages(): readonly string[] {
  const packages = readdirSync(join(top, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(top, "packages", entry.name));
  return [
    join(top, "README.md"),
    ...packages.map((directory) => join(directory, "README.md")),
    ...packages.flatMap((directory) => filesBelow(join(directory, "docs"), ".md")),
  ].filter((file) => existsSync(file));
}

/** Every source of a published package. */
export function sources(): readonly string[] {
  return ["core", "testing", "scenarios", "cli"].flatMap((name) =>
    filesBelow(join(top, "packages", name, "src"), ".ts"),
  );
}

function filesBelow(directory: string, ending: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The fences of a page, of every language. */
export function fencesOf(path: string): readonly Fence[] {
  return fencesIn(readFileSync(path, "utf8").split("\n"), relative(top, path));
}

function fencesIn(lines: readonly string[], file: string, from = 1): Fence[] {
  const fences: Fence[] = [];
  let open: { tag: string; line: number; lines: string[]; indent: string } | undefined;
  for (const [index, line] of lines.entries()) {
    const mark = /^(\s*)```(.*)$/.exec(line);
    if (open === undefined) {
      if (mark !== null)
        open = { tag: mark[2]!.trim(), line: from + index + 1, lines: [], indent: mark[1]! };
    } else if (mark !== null && mark[2] === "") {
      fences.push({ file, line: open.line, tag: open.tag, code: open.lines.join("\n") });
      open = undefined;
    } else {
      open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    }
  }
  if (open !== undefined) throw new Error(`${file}:${open.line}: a fence is never closed`);
  return fences;
}

/** The examples in a source's docstrings: in a fence, in backticks on one line, or bare. */
export function examplesOf(path: string): readonly Fence[] {
  const text = readFileSync(path, "utf8");
  const file = relative(top, path);
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const first = text.slice(0, comment.index).split("\n").length;
    const lines = comment[0]
      .replace(/^\/\*\*|\s*\*\/$/g, "")
      .split("\n")
      .map((line) => line.replace(/^\s*\* ?/, ""));
    return lines.flatMap((line, at) => {
      if (!line.includes("@example")) return [];
      const end = lines.findIndex((later, index) => index > at && later.startsWith("@"));
      const rest = line.slice(line.indexOf("@example") + "@example".length).trim();
      return example([rest, ...lines.slice(at + 1, end < 0 ? undefined : end)], file, first + at);
    });
  });
}

function example(lines: readonly string[], file: string, line: number): readonly Fence[] {
  if (lines.some((text) => text.trim().startsWith("```"))) return fencesIn(lines, file, line);
  const code = lines.join("\n").trim();
  const single = /^`([^`]*)`[.]?$/.exec(code);
  return [{ file, line: single === null ? line + 1 : line, tag: "ts", code: single?.[1] ?? code }];
}
