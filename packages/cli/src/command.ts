import { readFileSync } from "node:fs";
import { readArguments } from "./arguments.ts";
import { exitCodes, InputError, UsageError } from "./exit.ts";
import { helpOf, helpOn } from "./help.ts";
import { Interruption } from "./interruption.ts";
import { stackOf } from "./place.ts";
import { supervise, tokenOf } from "./supervise.ts";
import { verbs } from "./verbs.ts";

/** What the command does when a user calls it. @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  return await reporting(false, async () => {
    const command = await readArguments(args);
    if (command.kind === "verb") {
      const { out, partial } = command.given;
      const file = typeof out === "string" ? out : undefined;
      return await supervise(args, { out: file, partial: partial === true });
    }
    process.stdout.write(command.kind === "help" ? helpText(command) : `${version()}\n`);
    return exitCodes.done;
  });
}

/** What it does in the process of its own that `supervise` starts. @param scratch folder for what is made on the way */
export async function work(scratch: string, args: readonly string[]): Promise<number> {
  const command = await readArguments(args);
  if (command.kind !== "verb") return exitCodes.done;
  const { verb, given, model } = command;
  Error.stackTraceLimit = 100; // with Node's ten, the engine's frames would crowd out the user's
  return await reporting(given["verbose"] === true, () =>
    verb.run(given, { model, scratch, token: tokenOf(scratch) }),
  );
}

function helpText({ verb }: { readonly verb: (typeof verbs)[number] | undefined }): string {
  return verb === undefined ? helpOf(verbs) : helpOn(verb);
}

/** Turns what the user can mend into one message and an exit code. */
async function reporting(verbose: boolean, action: () => Promise<number>): Promise<number> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Interruption) {
      process.stderr.write(`dug: ${error.message}\n`);
      return error.exitCode;
    }
    if (!(error instanceof Error) || !(await isMendable(error))) throw error;
    process.stderr.write(`dug: ${error.message}\n`);
    if (error instanceof UsageError) process.stderr.write("Try: dug --help\n");
    if (verbose) process.stderr.write(`${stackOf(error.cause ?? error)}\n`);
    return exitCodes.badInput;
  }
}

/** Whether this command says it, or the engine, loaded for the answer: who only watches the work has no other use for it. */
async function isMendable(error: Error): Promise<boolean> {
  if (error instanceof InputError) return true;
  const { DugError } = await import("@dug/core");
  return error instanceof DugError;
}

function version(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const read: unknown = JSON.parse(text);
  return typeof read === "object" && read !== null && "version" in read ? String(read.version) : "";
}
