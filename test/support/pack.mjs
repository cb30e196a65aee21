// Packs the public packages as they would be published.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const top = new URL("../..", import.meta.url).pathname;

/** The directories of the packages that are published. */
export function published() {
  return readdirSync(join(top, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(top, "packages", entry.name))
    .filter((directory) => !manifest(directory).private);
}

export function manifest(directory) {
  return JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
}

/** Packs each into a tarball in `folder`; gives `[name, tarball]` of each. */
export function pack(folder) {
  mkdirSync(folder, { recursive: true });
  return published().map((directory) => {
    const args = ["pack", "--json", "--silent", "--pack-destination", folder];
    const [{ filename, files }] = packed(execFileSync("npm", args, { cwd: directory }));
    const strays = files.filter(({ path }) => /tsbuildinfo|\.test\./.test(path));
    if (strays.length > 0) throw new Error(`${filename} holds ${strays[0].path}`);
    if (!files.some(({ path }) => path === "LICENSE"))
      throw new Error(`${filename} has no LICENSE`);
    return [manifest(directory).name, join(folder, filename)];
  });
}

/** npm 11 gives a list, or an object by name where the package is in a workspace. */
function packed(output) {
  const parsed = JSON.parse(String(output));
  return Array.isArray(parsed) ? parsed : Object.values(parsed);
}
