import { spawn } from "node:child_process";
import { exitCodes } from "./exit.ts";
import { Interruption } from "./interruption.ts";
import type { Surroundings, Terminal } from "./surroundings.ts";
import type { Task } from "./task.ts";

/** The first argument of the process that does the work. */
export const supervised = "--supervised";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Has the work done in a process of its own, with this one's streams. A model that computes for long, or
 * forever, cannot hear Ctrl-C itself; a process that only waits can.
 *
 * @returns the exit code
 */
export async function supervise(
  { args, scratch, partial }: Task,
  { stderr }: Surroundings,
): Promise<number> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? "", supervised, scratch, ...args],
    { stdio: partial ? ["inherit", "inherit", "inherit", "ipc"] : "inherit" },
  );
  let received: NodeJS.Signals | undefined;
  const pass = (signal: NodeJS.Signals): void => {
    const isFirst = received === undefined;
    received = signal;
    if (partial && isFirst && signal !== "SIGHUP" && child.connected) {
      child.send(signal);
      stderr.write(
        `${lineStart(stderr)}dug: ending with what is finished; once more ends at once\n`,
      );
    } else child.kill(partial ? "SIGKILL" : signal);
  };
  for (const signal of signals) process.on(signal, pass);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => {
        // What ends by itself has done its work, or said why not, though a signal may have come just then.
        resolve(code ?? sayEnded(received ?? signal, stderr));
      });
    });
  } finally {
    for (const signal of signals) process.off(signal, pass);
  }
}

/** @returns the exit code */
function sayEnded(signal: NodeJS.Signals | null, stderr: Terminal): number {
  if (signal === null) return exitCodes.badInput;
  const { message, exitCode } = new Interruption(signal);
  stderr.write(`${lineStart(stderr)}dug: ${message}; nothing was written\n`);
  return exitCode;
}

/** On a terminal takes the place of what is drawn there. */
function lineStart({ isTTY }: Terminal): string {
  return isTTY === true ? "\r\u001B[K" : "";
}
