import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { exitCodes, InputError } from "./exit.ts";
import { Interruption } from "./interruption.ts";
import { reasonOf, temporaryPath } from "./output-file.ts";

/** The first argument of the process that does the work. */
export const supervised = "--supervised";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What there is to know of the work. */
interface Work {
  /** The file that it writes, if any. */
  readonly out: string | undefined;
  /** Whether the first signal is passed on as a message, for what is finished to be written. */
  readonly partial: boolean;
}

/**
 * Does the work in a process of its own and clears up after it however it ends. A model that computes
 * for long, or forever, cannot hear Ctrl-C itself; a process that only waits can.
 *
 * @returns the exit code
 */
export async function supervise(args: readonly string[], { out, partial }: Work): Promise<number> {
  const folder = makeFolder();
  const leftovers = [folder, ...(out === undefined ? [] : [temporaryPath(out, tokenOf(folder))])];
  const clear = (): void =>
    leftovers
      .filter((path) => existsSync(path)) // to rmSync a path beneath a file is an error
      .forEach((path) => rmSync(path, { recursive: true, force: true }));
  const child = spawn(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? "", supervised, folder, ...args],
    { stdio: partial ? ["inherit", "inherit", "inherit", "ipc"] : "inherit" },
  );
  let received: NodeJS.Signals | undefined;
  const pass = (signal: NodeJS.Signals): void => {
    const isFirst = received === undefined;
    received = signal;
    if (partial && isFirst && signal !== "SIGHUP" && child.connected) {
      child.send(signal);
      process.stderr.write(
        `${lineStart()}dug: ending with what is finished; once more ends at once\n`,
      );
    } else child.kill(partial ? "SIGKILL" : signal);
  };
  for (const signal of signals) process.on(signal, pass);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => {
        // What ends by itself has done its work, or said why not, though a signal may have come just then.
        resolve(code ?? sayEnded(received ?? signal));
      });
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

/** @returns the exit code */
function sayEnded(signal: NodeJS.Signals | null): number {
  if (signal === null) return exitCodes.badInput;
  const { message, exitCode } = new Interruption(signal);
  process.stderr.write(`${lineStart()}dug: ${message}; nothing was written\n`);
  return exitCode;
}

/** On a terminal takes the place of what is drawn there. */
function lineStart(): string {
  return process.stderr.isTTY ? "\r\u001B[K" : "";
}
