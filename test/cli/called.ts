import { MessageChannel, Worker } from "node:worker_threads";
import { afterAll } from "vitest";
import { stackSizeMb } from "../../packages/cli/src/large-stack.ts";

/** What the command is called with. */
interface Call {
  readonly args: readonly string[];
  readonly folder: string;
  readonly temporary: string;
  /** What standard error is, where it is no pipe. */
  readonly terminal?: { readonly isTTY: boolean; readonly columns: number };
}

/** What became of it. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Answer = { readonly ended: Ended } | { readonly error: unknown };

let thread: Worker | undefined;
afterAll(async () => await thread?.terminate());

/**
 * Calls the command's `main` in this process, on one thread for all calls of a test file: its stack is as
 * large as that of the command's own. `spawned.test.ts` shows that a process says the same.
 */
export async function called(call: Call): Promise<Ended> {
  thread ??= new Worker(new URL("../support/command-thread.mjs", import.meta.url), {
    resourceLimits: { stackSizeMb },
  });
  const { port1: here, port2: there } = new MessageChannel();
  thread.postMessage({ ...call, port: there }, [there]);
  const answer = await new Promise<Answer>((resolve, reject) => {
    here.once("message", resolve);
    here.once("close", () => reject(new Error("the thread ended before the call did")));
  });
  here.close();
  if ("error" in answer) throw answer.error;
  return answer.ended;
}
