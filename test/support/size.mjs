// What the core costs a page: bundled from the built package, minified, gzipped, without immutable.
// 1 kB is 1000 bytes. Fails where a limit is passed.
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const limits = [
  {
    title: "{ Context, memoize }",
    code: `export { Context, memoize } from "@dug/core";`,
    limit: 12,
  },
  { title: "all of core", code: `export * from "@dug/core";`, limit: 20 },
];

for (const { title, code, limit } of limits) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: new URL("../..", import.meta.url).pathname },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: ["immutable"],
    legalComments: "none",
    write: false,
  });
  const size = gzipSync(outputFiles[0].contents, { level: 9 }).length / 1000;
  const verdict = size <= limit ? "within" : "OVER";
  console.log(`size: ${title}: ${size.toFixed(2)} kB, ${verdict} its limit of ${limit} kB`);
  if (size > limit) process.exitCode = 1;
}
