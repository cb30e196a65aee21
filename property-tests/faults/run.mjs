// Makes each fault in a copy of the kernel and demands that its named test notices; unpatched, all
// of these tests pass. The working tree is not touched: the patched file is handed to vitest in memory.
// `node property-tests/faults/run.mjs [word]` tries only the faults whose names contain the word.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { faults, patch } from "./faults.mjs";

const top = new URL("../..", import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), "dug-faults-"));
const milliseconds = 120_000;
const chosen = faults.filter(({ name }) => name.includes(process.argv[2] ?? ""));

/** Runs tests by their titles, with a fault or none; gives what became of each test, by its title. */
async function outcomes(files, titles, fault) {
  const report = join(scratch, `${fault?.name ?? "none"}.json`);
  const pattern = titles.map((title) => title.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
  const args = ["run", "--config", "property-tests/faults/vitest.config.mjs", "--reporter=json"];
  args.push(`--outputFile=${report}`, "-t", pattern, ...files);
  const child = spawn(join(top, "node_modules/.bin/vitest"), args, {
    cwd: top,
    env: { ...process.env, DUG_FAULT: fault?.name ?? "" },
    stdio: "ignore",
    detached: true, // so that its workers, which a fault may send round in circles, end with it
  });
  const isOver = await ended(child);
  if (!isOver) return new Map(titles.map((title) => [title, ["failed"]]));
  const found = new Map();
  for (const { assertionResults } of JSON.parse(readFileSync(report, "utf8")).testResults) {
    for (const { title, status } of assertionResults) {
      if (status !== "skipped") found.set(title, [...(found.get(title) ?? []), status]);
    }
  }
  return found;
}

/** Whether a process came to an end by itself. */
function ended(child) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      process.kill(-child.pid, "SIGKILL");
      resolve(false);
    }, milliseconds);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

/** Why the fault counts as unnoticed; `undefined` if its test fails because of it. */
async function unnoticed(fault) {
  const { file, title } = fault.killedBy;
  const found = (await outcomes([file], [title], fault)).get(title) ?? [];
  if (found.length !== 1) return `${found.length} tests have the title "${title}" and ran`;
  return found[0] === "failed" ? undefined : `"${title}" ${found[0]}`;
}

/** Why a fault cannot be tried: it no longer fits the source, or its test fails without it. */
async function obstacles() {
  const files = [...new Set(chosen.map(({ killedBy }) => killedBy.file))];
  const titles = [...new Set(chosen.map(({ killedBy }) => killedBy.title))];
  const found = await outcomes(files, titles);
  return new Map(
    chosen.flatMap((fault) => {
      const { title } = fault.killedBy;
      if (found.get(title)?.every((status) => status === "passed") !== true)
        return [[fault, `without any fault, "${title}" does not pass`]];
      try {
        patch(fault);
        return [];
      } catch (error) {
        return [[fault, error.message]];
      }
    }),
  );
}

let failures = 0;
function say({ name }, complaint) {
  if (complaint !== undefined) failures++;
  console.log(complaint === undefined ? `killed: ${name}` : `SURVIVES: ${name}: ${complaint}`);
}

try {
  const inTheWay = await obstacles();
  const rest = [...chosen];
  const next = async () => {
    for (let fault = rest.shift(); fault !== undefined; fault = rest.shift())
      say(fault, inTheWay.get(fault) ?? (await unnoticed(fault)));
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, next));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`faults: ${chosen.length} seeded, ${failures} survived or wrong`);
process.exit(failures > 0 ? 1 : 0);
