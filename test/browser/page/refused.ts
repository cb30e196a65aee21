// A program that needs what browsers lack: its function calls another one after an await.
import { Context, memoize } from "@dug/core";

const spot = memoize("refused spot", (): number => 100);
const late = memoize("refused late", async (): Promise<number> => {
  await Promise.resolve();
  return spot() + 1;
});

await new Context().evaluate(late.node());
