import { tmpdir } from "node:os";
import { isMainThread } from "node:worker_threads";
import { interruption } from "./interruption.ts";
import { onLargeStack, terminal } from "./large-stack.ts";
import { supervise, supervised } from "./supervise.ts";

// A reader that has seen enough, such as `head`, closes the pipe: no reason to complain.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const [first, scratch = "", ...rest] = process.argv.slice(2);

/** Loads what is needed only: the process that a thread does the work for has nothing to do itself. */
async function act(): Promise<number> {
  if (first === supervised && isMainThread) return await onLargeStack(new URL(import.meta.url));
  const { main, work } = await import("./command.ts");
  const here = { folder: process.cwd(), temporary: tmpdir(), stdout: process.stdout };
  return first === supervised
    ? await work({ args: rest, scratch }, { ...here, stderr: terminal() }, interruption)
    : await main(process.argv.slice(2), { ...here, stderr: process.stderr }, supervise);
}

const code = await act();
// Not left to end by itself: a model may have timers or sockets open.
process.stdout.write("", () => process.exit(code));
