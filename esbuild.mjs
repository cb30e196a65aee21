// Bundles every package's entry points into dist/, beside the declarations that tsc writes there.
import { existsSync, readdirSync } from "node:fs";
import { build } from "esbuild";

const entries = ["index", "vitest", "main"];

await Promise.all(
  readdirSync("packages", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`packages/${entry.name}/src/index.ts`))
    .map(({ name }) =>
      build({
        entryPoints: entries
          .map((entry) => `packages/${name}/src/${entry}.ts`)
          .filter((path) => existsSync(path)),
        outdir: `packages/${name}/dist`,
        bundle: true,
        splitting: true,
        packages: "external",
        format: "esm",
        platform: "neutral",
        target: "es2022",
        sourcemap: true,
        logLevel: "warning",
      }),
    ),
);
