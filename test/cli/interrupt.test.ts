import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { ChildProcess } from "node:child_process";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { model, userFolder } from "./dug.ts";

/** Waits until it says so. */
async function said(stream: ChildProcess["stdout"], word: string): Promise<string> {
  let text = "";
  for await (const chunk of stream?.iterator({ destroyOnReturn: false }) ?? []) {
    text += String(chunk);
    if (text.includes(word)) return text;
  }
  throw new Error(`it ended without saying ${word}: ${text}`);
}

/** As a terminal does: the whole group gets the signal. */
function interrupt({ pid = NaN }: ChildProcess, signal: NodeJS.Signals = "SIGINT"): void {
  process.kill(-pid, signal);
}

const forever = 'console.log("begun");\nfor (;;) {}';
const cases: readonly (readonly [string, string])[] = [
  ["while the model loads", model.replace("export default", `${forever}\nexport default`)],
  ["while a function runs", model.replace("  if (price", `  ${forever}\n  if (price`)],
];

test.each(cases)(
  "Ctrl-C %s ends a run that would never end, with code 130 and nothing left behind",
  async (_, text) => {
    const { start, files, leftovers } = userFolder({ "m.ts": text, "old.csv": "old" });
    const child = start("run", "m.ts", "--out", "old.csv");
    const ended = once(child, "exit");
    await said(child.stdout, "begun");
    interrupt(child);
    expect(await ended).toEqual([130, null]);
    expect([files(), leftovers()]).toEqual([["m.ts", "old.csv"], []]);
  },
);

/** Of scenarios 1, 2, 3 … the third never ends; nor does any other, if `from` is 0. */
const waiting = (from: number, how: string): string => `import { memoize, model } from "@dug/core";
import { scenario } from "@dug/scenarios";
import { Tweaks } from "@dug/core";

const level = memoize("level", (): number => 0);
const value = memoize("value", async (): Promise<number> => {
  const own = level();
  if (own < ${from}) return own;
  console.log("waits");
  ${how}
  return own;
});
export const scenarios = Array.from({ length: 8 }, (_, i) =>
  scenario(\`row \${i + 1}\`, Tweaks.empty.tweak(level.node(), i + 1)));
export default model({ functions: { level, value }, outputs: { value: value.node() } });
`;
const never = "await new Promise((resolve) => setInterval(resolve, 1e9));";

/** What became of a run to which signals are sent. */
async function ending(child: ChildProcess): Promise<{ code: unknown; errors: string }> {
  const exit = once(child, "exit");
  let errors = "";
  for await (const chunk of child.stderr ?? []) errors += String(chunk);
  const [code] = await exit;
  return { code, errors };
}

const cells = (text: string): string[] =>
  text
    .trim()
    .split("\r\n")
    .map((line) => line.split(",").slice(0, 2).join(" "));

test.each<[string, (path: string) => Promise<string[]> | string[]]>([
  ["t.csv", (path) => cells(readFileSync(path, "utf8")).slice(1)],
  ["t.json", (path) => rowsIn(JSON.parse(readFileSync(path, "utf8")))],
  [
    "t.parquet",
    async (path) => {
      const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
      return rows.map(({ name, value }) => `${name} ${value}`);
    },
  ],
])(
  "with --partial Ctrl-C has the finished rows written to %s, whole, with code 130",
  async (name, read) => {
    const { start, path, files, leftovers } = userFolder({
      "m.ts": waiting(3, never),
      [name]: "old",
    });
    const child = start("run", "m.ts", "--partial", "--out", name);
    await said(child.stdout, "waits");
    interrupt(child);
    const { code, errors } = await ending(child);
    expect(errors).toBe(
      "dug: ending with what is finished; once more ends at once\n" +
        "dug: interrupted when 3 of 9 rows were finished; the others are missing\n",
    );
    expect(code).toBe(130);
    expect(await read(path(name))).toEqual(["base 0", "row 1 1", "row 2 2"]);
    expect([files(), leftovers()]).toEqual([["m.ts", name].toSorted(), []]);
  },
  30_000,
);

function rowsIn(json: { rows: { name: string; outputs: { value: number } }[] }): string[] {
  return json.rows.map(({ name, outputs }) => `${name} ${outputs.value}`);
}

test("with --partial, rows that compute for long end between two of them, at SIGTERM too", async () => {
  const busy = `const end = performance.now() + 20;
  while (performance.now() < end);`;
  const text = waiting(1, busy).replaceAll("async ", "").replace("Promise<number>", "number");
  const long = text.replace("length: 8", "length: 100_000");
  const { start, path } = userFolder({ "m.ts": long });
  const child = start("run", "m.ts", "--partial", "--out", "t.csv");
  await said(child.stdout, "waits");
  interrupt(child, "SIGTERM");
  const { code, errors } = await ending(child);
  const [, done = "0"] =
    /ended by SIGTERM when (\d+) of 100001 rows were finished/.exec(errors) ?? [];
  expect([code, Number(done) > 1]).toEqual([143, true]);
  expect(cells(readFileSync(path("t.csv"), "utf8"))).toHaveLength(1 + Number(done));
}, 30_000);

test("with --partial there is nothing to write before the base is finished", async () => {
  const { start, files, leftovers } = userFolder({ "m.ts": waiting(0, never) });
  const child = start("grid", "m.ts", "--partial", "--axis", "level()=set:1,2", "--out", "t.csv");
  await said(child.stdout, "waits");
  interrupt(child);
  const { code, errors } = await ending(child);
  expect(errors).toContain("dug: interrupted before the base was finished; nothing was written\n");
  expect([code, files(), leftovers()]).toEqual([130, ["m.ts"], []]);
}, 30_000);

test("a second Ctrl-C ends what cannot hear the first, and nothing is written", async () => {
  const { start, files, leftovers } = userFolder({ "m.ts": waiting(1, "for (;;);") });
  const child = start("run", "m.ts", "--partial", "--out", "t.csv");
  await said(child.stdout, "waits");
  interrupt(child);
  await said(child.stderr, "once more ends at once");
  interrupt(child);
  const { code, errors } = await ending(child);
  expect(errors).toBe("dug: interrupted; nothing was written\n");
  expect([code, files(), leftovers()]).toEqual([130, ["m.ts"], []]);
}, 30_000);

test("a reader that closes the pipe is no error", async () => {
  const { start, leftovers } = userFolder({ "m.ts": model });
  const child = start("run", "m.ts", "--json");
  child.stdout?.destroy();
  let complaint = "";
  child.stderr?.on("data", (chunk) => (complaint += String(chunk)));
  const [code] = await once(child, "exit");
  expect([code, complaint, leftovers()]).toEqual([0, "", []]);
});
