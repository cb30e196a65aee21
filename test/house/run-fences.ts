import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { top } from "./fence.ts";
import type { Program } from "./program.ts";

const folder = join(top, ".cache/fences");
const bin = (name: string): string => join(top, "node_modules/.bin", name);

/** Writes the programs where the compiler and the bundler find them. */
export function write(programs: readonly Program[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const each of programs) writeFileSync(join(folder, fileOf(each)), each.text);
  const settings = {
    extends: "../../test/tsconfig.json",
    compilerOptions: { incremental: false, noUncheckedIndexedAccess: false }, // as most readers have it
    include: ["*.ts"],
    references: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
}

const fileOf = ({ name, isTest }: Program): string => `${name}${isTest ? ".test" : ""}.ts`;

/** The compiler's complaints, at the lines of the pages. */
export async function typeErrors(programs: readonly Program[]): Promise<readonly string[]> {
  const { failed, output } = await run(bin("tsc"), ["-p", folder, "--pretty", "false"]);
  const titles = new Map(programs.map((each) => [fileOf(each), each.fence.file]));
  const errors = output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [, file = "", rest = ""] = /^\.cache\/fences\/([^(]*)(.*)$/.exec(line) ?? [];
      return titles.has(file) ? `${titles.get(file)}${rest}` : line;
    });
  return failed && errors.length === 0 ? ["tsc failed and said nothing"] : errors;
}

/** Bundles the programs with the packages' sources. */
export async function bundle(programs: readonly Program[]): Promise<void> {
  await build({
    absWorkingDir: top,
    entryPoints: programs.map((each) => join(folder, fileOf(each))),
    outdir: join(folder, "out"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["dug-source"],
    external: ["esbuild", "vitest"],
    sourcemap: true,
    logLevel: "silent",
  });
}

/** Runs a bundled program; one that fails once more, to tell where: to read the maps for that takes as long as to run it. */
export async function execute(program: Program): Promise<void> {
  try {
    await inThread(program, []);
  } catch (error) {
    await inThread(program, ["--enable-source-maps"]);
    throw error;
  }
}

/** In a thread of its own, since the names of functions are the process's. */
async function inThread(program: Program, execArgv: string[]): Promise<void> {
  const worker = new Worker(join(folder, "out", `${program.name}.mjs`), {
    stdout: true,
    stderr: true,
    execArgv,
  });
  await new Promise<void>((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", (code) => {
      if (code === 0) resolve();
      else
        reject(new Error(`it ended with ${code}${code === 13 ? ": something never settles" : ""}`));
    });
  });
}

/** Runs the programs that are tests themselves, in a vitest of their own. */
export async function executeTests(): Promise<{ failed: boolean; output: string }> {
  const config = join(folder, "vitest.config.mjs");
  writeFileSync(
    config,
    `export default { root: ${JSON.stringify(folder)}, ssr: { resolve: { conditions: ["dug-source"] } } };`,
  );
  return run(bin("vitest"), ["run", "--config", config, "--no-color"]);
}

async function run(
  command: string,
  args: readonly string[],
): Promise<{ failed: boolean; output: string }> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd: top });
    return { failed: false, output: stdout };
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return { failed: true, output: `${stdout}${stderr}` };
  }
}
