import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { top } from "../house/fence.ts";
import { findBrowser } from "./browser.ts";
import { bundle, external } from "./bundle.ts";
import { type Check, whole, type Outcome } from "./outcome.ts";
import { asSuite, documented, own, refused, type Suite, written } from "./suites.ts";
import { visit } from "./visit.ts";

const browser = findBrowser();
if (browser === undefined)
  process.stderr.write(
    "No chromium, chromium-browser or google-chrome on the PATH: the tests in a browser are skipped.\n",
  );

const programs = documented();
const suites: readonly Suite[] = [...programs.map(asSuite), ...own];
const seconds = 240;
let outcomes: ReadonlyMap<string, Outcome> = new Map();

/** What suites see of vitest, of Node's assertions, and of the environment: few runs of each property. */
const substitutes = {
  alias: {
    vitest: join(top, "test/browser/page/checks.ts"),
    "node:assert/strict": join(top, "test/browser/page/assert.ts"),
  },
  define: {
    "process.env.DUG_RUNS": JSON.stringify("50"),
    "process.env.DUG_SEED": "undefined",
    setImmediate: "setTimeout", // either begins the next task
  },
};

async function build(): Promise<ReadonlyMap<string, Uint8Array>> {
  rmSync(join(top, written), { recursive: true, force: true });
  mkdirSync(join(top, written), { recursive: true });
  for (const { name, text } of programs) writeFileSync(join(top, written, `${name}.ts`), text);
  const modules = Object.fromEntries(suites.map(({ module, path }) => [module, path]));
  const made = await bundle({ realm: "test/browser/page/realm.ts", ...modules }, substitutes);
  expect(external(made.metafile)).toEqual([]);
  return made.files;
}

/** A program may be refused as S22h says, if it has async functions. */
function isRefusal({ failure = "" }: Check): boolean {
  return /called outside every context, perhaps after an await.*flow\(function\*/.test(failure);
}

describe.skipIf(browser === undefined)("in Chromium", () => {
  beforeAll(
    async () => {
      outcomes = await visit(browser as string, await build(), suites, seconds * 1000);
    },
    (seconds + 30) * 1000,
  );

  test("suites have checks", () => {
    expect(programs.filter(({ fence }) => fence.file === "README.md").length).toBeGreaterThan(8);
    const empty = own.filter(({ path, checks }) => path !== refused.path && checks.length < 2);
    expect(empty).toEqual([]);
  });

  test.for(suites.map((suite) => [suite.name, suite] as const))(
    "%s: its checks ran, each once, and nothing went astray",
    ([name, { checks }]) => {
      const outcome = outcomes.get(name);
      expect(outcome?.checks.map((each) => each.name)).toEqual(checks);
      expect(outcome?.strays).toEqual([]);
    },
  );

  test.for(
    suites.flatMap((suite) => suite.checks.map((check) => [suite.name, check, suite] as const)),
  )("%s: %s", ([name, check, { isAsync }]) => {
    const found = outcomes.get(name)?.checks.find((each) => each.name === check);
    expect(found).toBeDefined();
    if (isAsync && found !== undefined && isRefusal(found)) return;
    expect(found?.failure).toBeUndefined();
  });

  test("[S22h] a program that calls after an await is refused, and told of flow", () => {
    const found = outcomes.get(refused.name)?.checks.find(({ name }) => name === whole);
    expect(found && isRefusal(found)).toBe(true);
  });
});
