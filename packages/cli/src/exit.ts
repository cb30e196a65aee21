/** What the command's exit code says. */
export const exitCodes = {
  /** The base has values; scenarios may have failed, and say so in their rows. */
  done: 0,
  /** An output of the base failed, or with `--strict` a scenario. */
  failed: 1,
  /** What the command was given cannot be used: arguments, model, scenario file, output file. */
  badInput: 2,
  /** Ended from outside by a signal: 128 and the signal's number, such as 130 for Ctrl-C. */
  signalled: 128,
} as const;

/** Ends the command with one readable message and exit code 2; the cause's stack is for `--verbose`. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** A usage error: the message is followed by a hint at `--help`. */
export class UsageError extends InputError {}
