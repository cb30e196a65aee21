import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The user's source files: the absolute path of each, and the path as the user would write it. */
export type Sources = ReadonlyMap<string, string>;

/** A path as the user would write it: relative to the current folder if it lies in it. */
export function relativePath(path: string, folder: string): string {
  const whole = resolve(folder, path);
  const short = relative(folder, whole);
  return short.startsWith("..") ? whole : short;
}

/** What was thrown, in one line, and the place in the user's own sources where it happened, such as `model.ts:3:7`. */
export function describe(
  error: unknown,
  sources: Sources,
): { readonly place: string | undefined; readonly message: string } {
  if (!(error instanceof Error)) return { place: undefined, message: `threw ${String(error)}` };
  return { place: placeIn(error.stack ?? "", sources), message: `${error.name}: ${error.message}` };
}

/** The innermost frame of a stack that is in one of the files, or the place above the stack: there an import of what is not exported is told. */
function placeIn(stack: string, sources: Sources): string | undefined {
  for (const [, location = "", line = "", column = ""] of stack.matchAll(
    /^\s+at (?:.*\()?(.+?):(\d+):(\d+)\)?$/gm,
  )) {
    const path = location.startsWith("file:") ? fileURLToPath(location) : location;
    const shown = sources.get(path);
    if (shown !== undefined) return `${shown}:${line}:${column}`;
  }
  const [, path = "", line = ""] = /^(.+):(\d+)$/m.exec(stack) ?? [];
  const shown = sources.get(path);
  return shown === undefined ? undefined : `${shown}:${line}`;
}

/** What was thrown, in one line, with its place in the user's sources if it has one. */
export function where(error: unknown, sources: Sources): string {
  const { place, message } = describe(error, sources);
  return place === undefined ? message : `${message} (${place})`;
}

/** The folders of the command's own packages. */
const engine = ["@dug/core", "@dug/scenarios", "@dug/cli"].map(
  (name) => `${dirname(dirname(fileURLToPath(import.meta.resolve(name))))}${sep}`,
);

/** The stack, in the lines of the sources, as the process maps them; without the engine's own frames, of which there are ten to a call. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const lines = (error.stack ?? error.message).split("\n");
  const kept = lines.filter((line) => !isFrame(line) || !isOwn(line));
  return (kept.some(isFrame) ? kept : lines).join("\n");
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line);
}

function isOwn(line: string): boolean {
  return engine.some((folder) => line.includes(folder));
}
