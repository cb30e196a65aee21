import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dugFrom, dugKey, memoize, model, namespace, Node } from "@dug/core";
import { List, Map } from "immutable";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
let folder: string;

/** What both processes load. */
const shared = `
class Trade {
  constructor(id) { this.id = id; }
  [dugKey]() { return { id: this.id, legs: [1, 2] }; }
  static [dugFrom](key) { return new Trade(key.id); }
}
const named = namespace("process");
const price = named.memoize("price", (...args) => args.length);
const total = named.memoize("total", (node) => node.function(...node.args) * 100);
`;

beforeAll(async () => {
  await mkdir(join(root, ".cache"), { recursive: true });
  folder = await mkdtemp(join(root, ".cache", "process-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a program in another process, core bundled into it, and gives what it prints. */
async function elsewhere(program: string): Promise<unknown> {
  const entry = join(folder, "program.mjs");
  const outfile = join(folder, "bundle.mjs");
  await writeFile(
    entry,
    `import { Context, dugFrom, dugKey, memoize, model, namespace, Node } from "@dug/core";
     import { List, Map } from "immutable";
     ${program}`,
  );
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    keepNames: true,
    conditions: ["dug-source"],
    absWorkingDir: root,
    logLevel: "error",
  });
  const { stdout } = await run(process.execPath, [outfile]);
  return JSON.parse(stdout);
}

class Trade {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
  [dugKey](): unknown {
    return { id: this.id, legs: [1, 2] };
  }
  static [dugFrom](key: { id: number }): Trade {
    return new Trade(key.id);
  }
}

test("[S25] an identifier means the same in another process that loaded the same functions", async () => {
  const named = namespace("process");
  const price = named.memoize("price", (...args: unknown[]): number => args.length);
  const total = named.memoize("total", (node: Node<number>): number => node.args.length);
  model({ functions: { price, total }, outputs: {}, classes: [Trade] });
  const nodes = [
    price.node(),
    price.node("AAPL", 2),
    price.node(undefined, null, NaN, -0, 10n, [{ b: 1, a: new Date(86_400_000) }]),
    price.node(List([1, Map({ k: new Set([1]) })]), new Uint8Array([1, 2])),
    price.node(new Trade(7)),
    total.node(price.node("AAPL", 2)),
    price.node(total),
  ];
  const texts = nodes.map(String);

  const answers = (await elsewhere(`${shared}
    // Others before them, so that nothing can hang on the order of definition.
    for (let i = 0; i < 5; i++) memoize("other" + i, () => i);
    model({ functions: { price, total }, outputs: {}, classes: [Trade] });
    const base = new Context();
    const made = [
      price.node(),
      price.node("AAPL", 2),
      price.node(undefined, null, NaN, -0, 10n, [{ a: new Date(86_400_000), b: 1 }]),
      price.node(List([1, Map({ k: new Set([1]) })]), new Uint8Array([1, 2])),
      price.node(new Trade(7)),
      total.node(price.node("AAPL", 2)),
      price.node(total),
    ];
    console.log(JSON.stringify(${JSON.stringify(texts)}.map((text, i) => {
      const node = Node.parse(text);
      return { same: node.equals(made[i]), text: node, value: base.evaluate(node) };
    })));
  `)) as { same: boolean; text: string; value: number }[];

  expect(answers.map(({ same }) => same)).toEqual(nodes.map(() => true));
  expect(answers.map(({ text }) => text)).toEqual(texts);
  expect(answers.map(({ value }) => value)).toEqual([0, 2, 6, 2, 1, 200, 1]);
  expect(answers.map(({ text }, i) => Node.parse(text).equals(nodes[i]))).toEqual(
    nodes.map(() => true),
  );
});

test("[S25] where the function is not loaded, reading it says so", async () => {
  memoize("process/onlyHere", (n: number): number => n);

  expect(
    await elsewhere(`
      memoize("process/onlyHer", () => 1);
      try { Node.parse("process/onlyHere(1)"); } catch (error) {
        console.log(JSON.stringify([error.code, error.unknown, error.nearest]));
      }`),
  ).toEqual(["UNKNOWN_FUNCTION", "process/onlyHere", ["process/onlyHer"]]);
});

test("[S25] a name that is taken tells both places in a bundle, too", async () => {
  const places = (await elsewhere(`
    const define = () => memoize("process/taken", () => 1);
    define();
    try { define(); } catch (error) {
      console.log(JSON.stringify([error.code, error.first, error.second]));
    }`)) as string[];

  expect(places[0]).toBe("DUPLICATE_NAME");
  expect(places.slice(1)).toEqual([
    expect.stringContaining("bundle.mjs:"),
    expect.stringContaining("bundle.mjs:"),
  ]);
});
