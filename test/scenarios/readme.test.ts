import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { readScenarios } from "../../packages/scenarios/src/read.ts";

const folder = new URL("../../packages/scenarios/", import.meta.url);
const readme = readFileSync(new URL("README.md", folder), "utf8");

function fences(language: string): string[] {
  const pattern = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs");
  return [...readme.matchAll(pattern)].map(([, code = ""]) => code);
}

/** Runs a fence; each line `expression; // value` gives a pair of the two. */
async function pairs(code: string): Promise<readonly (readonly [unknown, unknown])[]> {
  const body = code.replaceAll(/^(\S.*); \/\/ (.*)$/gm, "pairs.push([$1, $2]);");
  const { outputFiles } = await build({
    stdin: {
      contents: `export const pairs: unknown[] = [];\n${body}`,
      loader: "ts",
      resolveDir: folder.pathname,
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    conditions: ["dug-source"],
  });
  const text = outputFiles[0]?.text ?? "";
  const module = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  return module.pairs;
}

test("the README's code gives what its comments say", async () => {
  const found = await Promise.all(fences("ts").map((code) => pairs(code)));
  expect(found.map((each) => each.length)).toEqual([3, 4]);
  for (const [value, expected] of found.flat()) expect(value).toEqual(expected);
});

test("the README's scenario file can be read", () => {
  const spot = memoize("spot", (ticker: string): number => ticker.length);
  const [text = ""] = fences("json");
  const [crash, flat] = readScenarios(text, { file: "README.md" });
  expect([crash?.name, crash?.note, flat?.name]).toEqual(["crash", "as in 2008", "flat"]);
  memoize("vol", (ticker: string): number => ticker.length);
  const [yaml = ""] = fences("yaml");
  const list = readScenarios(yaml, { file: "README.yaml" });
  expect(list.map(({ name }) => name)).toContain("spot -10%, vol +0.05");
  expect(list).toHaveLength(1 + 6);
  expect(new Context().apply(flat!.layers[0]!).evaluate(spot.node("AAPL"))).toBe(100);
});
