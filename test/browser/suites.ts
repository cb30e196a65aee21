import { readFileSync } from "node:fs";
import { join } from "node:path";
import { examplesOf, fencesOf, pages, sources, top } from "../house/fence.ts";
import { type Program, programs } from "../house/program.ts";
import { whole } from "./outcome.ts";

/** What one frame or worker runs. */
export interface Suite {
  readonly name: string;
  readonly realm: "frame" | "worker";
  /** The bundle's name of its module. */
  readonly module: string;
  /** Where its source lies, from the top of the project. */
  readonly path: string;
  /** The names of its checks. */
  readonly checks: readonly string[];
  /** It is a program of the documentation, or made like one, that uses async functions. */
  readonly isAsync: boolean;
}

/** Where programs are written. */
export const written = ".cache/browser";

/** Random graphs of async functions, which call after their awaits. */
const makesAsync = /\basync(Graph|Program)Arbitrary\(\)/;

/** The programs of the documentation that are for every platform. */
export function documented(): readonly Program[] {
  const inPages = pages().flatMap((path) =>
    programs(
      fencesOf(path).filter(({ tag }) => tag === "ts" || tag === "ts continued"),
      false,
    ),
  );
  const inSources = sources().flatMap((path) => programs(examplesOf(path), true));
  return [...inPages, ...inSources].filter(
    ({ isTest, fence, text }) =>
      !isTest &&
      !makesAsync.test(text) &&
      !fence.file.startsWith("packages/cli/") &&
      !/"node:(?!assert\/strict")/.test(text),
  );
}

/** A program of the documentation as a suite whose only check is that it runs. */
export function asSuite({ name, title, text }: Program): Suite {
  const path = `${written}/${name}.ts`;
  const isAsync = /\basync\b/.test(text);
  return { name: title, realm: "frame", module: name, path, checks: [whole], isAsync };
}

/** A file of checks, in a frame or a worker. */
function checks(realm: Suite["realm"], path: string): Suite {
  const module = path.replaceAll("/", "~").replace(/(\.test)?\.ts$/, "");
  const text = readFileSync(join(top, path), "utf8");
  const titles = [...text.matchAll(/^test\("(.*?)", /gm)].map(([, title = ""]) => title);
  const name = realm === "worker" ? `${path}, in a worker` : path;
  return { name, realm, module, path, checks: [whole, ...titles], isAsync: false };
}

/** What must be refused where nothing carries a context across an await. */
export const refused: Suite = {
  ...checks("frame", "test/browser/page/refused.ts"),
  isAsync: true,
};

const page = ["synchronous", "flows", "awaits", "packages"].map(
  (name) => `test/browser/page/${name}.ts`,
);
const properties = [
  "test/browser/page/model.ts",
  "test/browser/page/flow-model.ts",
  "property-tests/engine/laws.test.ts",
  "property-tests/engine/known.test.ts",
  "property-tests/identifiers/keys.test.ts",
  "property-tests/identifiers/copies.test.ts",
  "property-tests/identifiers/text.test.ts",
];

/** All that is checked, but for the documentation. */
export const own: readonly Suite[] = [
  refused,
  ...[...page, ...properties].map((path) => checks("frame", path)),
  ...page.map((path) => checks("worker", path)),
];
