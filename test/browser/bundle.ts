import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { top } from "../house/fence.ts";

/** What a page is made of. */
export interface Bundle {
  /** Files by their paths on the site. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly metafile: Metafile;
}

/** What stands in for what a browser lacks. */
interface Substitutes {
  readonly alias?: Readonly<Record<string, string>>;
  readonly define?: Readonly<Record<string, string>>;
}

/** Where bundled files lie, were they written. */
const out = join(top, ".cache/browser/out");

/**
 * Bundles modules for browsers from the packages' sources, Immutable.js and all: what a browser lacks fails
 * the build. `name` to path of each.
 */
export async function bundle(
  modules: Readonly<Record<string, string>>,
  { alias, define }: Substitutes = {},
): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: top,
    entryPoints: { ...modules },
    outdir: out,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: ["dug-source"],
    alias: { ...alias },
    define: { ...define },
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const files = new Map(
    outputFiles.map(({ path, contents }) => [path.slice(out.length), contents] as const),
  );
  return { files, metafile };
}

/** What the bundled modules import that is not bundled with them. */
export function external({ inputs }: Metafile): readonly string[] {
  return Object.values(inputs).flatMap(({ imports }) =>
    imports
      .filter((each) => each.external === true || !(each.path in inputs))
      .map(({ path }) => path),
  );
}
