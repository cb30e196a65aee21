import type { Context, Node } from "@dug/core";

/** The nodes whose functions run while `context` computes `outputs`, sorted; contexts opened inside included. */
export function runsIn(context: Context, outputs: readonly Node[]): readonly string[] {
  const ran: string[] = [];
  const stop = context.observe(["evaluated"], ({ node }) => ran.push(String(node)));
  for (const node of outputs) context.evaluate(node);
  stop();
  return ran.toSorted();
}
