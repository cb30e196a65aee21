import { parseArgs } from "node:util";
import { UsageError } from "./exit.ts";
import { isRequired } from "./help.ts";
import { common, type Given, type Options, type Verb } from "./verb.ts";
import { verbs } from "./verbs.ts";

/** What the user asked for. */
export type Command =
  | { readonly kind: "help"; readonly verb: Verb | undefined }
  | { readonly kind: "version" }
  | {
      readonly kind: "verb";
      readonly verb: Verb;
      readonly model: string;
      readonly given: Given;
    };

/** Reads the command line. @throws {UsageError} when it is none that the command understands. */
export async function readArguments(args: readonly string[]): Promise<Command> {
  const verb = verbs.find(({ name }) => args[0] === name);
  const { values, positionals } = await parse(args, verb?.options ?? common);
  if (values["version"] === true) return { kind: "version" };
  if (values["help"] === true || args.length === 0) return { kind: "help", verb };
  if (verb === undefined) return await refuse(positionals[0]);
  const [, model, ...more] = positionals;
  if (model === undefined)
    throw new UsageError(`dug ${verb.name} needs a model: the path of a TypeScript module`);
  if (more.length > 0) throw new UsageError(`one model at a time: what is "${more.join(" ")}"?`);
  return { kind: "verb", verb, model, given: givenOf(verb, values) };
}

async function refuse(word: string | undefined): Promise<never> {
  const names = verbs.map(({ name }) => name);
  const known = names.join(", ");
  if (word === undefined) throw new UsageError(`a command is missing: ${known}`);
  if (names.includes(word)) throw new UsageError(`the command comes first: dug ${word} …`);
  const like = await nearestTo(word, names);
  const hint = like === undefined ? "" : `; the nearest is "${like}"`;
  throw new UsageError(`there is no command "${word}"${hint}; there is: ${known}`);
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function givenOf({ name, options }: Verb, values: Values): Given {
  const given = Object.entries(options).map(([key, option]) => {
    const value = values[key];
    const texts = [value ?? []].flat();
    if (option.kind !== "flag" && texts.includes(""))
      throw new UsageError(`--${key} needs a ${option.value.toLowerCase()}`);
    if (option.kind === "text" && texts.length > 1)
      throw new UsageError(`--${key} comes twice: it takes one ${option.value.toLowerCase()}`);
    if (isRequired(option) && texts.length === 0)
      throw new UsageError(`dug ${name} needs --${key}`);
    if (option.kind === "flag") return [key, value === true];
    return [key, option.kind === "list" ? texts : texts[0]];
  });
  return Object.fromEntries(given);
}

async function parse(
  args: readonly string[],
  options: Options,
): Promise<{ values: Values; positionals: string[] }> {
  const known = Object.entries(options).map(([key, { kind }]) => [
    key,
    kind === "flag" ? { type: "boolean" } : { type: "string", multiple: true },
  ]);
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...Object.fromEntries(known),
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
      allowPositionals: true,
    });
  } catch (error) {
    // parseArgs explains itself in the first sentence; those after it are for programmers.
    if (!(error instanceof TypeError)) throw error;
    const hint = await hintAt(error.message, options);
    throw new UsageError(`${error.message.replace(/\. .*/s, "")}${hint}`);
  }
}

/** The nearest option, where one is unknown. */
async function hintAt(message: string, options: Options): Promise<string> {
  const [, unknown] = /^Unknown option '--([^']*)'/.exec(message) ?? [];
  if (unknown === undefined) return "";
  const like = await nearestTo(unknown, [...Object.keys(options), "help", "version"]);
  return like === undefined ? "" : `; the nearest is --${like}`;
}

/** The engine is loaded for it: what a mistake may take, and a right call need not wait for. */
async function nearestTo(word: string, known: readonly string[]): Promise<string | undefined> {
  const { nearest } = await import("@dug/core");
  return nearest(word, known)[0];
}
