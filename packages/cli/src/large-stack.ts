import { once } from "node:events";
import { finished } from "node:stream/promises";
import { Worker, workerData } from "node:worker_threads";
import { exitCodes } from "./exit.ts";
import type { Terminal } from "./surroundings.ts";

/**
 * In megabytes. A chain of plain calls, such as a balance that reads that of the month before, takes
 * about 1.4 kB a link, so that some 23,000 fit. More is not better: an endless recursion should end
 * in `DepthError` soon, and the collector scans the whole stack each time.
 */
export const stackSizeMb = 32;

/**
 * Runs this very command on a thread whose stack is larger than Node's, which holds some 700 nested
 * evaluations. A thread gets the memory for the stack that it asks for; the main thread, with
 * `--stack-size`, only if the system's limit allows, and else crashes.
 *
 * @param entry the module that was started
 * @returns the exit code
 */
export async function onLargeStack(entry: URL): Promise<number> {
  const { isTTY, columns } = process.stderr;
  const worker = new Worker(entry, {
    argv: process.argv.slice(2),
    resourceLimits: { stackSizeMb },
    stdout: true,
    stderr: true,
    workerData: { isTTY, columns },
  });
  if (process.channel !== undefined) obey(worker);
  worker.stdout.pipe(process.stdout, { end: false });
  worker.stderr.pipe(process.stderr, { end: false });
  const whole = [finished(worker.stdout), finished(worker.stderr)];
  const [code] = await once(worker, "exit");
  await Promise.all(whole);
  return Number(code);
}

/**
 * Has the process that watches this one say when to end. A terminal sends Ctrl-C to both: here it is ignored,
 * and what the other makes of it comes as a message.
 */
function obey(worker: Worker): void {
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
  process.on("message", (signal) => worker.postMessage(signal));
  process.on("disconnect", () => process.exit(exitCodes.signalled));
}

/** Standard error as the main thread knows it: to a thread it is a mere stream. */
export function terminal(): Terminal {
  const known: Pick<Terminal, "isTTY" | "columns"> = workerData;
  return { ...known, write: (text) => process.stderr.write(text) };
}
