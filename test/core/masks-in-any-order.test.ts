import { add, Context, memoize } from "@dug/core";
import { expect, test } from "vitest";

test("[S13, S15] who reads a masked node is masked, though it was known here before that was evaluated", () => {
  const source = memoize((): number => 1);
  const forgotten = memoize((): number => source(), { reuse: false }); // no evaluation of it stays known
  const reader = memoize((): number => forgotten());
  const nodes = [source.node(), forgotten.node(), reader.node()];
  const parent = new Context("parent", { parent: null });
  const child = parent.fork("child").tweak(source.node(), add(1)); // made anew, so that its readers wait
  const read = (): void => nodes.forEach((node) => void child.evaluate(node));

  read();
  parent.tweak(memoize(() => 0).node(), 1); // a change, so that the child is put on anew
  read();
  expect(nodes.map((node) => child.masked.has(node))).toEqual([true, true, true]);
});
