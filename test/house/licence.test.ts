import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { top } from "./fence.ts";

test("every package that is published brings the licence, which npm packs from its own folder only", () => {
  const own = readFileSync(join(top, "LICENSE"), "utf8");
  const folders = readdirSync(join(top, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(top, "packages", entry.name));
  const published = folders.filter((folder) => {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return (manifest as { readonly private?: boolean }).private !== true;
  });
  expect(published.length).toBeGreaterThan(3);
  for (const folder of published) {
    const path = join(folder, "LICENSE");
    expect([folder, existsSync(path) && readFileSync(path, "utf8") === own]).toEqual([
      folder,
      true,
    ]);
  }
});
