import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { compileFunction } from "node:vm";
import { build } from "esbuild";

/** A function of the model, before it is memoised. */
export type BookFunction = (...args: readonly string[]) => unknown;

/** What the model's files are to take for `memoize`. */
export type BookMemoize = (
  name: string,
  fn: BookFunction,
  options?: { readonly input?: boolean },
) => unknown;

const folder = fileURLToPath(new URL("../../examples/src/book", import.meta.url));

/**
 * Loads the model of packages/examples, its own source, with a `memoize` of ours: so that the very same functions can
 * be run with a cost, with another memory or with none.
 *
 * @returns what `memoize` made of each function, by its name in the source
 */
export async function loadBook(memoize: BookMemoize): Promise<Readonly<Record<string, unknown>>> {
  const { outputFiles } = await build({
    stdin: {
      contents: 'export * from "./market.ts"; export * from "./valuation.ts";',
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node20",
    external: ["@dug/core"],
    define: {
      "import.meta.url": JSON.stringify(new URL("../../examples/src/book/", import.meta.url)),
    },
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("the book was not built");
  const packages = createRequire(import.meta.url);
  const module: { exports: Readonly<Record<string, unknown>> } = { exports: {} };
  const require = (name: string): unknown => (name === "@dug/core" ? { memoize } : packages(name));
  compileFunction(file.text, ["require", "module"])(require, module);
  return module.exports;
}
