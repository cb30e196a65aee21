import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";

// A context that was seen to be up to date is entered and read out without asking those above it. Each of these is a way
// in which something above it could change unseen.

const input = memoize((): number => 1);

const counts = [0, 1, 2, 3, 4, 5, 6, 7];

test.for(counts.flatMap((before) => counts.map((after) => [before, after] as const)))(
  "[S6] [S8] a child of one that changed families sees what changes above it: after %i changes in the one, %i in the other",
  ([before, after]) => {
    const left = new Context("left", { parent: null });
    const right = new Context("right", { parent: null });
    const dynamic = new Context("dynamic");
    const child = dynamic.fork("child");
    left.run(() => dynamic.run(() => undefined));
    for (let i = 0; i < before; i++) left.tweak(input.node(), i);
    child.evaluate(input.node());
    child.evaluate(input.node());
    right.run(() => dynamic.run(() => child.run(() => undefined)));
    for (let i = 0; i <= after; i++) right.tweak(input.node(), 10 + i);

    expect(child.evaluate(input.node())).toBe(10 + after);
  },
);
