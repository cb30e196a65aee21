import { readFileSync } from "node:fs";
import { readArguments } from "./arguments.ts";
import { exitCodes, InputError, UsageError } from "./exit.ts";
import { helpOf, helpOn } from "./help.ts";
import { Interruption } from "./interruption.ts";
import { stackOf } from "./place.ts";
import { inScratch, tokenOf } from "./scratch.ts";
import type { Output, Surroundings } from "./surroundings.ts";
import type { Task, Doer } from "./task.ts";
import { verbs } from "./verbs.ts";

/**
 * What the command does when a user calls it.
 * @param doer does the work of a verb: `work` in this very thread, the command itself in another process
 * @returns the exit code
 */
export async function main(
  args: readonly string[],
  surroundings: Surroundings,
  doer: Doer,
): Promise<number> {
  const { stdout, stderr } = surroundings;
  return await reporting({ verbose: false, stderr }, async () => {
    const command = await readArguments(args);
    if (command.kind === "verb") {
      const { out, partial } = command.given;
      const file = typeof out === "string" ? out : undefined;
      return await inScratch(surroundings, file, (scratch) =>
        doer({ args, scratch, partial: partial === true }, surroundings),
      );
    }
    stdout.write(command.kind === "help" ? helpText(command) : `${version()}\n`);
    return exitCodes.done;
  });
}

/**
 * Does the work of a verb, here.
 * @param interruption what an `Interruption` aborts, for `--partial`; without it nobody interrupts
 * @returns the exit code
 */
export async function work(
  { args, scratch }: Omit<Task, "partial">,
  surroundings: Surroundings,
  interruption: () => AbortSignal = () => new AbortController().signal,
): Promise<number> {
  const command = await readArguments(args);
  if (command.kind !== "verb") return exitCodes.done;
  const { verb, given, model } = command;
  Error.stackTraceLimit = 100; // with Node's ten, the engine's frames would crowd out the user's
  const job = { ...surroundings, model, scratch, token: tokenOf(scratch), interruption };
  const { stderr } = surroundings;
  return await reporting({ verbose: given["verbose"] === true, stderr }, () =>
    verb.run(given, job),
  );
}

function helpText({ verb }: { readonly verb: (typeof verbs)[number] | undefined }): string {
  return verb === undefined ? helpOf(verbs) : helpOn(verb);
}

/** Turns what the user can mend into one message and an exit code. */
async function reporting(
  { verbose, stderr }: { readonly verbose: boolean; readonly stderr: Output },
  action: () => Promise<number>,
): Promise<number> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Interruption) {
      stderr.write(`dug: ${error.message}\n`);
      return error.exitCode;
    }
    if (!(error instanceof Error) || !(await isMendable(error))) throw error;
    stderr.write(`dug: ${error.message}\n`);
    if (error instanceof UsageError) stderr.write("Try: dug --help\n");
    if (verbose) stderr.write(`${stackOf(error.cause ?? error)}\n`);
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
