import { once } from "node:events";
import type { ChildProcess } from "node:child_process";
import { expect, test } from "vitest";
import { model, userFolder } from "./dug.ts";

/** Waits until the model says so. */
async function said(child: ChildProcess, word: string): Promise<void> {
  let text = "";
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes(word)) return;
  }
  throw new Error(`it ended without saying ${word}: ${text}`);
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
    await said(child, "begun");
    child.kill("SIGINT");
    expect(await ended).toEqual([130, null]);
    expect([files(), leftovers()]).toEqual([["m.ts", "old.csv"], []]);
  },
);

test("a reader that closes the pipe is no error", async () => {
  const { start, leftovers } = userFolder({ "m.ts": model });
  const child = start("run", "m.ts", "--json");
  child.stdout?.destroy();
  let complaint = "";
  child.stderr?.on("data", (chunk) => (complaint += String(chunk)));
  const [code] = await once(child, "exit");
  expect([code, complaint, leftovers()]).toEqual([0, "", []]);
});
