import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { exitCodes, InputError } from "./exit.ts";
import { reasonOf, temporaryPath } from "./output-file.ts";

/** The first argument of the process that does the work. */
export const supervised = "--supervised";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does the work in a process of its own and clears up after it however it ends. A model that computes
 * for long, or forever, cannot hear Ctrl-C itself; a process that only waits can.
 *
 * @param out the file that the work writes, if any
 * @returns the exit code
 */
export async function supervise(args: readonly string[], out: string | undefined): Promise<number> {
  const folder = makeFolder();
  const leftovers = [folder, ...(out === undefined ? [] : [temporaryPath(out, tokenOf(folder))])];
  const clear = (): void =>
    leftovers
      .filter((path) => existsSync(path)) // to rmSync a path beneath a file is an error
      .forEach((path) => rmSync(path, { recursive: true, force: true }));
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      "--enable-source-maps",
      process.argv[1] ?? "",
      supervised,
      folder,
      ...args,
    ],
    { stdio: "inherit" },
  );
  let received: NodeJS.Signals | undefined;
  const pass = (signal: NodeJS.Signals): void => {
    received = signal;
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, pass);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve(exitCode(code, received ?? signal)));
    });
  } finally {
    for (const signal of signals) process.off(signal, pass);
    clear();
  }
}

/** @throws {InputError} when there is no place for temporary files. */
function makeFolder(): string {
  try {
    return realpathSync(mkdtempSync(join(tmpdir(), "dug-")));
  } catch (error) {
    const folder = tmpdir();
    throw new InputError(`cannot write temporary files in ${folder}: ${reasonOf(error, folder)}`, {
      cause: error,
    });
  }
}

/** Tells the names of one run's files from those of others. */
export function tokenOf(folder: string): string {
  return basename(folder);
}

function exitCode(code: number | null, signal: NodeJS.Signals | null): number {
  if (signal === null) return code ?? exitCodes.badInput;
  const ending = process.stderr.isTTY ? "\r\u001B[K" : "";
  process.stderr.write(
    `${ending}dug: ${signal === "SIGINT" ? "interrupted" : `ended by ${signal}`}; nothing was written\n`,
  );
  return exitCodes.signalled + constants.signals[signal];
}
