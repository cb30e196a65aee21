import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;

beforeAll(async () => {
  await mkdir(join(root, ".cache"), { recursive: true });
  folder = await mkdtemp(join(root, ".cache", "nested-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Evaluates what opens contexts inside one another's evaluations, with a stack that would hold it all. */
async function nest(depth: number): Promise<unknown> {
  const entry = join(folder, "nested.mjs");
  const outfile = join(folder, "bundle.mjs");
  await writeFile(
    entry,
    `import { parentPort } from "node:worker_threads";
     import { Context, memoize } from "@dug/core";
     const nested = memoize((n) => n === 0 ? 0 : new Context().run(() => nested(n - 1)) + 1);
     const base = new Context();
     const answer = () => {
       try { return base.evaluate(nested.node(${depth})); } catch (error) { return error.code; }
     };
     const first = answer();
     let isInside = true;
     try { Context.current; } catch { isInside = false; }
     const shallow = base.evaluate(nested.node(50));
     base.tweak(nested.node(40), 100);
     parentPort.postMessage({ first, isInside, shallow, tweaked: base.evaluate(nested.node(50)) });`,
  );
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["dug-source"],
    absWorkingDir: root,
    logLevel: "error",
  });
  return new Promise((resolve, reject) => {
    const worker = new Worker(outfile, { resourceLimits: { stackSizeMb: 120 } });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

test("[S23] contexts opened inside one another's evaluations more than 10,000 deep throw DepthError, and nothing is corrupted", async () => {
  expect(await nest(10_500)).toEqual({
    first: "DEPTH",
    isInside: false,
    shallow: 50,
    tweaked: 110,
  });
}, 120_000);

test("[S23] fewer do not", async () => {
  expect(await nest(2_000)).toEqual({
    first: 2_000,
    isInside: false,
    shallow: 50,
    tweaked: 110,
  });
}, 120_000);
