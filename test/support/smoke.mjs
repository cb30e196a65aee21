// Uses the packed packages as a stranger would: in a folder of its own, with nothing near but what
// the packages declare; run by Node, type checked both ways, and the core run with no platform.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { manifest, pack, top } from "./pack.mjs";

const folder = mkdtempSync(join(tmpdir(), "dug-smoke-"));
const modules = join(folder, "node_modules");
try {
  install();
  cpSync(join(top, "test/support/smoke"), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  execFileSync(process.execPath, ["use.mjs"], { cwd: folder, stdio: "inherit" });
  for (const resolution of [
    ["node20", "node16"],
    ["esnext", "bundler"],
  ])
    typeCheck(...resolution);
  command();
  await withoutPlatform();
  await forBrowsers();
  console.log("smoke: the packed packages work as a stranger would use them");
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Unpacks the tarballs, and links what they declare: an undeclared import then finds nothing. */
function install() {
  for (const [name, tarball] of pack(join(folder, "tarballs"))) {
    const target = join(modules, name);
    mkdirSync(target, { recursive: true });
    execFileSync("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"]);
    const { dependencies = {}, peerDependencies = {} } = manifest(target);
    for (const dependency of Object.keys({ ...dependencies, ...peerDependencies }))
      link(dependency);
  }
}

function link(name) {
  const target = join(modules, name);
  if (name.startsWith("@dug/") || existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(join(top, "node_modules", name), target);
}

function typeCheck(module, moduleResolution) {
  const args = [
    "--noEmit",
    "--strict",
    "--target",
    "es2022",
    "--lib",
    "es2023,esnext.disposable,dom",
  ];
  args.push("--module", module, "--moduleResolution", moduleResolution, "use.ts", "model.ts");
  execFileSync(join(top, "node_modules/.bin/tsc"), args, { cwd: folder, stdio: "inherit" });
  console.log(`smoke: types hold with module ${module}, resolution ${moduleResolution}`);
}

/** The command on a model that lies outside the project. */
function command() {
  const dug = join(modules, "@dug/cli", manifest(join(modules, "@dug/cli")).bin.dug);
  const args = [dug, "run", "model.ts", "--scenarios", "scenarios.json", "--out", "out.csv"];
  execFileSync(process.execPath, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const rows = readFileSync(join(folder, "out.csv"), "utf8").trim().split("\n");
  if (rows.length !== 3) throw new Error(`dug run wrote ${rows.length} lines, and should write 3`);
  console.log("smoke: dug run values a stranger's model");
}

/** The core in a world that has a clock and a console, as browsers do, and nothing of Node's. */
async function withoutPlatform() {
  const { outputFiles } = await build({
    entryPoints: [join(folder, "browser.mjs")],
    bundle: true,
    format: "iife",
    platform: "browser",
    write: false,
  });
  const said = [];
  runInNewContext(outputFiles[0].text, {
    console: { log: (value) => said.push(value) },
    performance,
    queueMicrotask,
  });
  if (said.join() !== "100,80,100") throw new Error(`without Node the core says ${said.join()}`);
  console.log("smoke: the core runs with no platform");
}

/** All of the packages that are for browsers, too: an import of Node's would fail the build. */
async function forBrowsers() {
  const names = ["@dug/core", "@dug/scenarios", "@dug/testing"];
  await build({
    stdin: {
      contents: names.map((name, i) => `export * as p${i} from "${name}";`).join("\n"),
      resolveDir: folder,
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  console.log(`smoke: ${names.join(", ")} bundle for browsers`);
}
