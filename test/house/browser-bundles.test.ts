import { describe, expect, test } from "vitest";
import { bundle, external } from "../browser/bundle.ts";

// What each package brings into a page besides dug's own sources.
const brought: Readonly<Record<string, readonly string[]>> = {
  core: ["immutable"],
  testing: ["fast-check", "immutable", "pure-rand"],
  scenarios: ["@humanwhocodes/momoa", "d3-random", "immutable", "jsep", "pure-rand", "yaml"],
};

const entry = (name: string): Record<string, string> => ({
  [name]: `packages/${name}/src/index.ts`,
});

describe.each(Object.keys(brought))("%s, bundled for browsers", (name) => {
  test("has all that it imports, and nothing of Node", async () => {
    const { files, metafile } = await bundle(entry(name));
    expect(external(metafile)).toEqual([]);
    const packages = Object.keys(metafile.inputs).flatMap(
      (path) => /node_modules\/((?:@[^/]*\/)?[^/]*)\//.exec(path)?.[1] ?? [],
    );
    expect([...new Set(packages)].toSorted()).toEqual(brought[name]);
    const code = [...files.values()].map((each) => new TextDecoder().decode(each)).join("\n");
    // Asked of the platform when the first asynchronous function runs, not imported (S22h).
    const named = new Set(code.match(/"node:[\w/]+"/g));
    expect([...named].filter((each) => each !== '"node:async_hooks"')).toEqual([]);
    expect(code).not.toMatch(/\b(require|importScripts)\(/);
  });
});

test("the premise: what is for Node does not bundle for browsers", async () => {
  const prices = bundle({ prices: "packages/examples/src/book/prices.ts" });
  await expect(prices).rejects.toThrow('Could not resolve "node:fs"');
});

test("the premise: what is left out of a bundle is found", () => {
  const imports = [{ path: "node:fs", kind: "import-statement" as const, external: true }];
  const inputs = { "a.ts": { bytes: 0, imports } };
  expect(external({ inputs, outputs: {} })).toEqual(["node:fs"]);
});
