import { constants } from "node:os";
import { parentPort } from "node:worker_threads";
import { exitCodes } from "./exit.ts";

/** A signal that ended the work early, such as Ctrl-C. */
export class Interruption extends Error {
  override readonly name = "Interruption";
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals, message: string = sayingOf(signal)) {
    super(message);
    this.signal = signal;
  }

  /** As shells have it: 130 for Ctrl-C. */
  get exitCode(): number {
    return exitCodes.signalled + constants.signals[this.signal];
  }
}

/** Is aborted by an `Interruption` when the process that watches this one passes a signal on. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  parentPort?.once("message", (signal: NodeJS.Signals) =>
    controller.abort(new Interruption(signal)),
  );
  return controller.signal;
}

function sayingOf(signal: NodeJS.Signals): string {
  return signal === "SIGINT" ? "interrupted" : `ended by ${signal}`;
}
