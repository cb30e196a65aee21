// Bundles every package's entry points into dist/, beside the declarations that tsc writes there.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const entries = ["index", "vitest", "main"];

const sources = readdirSync("packages", { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`packages/${entry.name}/src/index.ts`))
  .map((entry) => `packages/${entry.name}`);

// A field that the constructor sets need not be declared to the platform as well: that says it twice.
const compilerOptions = { useDefineForClassFields: false, verbatimModuleSyntax: true };

await Promise.all(
  sources.map(async (directory) => {
    const { metafile } = await build({
      entryPoints: entries
        .map((entry) => `${directory}/src/${entry}.ts`)
        .filter((path) => existsSync(path)),
      outdir: `${directory}/dist`,
      bundle: true,
      splitting: true,
      packages: "external",
      format: "esm",
      platform: "neutral",
      target: "es2022",
      tsconfigRaw: { compilerOptions },
      sourcemap: true,
      metafile: true,
      logLevel: "warning",
    });
    dropOthers(`${directory}/dist`, Object.keys(metafile.outputs));
  }),
);

/** What an earlier build left behind would be packed and published. */
function dropOthers(directory, outputs) {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (/\.js(\.map)?$/.test(name) && !outputs.includes(path)) rmSync(path);
  }
}
