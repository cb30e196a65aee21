import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { called, type Ended } from "./called.ts";

const place = new URL("../../packages/cli/", import.meta.url);
/** What npm links. */
export const command: string = fileURLToPath(new URL("bin/dug.js", place));

/** The command as a user has it: built. */
function commandPath(): string {
  if (existsSync(new URL("dist/main.js", place))) return command;
  throw new Error(
    "packages/cli is not built: run `npm run build` first, or `npm test`, which does",
  );
}

/** A user's folder, far from any node_modules, and a folder for temporary files; both go when the test ends. */
export function userFolder(files: Readonly<Record<string, string>>): Folder {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dug-user-")));
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), "dug-tmp-")));
  onTestFinished(() => [folder, temporary].forEach((path) => rmSync(path, { recursive: true })));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const environment = { ...process.env, TMPDIR: temporary, TEMP: temporary, NODE_OPTIONS: "" };
  return {
    path: (name) => join(folder, name),
    files: () => readdirSync(folder).toSorted(),
    leftovers: () => readdirSync(temporary),
    dug: async (...args) => await called({ args, folder, temporary }),
    onTerminal: async (columns, ...args) =>
      await called({ args, folder, temporary, terminal: { isTTY: true, columns } }),
    spawned: (...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [commandPath(), ...args], {
        cwd: folder,
        env: environment,
        encoding: "utf8",
        maxBuffer: 1e8,
      });
      return { status, stdout, stderr };
    },
    start: (...args) =>
      spawn(process.execPath, [commandPath(), ...args], {
        cwd: folder,
        env: environment,
        detached: true,
      }),
  };
}

interface Folder {
  path(name: string): string;
  /** What lies in the folder. */
  files(): string[];
  /** What the command left among temporary files. */
  leftovers(): string[];
  /** Runs the command to its end, in this process. */
  dug(...args: string[]): Promise<Ended>;
  /** The same, where standard error is a terminal. */
  onTerminal(columns: number, ...args: string[]): Promise<Ended>;
  /** Runs it as a process, for what takes one: its own streams, its end, where it finds packages. */
  spawned(...args: string[]): Ended;
  /** Starts it in a process group of its own, as a shell does: what is sent to the group is what Ctrl-C sends. */
  start(...args: string[]): ReturnType<typeof spawn>;
}

/** A model of three functions. */
export const model = `import { memoize, model } from "@dug/core";

const price = memoize("price", (ticker: string): number => (ticker === "IBM" ? 100 : 50));
const fee = memoize("fee", (): number => 1);
const total = memoize("total", () => {
  if (price("IBM") < 0) throw new RangeError("a negative price");
  return price("IBM") + price("AAPL") - fee();
});

export default model({ functions: { price, fee, total }, outputs: { total: total.node() } });
`;
