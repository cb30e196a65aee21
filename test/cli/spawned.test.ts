import { readdirSync, readFileSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import type { Ended } from "./called.ts";
import { model, userFolder } from "./dug.ts";

const files = {
  "model.ts": `${model}console.log("loaded");\n`,
  "own.ts": `${model}
import { scale, Tweaks } from "@dug/core";
const layers = [Tweaks.empty.tweak(fee.node(), 2), Tweaks.empty.tweak(fee.node(), scale(2))];
export const scenarios = [{ name: "layered", layers }];
`,
  "broken.ts": `import { boom } from "./inner.ts";\nboom();\n`,
  "inner.ts": `\nexport function boom(): void {\n  throw new RangeError("boom");\n}\n`,
  "s.yaml": `
- name: negative
  tweaks: [['price("IBM")', -1]]
- name: typo
  tweaks: [['price("IBN")', 1]]
`,
};
const scenarios = ["--scenarios", "s.yaml"];
const axis = ["--axis", "fee()=set:1,2"];

/** A call's times have decimals, and so have its shares of them, or percents; columns are as wide as these. */
function untimed(text: string): string {
  return text.replaceAll(/\d+\.\d+(e-\d+)?|\d+ %/g, "…").replaceAll(/ +/g, " ");
}

/** Without what no two calls share: how long things took, the order by that, and who called `main`. */
function comparable({ status, stdout, stderr }: Ended): Ended {
  const isProfile = stdout.includes("\nBy function");
  const lines = untimed(stdout).split("\n");
  return {
    status,
    stdout: (isProfile ? lines.toSorted() : lines).join("\n"),
    stderr: stderr.replaceAll(/^.*command-thread\.mjs.*\n/gm, ""),
  };
}

test.each([
  [0, ["--help"]],
  [0, ["--version"]],
  [0, ["run", "model.ts", ...scenarios, "--out", "t.csv", "--verbose"]],
  [0, ["run", "model.ts", ...scenarios, "--json"]],
  [0, ["grid", "model.ts", ...axis, "--out", "t.json"]],
  [1, ["check", "model.ts", ...scenarios, "--strict"]],
  [0, ["graph", "model.ts", "--format", "svg", "--out", "t.svg"]],
  [1, ["graph", "model.ts", ...scenarios, "--scenario", "negative", "--verbose"]],
  [0, ["why", "own.ts", "--scenario", "layered", "--node", "total()"]],
  [0, ["profile", "model.ts", ...scenarios]],
  [2, ["run", "broken.ts", "--verbose"]],
  [2, ["run", "model.ts", "--out", "s.yaml/t.csv"]],
  [2, ["fly", "model.ts"]],
])("code %i, and the same words and files from a call and a process: %j", async (code, args) => {
  const { dug, spawned, leftovers, path, files: names } = userFolder(files);
  const written = () => {
    const added = names().filter((name) => !Object.hasOwn(files, name));
    const texts = added.map((name) => [name, untimed(readFileSync(path(name), "utf8"))]);
    for (const name of added) rmSync(path(name));
    return { texts, leftovers: leftovers() };
  };
  const call = { ...comparable(await dug(...args)), ...written() };
  const process = { ...comparable(spawned(...args)), ...written() };
  expect(call).toEqual(process);
  expect([process.status, process.texts.length]).toEqual([
    code,
    args.includes("--out") && code === 0 ? 1 : 0,
  ]);
});

test("none but the shell around `main` asks the process: where else would a call differ", () => {
  const source = new URL("../../packages/cli/src/", import.meta.url);
  const asking = readdirSync(source).filter((name) =>
    /\bprocess\.(stdin|stdout|stderr|cwd|env|argv|exit)\b|\btmpdir\(/.test(
      readFileSync(new URL(name, source), "utf8"),
    ),
  );
  expect(asking.toSorted()).toEqual(["large-stack.ts", "main.ts", "supervise.ts"]);
});
