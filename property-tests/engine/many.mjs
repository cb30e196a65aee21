// Tries many random programs of `model.test.ts`, with random seeds, on the sources as they are at the start.
// `npm run many -- [--programs 100000] [--jobs 1] [--seed S]`; from a seed on, the portions count up.
// `--seed S --path P` tries a finding again.
// In processes of a few hundred each: what one has defined stays in it, and `refresh` goes through all of that.
import { build } from "esbuild";
import { fork } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    programs: { type: "string", default: "100000" },
    jobs: { type: "string", default: "1" },
    seed: { type: "string" },
    path: { type: "string" },
  },
});
const again = values.path === undefined ? [] : [values.path];
const wanted = again.length > 0 ? 1 : natural("programs");
const jobs = natural("jobs");
const first = values.seed === undefined ? undefined : Number(values.seed);
if (first !== undefined && !Number.isInteger(first)) throw new TypeError("--seed is an integer");

const portion = 500;
const minutesOfSilence = 5;

const scratch = mkdtempSync(join(tmpdir(), "dug-many-"));
const program = join(scratch, "portion.mjs");
const running = new Set();
let [begun, tried, findings] = [0, 0, 0];

function natural(option) {
  const number = Number(values[option]);
  if (Number.isInteger(number) && number > 0) return number;
  throw new TypeError(`--${option} is a number of at least 1`);
}

function found(what) {
  findings++;
  console.log(`\nFINDING ${findings}: ${what}\n`);
}

/** Tries a portion, from its first seed on, in a process of its own. */
function attempt(seed, programs) {
  const child = fork(program, [String(seed), String(programs), ...again]);
  running.add(child);
  let isDone = false;
  // Counted in minutes that this process has lived through: it may have been stopped meanwhile.
  let silent = 0;
  const watch = setInterval(() => {
    if (++silent >= minutesOfSilence) child.kill("SIGKILL");
  }, 60_000);
  child.on("message", (message) => {
    silent = 0;
    if (message.kind === "done") isDone = true;
    if (message.kind === "finding")
      found(`--seed ${message.seed} --path ${message.path}\n${message.text}`);
  });
  return new Promise((resolve) => {
    child.once("close", (code, signal) => {
      clearInterval(watch);
      running.delete(child);
      if (isDone) tried += programs;
      else if (!stop.signal.aborted)
        found(`the process with --seed ${seed} ended by ${signal ?? code}`);
      resolve();
    });
  });
}

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    stop.abort();
    for (const child of running) child.kill();
  });
}

async function work() {
  while (begun < wanted && !stop.signal.aborted) {
    const programs = Math.min(portion, wanted - begun);
    const seed = first === undefined ? randomInt(2 ** 31) : first + begun;
    begun += programs;
    await attempt(seed, programs);
    if (!stop.signal.aborted) console.log(`${tried} of ${wanted} programs, ${findings} findings`);
  }
}

try {
  await build({
    entryPoints: [join(import.meta.dirname, "portion.ts")],
    outfile: program,
    bundle: true,
    conditions: ["dug-source"],
    format: "esm",
    platform: "node",
    define: { dugWalked: "undefined" }, // as the packages are built
    logLevel: "warning",
  });
  await Promise.all(Array.from({ length: jobs }, work));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const short = tried < wanted ? `, ${wanted - tried} not tried to the end` : "";
console.log(`programs: ${tried} tried, ${findings} findings${short}`);
process.exitCode = findings > 0 || tried < wanted ? 1 : 0;
