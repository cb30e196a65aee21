import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { defineConfig } from "vitest/config";
import { LongFirst } from "./support/long-first.ts";
import { reachesIntoSources } from "./support/reach.ts";

setFlagsFromString("--expose-gc"); // for all threads; a thread cannot be given it

const root = new URL("..", import.meta.url).pathname;

/** The test files in a folder, by whether they need the packages' sources. */
function testsIn(folder: string): { readonly built: string[]; readonly sources: string[] } {
  const all = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `${folder}/${name}`);
  const reaches = new Set(all.filter((name) => reachesIntoSources(join(root, name))));
  return { built: all.filter((name) => !reaches.has(name)), sources: [...reaches] };
}

const unit = testsIn("test");
const property = testsIn("property-tests");

// No test of ours is about time; those of the command start processes.
const [unitTimeout, propertyTimeout] = [60_000, 120_000];
const fromSources = { resolve: { conditions: ["dug-source"] } };

export default defineConfig({
  root,
  test: {
    reporters: ["default", "./test/support/plain-summary.ts"],
    pool: "threads", // a process takes twice as long to start
    maxWorkers: "100%", // Vitest would leave one core alone, which of two is half
    sequence: { sequencer: LongFirst },
    server: { deps: { external: [/\/packages\/[a-z]+\/dist\//] } }, // as a user loads them, and at once
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: unit.built,
          testTimeout: unitTimeout,
          typecheck: {
            enabled: true,
            include: ["test/**/*.test-d.ts"],
            tsconfig: "test/tsconfig.types.json", // the others are for `npm run check`
          },
        },
      },
      {
        extends: true,
        ssr: fromSources,
        test: { name: "unit, from sources", include: unit.sources, testTimeout: unitTimeout },
      },
      {
        extends: true,
        test: { name: "property", include: property.built, testTimeout: propertyTimeout },
      },
      {
        extends: true,
        ssr: fromSources,
        test: {
          name: "property, from sources",
          include: property.sources,
          testTimeout: propertyTimeout,
        },
      },
    ],
  },
});
