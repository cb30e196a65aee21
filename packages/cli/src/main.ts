import { isMainThread } from "node:worker_threads";
import { onLargeStack } from "./large-stack.ts";
import { supervised } from "./supervise.ts";

// A reader that has seen enough, such as `head`, closes the pipe: no reason to complain.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const [first, folder = "", ...rest] = process.argv.slice(2);

/** Loads what is needed only: the process that a thread does the work for has nothing to do itself. */
async function act(): Promise<number> {
  if (first === supervised && isMainThread) return await onLargeStack(new URL(import.meta.url));
  const { main, work } = await import("./command.ts");
  return await (first === supervised ? work(folder, rest) : main(process.argv.slice(2)));
}

const code = await act();
// Not left to end by itself: a model may have timers or sockets open.
process.stdout.write("", () => process.exit(code));
