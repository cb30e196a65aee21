import { isBuiltin } from "node:module";
import { readFile } from "node:fs/promises";
import { dirname, extname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Loader, type Message, type Plugin } from "esbuild";
import { InputError } from "./exit.ts";
import { relativePath, type Sources } from "./place.ts";

/** A model made loadable. */
export interface Bundle {
  /** The user's source files that went into it. */
  readonly sources: Sources;
}

/** Where a model is found, and where the bundle goes. */
interface Places {
  /** The folder where the model's path begins, absolute. */
  readonly folder: string;
  readonly outfile: string;
}

/**
 * Turns a TypeScript module, with the source files that it imports, into one JavaScript file. Packages
 * stay outside: those of `@dug/` are this command's own, so that model and command share one engine
 * wherever the model lies; others are found from the file that imports them.
 * @throws {InputError} with file and line when it does not compile.
 */
export async function bundle(model: string, { folder, outfile }: Places): Promise<Bundle> {
  try {
    const { metafile } = await build({
      absWorkingDir: folder,
      entryPoints: [resolve(folder, model)],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      sourcemap: "inline",
      keepNames: true,
      metafile: true,
      logLevel: "silent",
      define: Object.fromEntries(
        metaProperties.map((name) => [`import.meta.${name}`, metaVariable(name)]),
      ),
      plugins: [packagesOutside, ownPlaces],
    });
    const paths = Object.keys(metafile.inputs).map((path) => resolve(folder, path));
    return { sources: new Map(paths.map((path) => [path, relativePath(path, folder)])) };
  } catch (error) {
    if (isBuildFailure(error)) throw new InputError(explain(error.errors), { cause: error });
    throw error;
  }
}

function isBuildFailure(error: unknown): error is { errors: Message[] } {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

function explain(errors: readonly Message[]): string {
  const shown = errors.slice(0, 5).map(({ text, location }) => {
    if (location === null) return text;
    return `${location.file}:${location.line}:${location.column + 1}: ${text}\n    ${location.lineText.trim()}`;
  });
  return [...shown, ...(errors.length > 5 ? [`and ${errors.length - 5} more errors`] : [])].join(
    "\n",
  );
}

const resolving = Symbol("resolving");
const source = new Set([".ts", ".mts", ".cts", ".tsx", ".jsx", ".json"]);

/** Leaves packages where they are, named by URL: the bundle lies where no `node_modules` is near. */
const packagesOutside: Plugin = {
  name: "packages outside",
  setup(builder) {
    builder.onResolve(
      { filter: /^[^./]/ },
      async ({ path, pluginData, kind, importer, resolveDir }) => {
        if (kind === "entry-point" || pluginData === resolving) return undefined;
        if (isBuiltin(path)) return { path, external: true };
        const own = path.startsWith("@dug/") ? ownCopy(path) : undefined;
        if (own !== undefined) return { path: own, external: true };
        const found = await builder.resolve(path, {
          kind,
          importer,
          resolveDir,
          pluginData: resolving,
        });
        if (found.errors.length > 0 || found.external || found.namespace !== "file") return found;
        if (source.has(extname(found.path))) return found;
        return { path: pathToFileURL(found.path).href, external: true };
      },
    );
  },
};

/** Where this command itself finds a package, or `undefined` if it does not have it. */
function ownCopy(specifier: string): string | undefined {
  try {
    const url = import.meta.resolve(specifier);
    return fileURLToPath(url) === "" ? undefined : url;
  } catch {
    return undefined;
  }
}

const metaProperties = ["url", "filename", "dirname"] as const;

function metaVariable(property: (typeof metaProperties)[number]): string {
  return `__dug_import_meta_${property}`;
}

/** Lets `import.meta.url` and its like tell the place of the source file, not of the bundle: models read files beside them. */
const ownPlaces: Plugin = {
  name: "own places",
  setup(builder) {
    builder.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path, namespace }) => {
      if (namespace !== "file") return undefined;
      const text = await readFile(path, "utf8");
      if (!text.includes("import.meta")) return undefined;
      const places = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) };
      const constants = metaProperties.map(
        (name) => `const ${metaVariable(name)} = ${JSON.stringify(places[name])};`,
      );
      // On the first line, so that all lines keep their numbers.
      return {
        contents: `${constants.join(" ")} ${text.replace(/^#!.*/, "")}`,
        loader: loaderOf(path),
      };
    });
  },
};

function loaderOf(path: string): Loader {
  const extension = extname(path).replace(/^\.[cm]?/, "");
  return extension === "tsx" || extension === "jsx" || extension === "js" ? extension : "ts";
}
