import { parseArgs } from "node:util";
import { UsageError } from "./exit.ts";

/** What the user asked for. */
export type Command = { readonly kind: "help" } | { readonly kind: "version" } | RunCommand;

/** `dug run MODEL`. */
export interface RunCommand {
  readonly kind: "run";
  readonly model: string;
  readonly scenarios: string | undefined;
  readonly out: string | undefined;
  readonly json: boolean;
  /** Whether a tweak that no output reads ends the run. */
  readonly strict: boolean;
  readonly verbose: boolean;
}

export const help = `Usage: dug run MODEL [--scenarios FILE] [--out FILE] [--json] [--strict]
                     [--verbose]

Runs a model, a TypeScript module that ends in
  export default model({ functions, outputs });
as it is, and under each scenario.

  --scenarios FILE  a list of scenarios and combinations, in YAML or JSON, such as
                    [{ "name": …, "tweaks": [[node, value], …] }];
                    without it the scenarios that the model exports, if any
  --out FILE        write the whole table as CSV
  --json            print the whole table as JSON instead of a summary
  --strict          end the run at a tweak that no output reads
  --verbose         show the stack of an error
  --help            show this text
  --version         show the version

Example: dug run book.ts --scenarios stress.json --out results.csv
  where stress.json holds  [{ "name": "crash", "tweaks": [["spot(\\"IBM\\")", 80]] }]

Exit code: 0 done (scenarios may have failed: their rows say so), 1 an output of
the base failed, 2 unusable input, 130 interrupted by Ctrl-C.
`;

const options = {
  scenarios: { type: "string" },
  out: { type: "string" },
  json: { type: "boolean" },
  strict: { type: "boolean" },
  verbose: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

/** Reads the command line. @throws {UsageError} when it is none that the command understands. */
export function readArguments(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.version === true) return { kind: "version" };
  if (values.help === true || args.length === 0) return { kind: "help" };
  const [command, model, ...more] = positionals;
  if (command !== "run") {
    throw new UsageError(
      command === undefined
        ? "a command is missing: run"
        : `there is no command "${command}"; there is: run`,
    );
  }
  if (model === undefined)
    throw new UsageError("dug run needs a model: the path of a TypeScript module");
  if (more.length > 0) throw new UsageError(`one model at a time: what is "${more.join(" ")}"?`);
  const { scenarios, out } = values;
  if (scenarios === "" || out === "")
    throw new UsageError(`--${out === "" ? "out" : "scenarios"} needs a file`);
  return {
    kind: "run",
    model,
    scenarios,
    out,
    json: values.json === true,
    strict: values.strict === true,
    verbose: values.verbose === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    // parseArgs explains itself in the first sentence; those after it are for programmers.
    if (error instanceof TypeError) throw new UsageError(error.message.replace(/\. .*/s, ""));
    throw error;
  }
}
