import { showGraph } from "@dug/testing";
import fc from "fast-check";
import { followsRules } from "./follows.ts";

// What `many.mjs` starts: tries so many programs from a seed on, or one by its path, and tells of what it finds.
const [seed = Number.NaN, programs = Number.NaN] = process.argv.slice(2, 4).map(Number);
const path = process.argv[4];

let tried = 0;

/** So that one program which never ends is told from a long search for the shortest. */
function signOfLife(): void {
  tried++;
  if (tried % 20 === 0) process.send?.({ kind: "alive" });
}

/** Tries programs until one fails; returns how many that were. */
function upToFinding(from: number, numRuns: number): number {
  const again = path === undefined ? {} : { path, endOnFailure: true };
  const found = fc.check(followsRules(signOfLife), { seed: from, numRuns, ...again });
  if (found.counterexample === null) return numRuns;
  const [spec, singles, wholes, commands] = found.counterexample;
  const text = [
    showGraph(spec),
    `singles: ${JSON.stringify(singles)}`,
    `wholes: ${JSON.stringify(wholes)}`,
    `commands:${commands}`,
    String(found.errorInstance),
  ].join("\n");
  process.send?.({ kind: "finding", seed: from, path: found.counterexamplePath, text });
  return found.numRuns;
}

for (let [left, from] = [programs, seed]; left > 0; from++) left -= upToFinding(from, left);
process.send?.({ kind: "done" });
