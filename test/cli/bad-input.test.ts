import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { model, userFolder } from "./dug.ts";

/** What the command says when it is given this model, or this scenario file. */
async function complaint(
  files: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<string> {
  const { dug, leftovers, files: remaining } = userFolder(files);
  const { status, stdout, stderr } = await dug("run", ...args);
  expect({ status, stdout, leftovers: leftovers() }).toEqual({
    status: 2,
    stdout: "",
    leftovers: [],
  });
  expect(remaining()).toEqual(Object.keys(files).toSorted());
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr;
}

test.each([
  ["does not compile", "const a = ;\n", 'dug: m.ts:1:11: Unexpected ";"\n'],
  [
    "imports what is not there",
    '\nimport "./nope.ts";\n',
    'dug: m.ts:2:8: Could not resolve "./nope.ts"\n',
  ],
  [
    "imports a package that is not there",
    'import "no-such-package";\n',
    'dug: m.ts:1:8: Could not resolve "no-such-package"',
  ],
  [
    "has no default export",
    "export const a = 1;\n",
    "dug: m.ts:1: the model has no default export; end it with: export default model({ functions, outputs });\n",
  ],
  [
    "exports something else",
    "\n\nexport default 5;\n",
    "dug: m.ts:3: the default export is no model; end it with: export default",
  ],
  [
    "throws on load",
    'const f = (): void => {\n  throw new TypeError("boom");\n};\nf();\n',
    "dug: m.ts:2:9: the model failed to load: TypeError: boom\n",
  ],
  [
    "requires",
    '\nconst { model } = require("@dug/core");\nexport default model({});\n',
    "dug: m.ts:2:19: a model is an ES module: use import and export default\n",
  ],
  [
    "assigns to module.exports",
    "const a = 1;\nmodule.exports = a;\n",
    "dug: m.ts:2: a model is an ES module: use import and export default\n",
  ],
  ["throws no error", "throw 5;\n", "dug: m.ts: the model failed to load: threw 5\n"],
  [
    "names a function twice",
    'import { memoize } from "@dug/core";\nmemoize("a", () => 1);\nmemoize("a", () => 2);\n',
    'dug: m.ts:3:1: the model failed to load: DuplicateNameError: "a" is defined twice',
  ],
  [
    "exports wrong scenarios",
    `${model}export const scenarios = 5;\n`,
    'dug: m.ts:11: the export "scenarios" is no list of scenarios',
  ],
  [
    "exports wrong outputs",
    `${model}export const baseOutputs = { a: 1 };\n`,
    'dug: m.ts:11: the export "baseOutputs" is no object of nodes',
  ],
])("a model that %s gives one readable message", async (_, text, message) => {
  expect(await complaint({ "m.ts": text }, "m.ts")).toContain(message);
});

test.each([
  [
    "imports a name that is not exported",
    'import { model } from "@dug/core";\nimport {\n  readFileSyn,\n} from "node:fs";\nreadFileSyn(model);\n',
    /^dug: m\.ts:[234]: the model failed to load: SyntaxError: .*'node:fs' does not provide an export named 'readFileSyn'\n/,
  ],
  [
    "imports a name that the engine does not have",
    'import { memoise } from "@dug/core";\nmemoise();\n',
    /^dug: m\.ts:1: the model failed to load: SyntaxError: .* does not provide an export named 'memoise'\n/,
  ],
])("a model that %s is told the line", async (_, text, message) => {
  expect(await complaint({ "m.ts": text }, "m.ts")).toMatch(message);
});

test("scenarios of one name are told apart by nobody", async () => {
  const scenarios = `import { Tweaks } from "@dug/core";
import { scenario } from "@dug/scenarios";
${model}
export const scenarios = [1, 2].map(() => scenario("same", Tweaks.empty));
`;
  expect(await complaint({ "m.ts": scenarios }, "m.ts")).toMatch(
    /^dug: Two rows of the table would be called "same"/,
  );
});

test("an error in a module that the model imports is placed there", async () => {
  const files = {
    "m.ts": 'import "./inner.ts";\n',
    "inner.ts": '\n\nthrow new RangeError("inner");\n',
  };
  expect(await complaint(files, "m.ts")).toBe(
    "dug: inner.ts:3:7: the model failed to load: RangeError: inner\n",
  );
});

test("a file that is not there is named", async () => {
  expect(await complaint({}, "m.ts")).toBe(
    "dug: cannot read the model m.ts: no such file or folder\n",
  );
  expect(await complaint({ "m.ts": model }, "m.ts", "--scenarios", "s.json")).toBe(
    "dug: cannot read the scenario file s.json: no such file or folder\n",
  );
});

test.each([
  ["is no JSON", "[", "dug: s.json:1:2: not valid JSON: it ends too early\n"],
  [
    "names an unknown node",
    '[\n  { "name": "a", "tweaks": [["pirce(\\"IBM\\")", 1]] }\n]',
    'dug: s.json:2:30: there is no memoised function "pirce"; the nearest is "price". The model offers price, fee, total.\n',
  ],
  [
    "names a node like no other",
    '[{ "name": "a", "tweaks": [["volatility(1)", 1]] }]',
    'dug: s.json:1:29: there is no memoised function "volatility". The model offers price, fee, total.\n',
  ],
  [
    "has a text in single quotes",
    `[{ "name": "a", "tweaks": [["price('IBM')", 1]] }]`,
    "texts stand in double quotes.\n",
  ],
  [
    "names an unknown class",
    '[{ "name": "a", "tweaks": [["price(#new(\\"Day\\",1))", 1]] }]',
    'There is no class "Day" here. Load the module that defines it first.\n',
  ],
  [
    "lacks an argument",
    '[{ "name": "a", "tweaks": [["price()", 1]] }]',
    "dug: s.json:1:29: price() lacks arguments",
  ],
])("a scenario file that %s gives one readable message", async (_, text, message) => {
  expect(
    await complaint({ "m.ts": model, "s.json": text }, "m.ts", "--scenarios", "s.json"),
  ).toContain(message);
});

test("a table that cannot be written is refused before anything runs", async () => {
  const files = { "m.ts": `${model}console.log("loaded");` };
  const { dug, files: remaining } = userFolder(files);
  const { status, stderr } = await dug("run", "m.ts", "--out", "missing/table.csv");
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: "dug: cannot write missing/table.csv: no such file or folder\n",
  });
  expect(remaining()).toEqual(["m.ts"]);
});

test("a file that is used as a folder is named", async () => {
  const files = { "m.ts": model, "s.json": "[]" };
  expect(await complaint(files, "m.ts", "--out", "s.json/x.csv")).toBe(
    "dug: cannot write s.json/x.csv: s.json is no folder\n",
  );
  expect(await complaint(files, "m.ts", "--out", "s.json/deeper/x.csv")).toBe(
    "dug: cannot write s.json/deeper/x.csv: s.json is no folder\n",
  );
  expect(await complaint(files, "m.ts", "--scenarios", "m.ts/s.json")).toBe(
    "dug: cannot read the scenario file m.ts/s.json: m.ts is no folder\n",
  );
});

test.runIf(process.platform === "linux")("a full disk gives one readable message", async () => {
  expect(await complaint({ "m.ts": model }, "m.ts", "--out", "/dev/full")).toBe(
    "dug: cannot write /dev/full: the disk is full\n",
  );
});

test("--verbose adds the stack, in the user's own lines", async () => {
  const { dug } = userFolder({ "m.ts": '\n\nthrow new RangeError("no");\n' });
  const { status, stderr } = await dug("run", "m.ts", "--verbose");
  expect(status).toBe(2);
  expect(stderr).toMatch(/^dug: m\.ts:3:7: .*RangeError: no\nRangeError: no\n +at .*m\.ts:3:7/);
});

test.each([[["run"]], [["fly", "m.ts"]], [["run", "m.ts", "--frob"]]])(
  "%j is a usage error with a hint",
  async (args) => {
    const { dug } = userFolder({});
    const { status, stdout, stderr } = await dug(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^dug: .+\nTry: dug --help\n$/);
  },
);

test("the user's own copy of the engine, if there is one, is left alone: model and command share one", () => {
  const { spawned, path } = userFolder({ "model.ts": model });
  mkdirSync(path("node_modules/@dug/core"), { recursive: true });
  writeFileSync(
    path("node_modules/@dug/core/package.json"),
    '{ "name": "@dug/core", "main": "index.js" }',
  );
  writeFileSync(path("node_modules/@dug/core/index.js"), 'throw new Error("the wrong copy");');
  expect(spawned("run", "model.ts").status).toBe(0);
  expect(readdirSync(path("node_modules/@dug"))).toEqual(["core"]);
});

test("other packages are the user's, found from the file that imports them", () => {
  const { spawned, path } = userFolder({
    "model.ts": model
      .replace("? 100", "? hundred")
      .replace("\n", '\nimport { hundred } from "numbers";\n'),
  });
  mkdirSync(path("node_modules/numbers"), { recursive: true });
  writeFileSync(
    path("node_modules/numbers/package.json"),
    '{ "name": "numbers", "type": "module", "exports": { "import": "./numbers.js" } }',
  );
  writeFileSync(path("node_modules/numbers/numbers.js"), "export const hundred = 100;");
  const { status, stdout, stderr } = spawned("run", "model.ts");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("total  149");
});
