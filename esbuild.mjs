// Bundles every package's entry points into dist/, beside the declarations that tsc writes there.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const entries = ["index", "vitest", "main", "files"];

const sources = readdirSync("packages", { withFileTypes: true })
  .filter((directory) => directory.isDirectory())
  .map((directory) => `packages/${directory.name}`)
  .filter((directory) => entries.some((entry) => existsSync(`${directory}/src/${entry}.ts`)));

// A field that the constructor sets need not be declared to the platform as well: that says it twice.
const compilerOptions = { useDefineForClassFields: false, verbatimModuleSyntax: true };

// What core uses of Immutable.js. A name that is missing here fails the build.
const used =
  "hash, isCollection, isIndexed, isKeyed, isList, isMap, isOrderedMap, isOrderedSet, isRecord, isSeq, isSet, isStack, List, Map, OrderedMap, OrderedSet, Seq, Set, Stack";

/** Lets all modules of core share one import of Immutable.js: else each would keep its own, with names of its own. */
const oneImport = {
  name: "one-import",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^immutable$/ }, ({ path, namespace }) =>
      namespace === "shared" ? { path, external: true } : { path, namespace: "shared" },
    );
    onLoad({ filter: /^immutable$/, namespace: "shared" }, () => ({
      contents: `export { ${used} } from "immutable";`,
    }));
  },
};

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
      define: { dugWalked: "undefined" }, // what only tests count (kernel/edges)
      plugins: directory === "packages/core" ? [oneImport] : [],
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
