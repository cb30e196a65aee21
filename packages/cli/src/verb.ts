import type { Surroundings } from "./surroundings.ts";

/** How a user may say something: `--json`, `--out FILE`, or `--axis AXIS` several times. */
export type Option = Flag | Valued<"text"> | Valued<"list">;

/** Said or not. */
export interface Flag {
  readonly kind: "flag";
  readonly help: string;
}

/** Followed by a text; a list may come several times. */
export interface Valued<K extends "text" | "list"> {
  readonly kind: K;
  /** What stands for the text in the help, such as `FILE`. */
  readonly value: string;
  readonly help: string;
  /** Whether the verb cannot do without. */
  readonly required?: true;
}

export type Options = Readonly<Record<string, Option>>;

/** What an option of each kind is read as. */
interface Readings {
  readonly flag: boolean;
  readonly text: string | undefined;
  readonly list: readonly string[];
}

/** What the user gave, by option. */
export type Given<O extends Options = Options> = {
  readonly [K in keyof O]: Readings[O[K]["kind"]];
};

/** Where a verb works, and on what. */
export interface Job extends Surroundings {
  /** The model's path, as the user wrote it. */
  readonly model: string;
  /** A folder for what is made on the way. */
  readonly scratch: string;
  /** Tells this run's files from those of others. */
  readonly token: string;
  /** Listens from now on whether the work is to end early. @returns what an `Interruption` aborts then */
  readonly interruption: () => AbortSignal;
}

/** One of the things that `dug` does with a model. */
export interface Verb {
  readonly name: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** The same in a paragraph. */
  readonly about: string;
  readonly options: Options;
  /** A call, without `dug`, and perhaps more lines that explain it. */
  readonly example: string;
  /**
   * Does it. Loads what does it only then: who asks for help, or waits for the work, need not wait for that.
   * @returns the exit code
   * @throws {InputError} or {DugError} for what the user can mend
   */
  run(given: Given, job: Job): Promise<number>;
}

/** Options that every verb has. */
export const common: { readonly json: Flag; readonly verbose: Flag } = {
  json: { kind: "flag", help: "print JSON" },
  verbose: { kind: "flag", help: "show the stack of an error" },
};

/** What the user asks of every verb. */
export type Asked = Given<typeof common>;

/** Options that name scenarios. */
export const withScenarios: { readonly scenarios: Valued<"text"> } = {
  scenarios: {
    kind: "text",
    value: "FILE",
    help: "scenarios and combinations, in YAML or JSON; without it those that\nthe model exports, if any",
  },
};

/** The option that names the file of a table. */
export const outOption: Valued<"text"> = {
  kind: "text",
  value: "FILE",
  help: "write the whole table: as JSON or Parquet if the name ends in .json\nor .parquet, else as CSV",
};

/** The option that has Ctrl-C leave what is finished. */
export const partialOption: Flag = {
  kind: "flag",
  help: "at Ctrl-C show and write the rows that are finished, not nothing;\na second one ends at once",
};
