import { readFileSync } from "node:fs";
import { DugError } from "@dug/core";
import { help, readArguments } from "./arguments.ts";
import { exitCodes, InputError, UsageError } from "./exit.ts";
import { run } from "./run.ts";
import { supervise, tokenOf } from "./supervise.ts";

/** What the command does when a user calls it. @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  return await reporting(false, async () => {
    const command = readArguments(args);
    if (command.kind === "run") return await supervise(args, command.out);
    process.stdout.write(command.kind === "help" ? help : `${version()}\n`);
    return exitCodes.done;
  });
}

/** What it does in the process of its own that `supervise` starts. @param folder for what is made on the way */
export async function work(folder: string, args: readonly string[]): Promise<number> {
  const command = readArguments(args);
  if (command.kind !== "run") return exitCodes.done;
  return await reporting(command.verbose, () => run(command, folder, tokenOf(folder)));
}

/** Turns what the user can mend into one message and an exit code. */
async function reporting(verbose: boolean, action: () => Promise<number>): Promise<number> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof InputError || error instanceof DugError)) throw error;
    process.stderr.write(`dug: ${error.message}\n`);
    if (error instanceof UsageError) process.stderr.write("Try: dug --help\n");
    if (verbose) process.stderr.write(`${stackOf(error.cause ?? error)}\n`);
    return exitCodes.badInput;
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function version(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const read: unknown = JSON.parse(text);
  return typeof read === "object" && read !== null && "version" in read ? String(read.version) : "";
}
