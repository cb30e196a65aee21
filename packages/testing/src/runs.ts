import type { Context } from "@dug/core";

/**
 * Which functions run while `body` runs in a context: the readable forms of their nodes, in the order in
 * which they finished. Runs in children, and in contexts that functions open, are among them; hits and
 * reuses (S16) are not. So the exact work of a change can be asserted, the empty list included.
 *
 * @param context where `body` is run
 * @param body anything that calls memoised functions; what it throws is thrown on
 * @returns one text for each run
 * @example
 * ```ts
 * import { Context, memoize } from "@dug/core";
 * import { runs } from "@dug/testing";
 *
 * const spot = memoize("runs/spot", () => 100);
 * const book = memoize("runs/book", () => spot() * 2);
 * const base = new Context("base");
 * runs(base, () => book()); // ["runs/spot()", "runs/book()"]
 * runs(base, () => book()); // []
 * ```
 */
export function runs(context: Context, body: () => unknown): readonly string[] {
  const ran: string[] = [];
  const stop = context.observe((event) => {
    if (event.kind === "evaluated") ran.push(String(event.node));
  });
  try {
    context.run(body);
  } finally {
    stop();
  }
  return ran;
}
