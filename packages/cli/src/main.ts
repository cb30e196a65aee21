import { isMainThread } from "node:worker_threads";
import { main, work } from "./command.ts";
import { onLargeStack } from "./large-stack.ts";
import { supervised } from "./supervise.ts";

// A reader that has seen enough, such as `head`, closes the pipe: no reason to complain.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const [first, folder = "", ...rest] = process.argv.slice(2);
const code =
  first !== supervised
    ? await main(process.argv.slice(2))
    : await (isMainThread ? onLargeStack(new URL(import.meta.url)) : work(folder, rest));
// Not left to end by itself: a model may have timers or sockets open.
process.stdout.write("", () => process.exit(code));
