import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const sources = /\/packages\/(core|scenarios|testing)\/src\/|\bdugWalked\b|\bresetModules\b/;

/**
 * Whether a test, or a module beside it that it imports, reaches into the sources of a package, loads the
 * engine anew or counts what only the sources count. It then needs all packages as sources: else it would have
 * one engine from there and another, built, by the package's name.
 */
export function reachesIntoSources(path: string, seen: Set<string> = new Set()): boolean {
  if (seen.has(path) || !existsSync(path)) return false;
  seen.add(path);
  const text = readFileSync(path, "utf8");
  if (sources.test(text)) return true;
  return [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+\.ts)"/g)]
    .map(([, imported = ""]) => join(dirname(path), imported))
    .filter((imported) => !imported.includes("/packages/"))
    .some((imported) => reachesIntoSources(imported, seen));
}
