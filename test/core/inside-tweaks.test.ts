import { Context, memoize, ReadDuringEvaluationError } from "@dug/core";
import { expect, test } from "vitest";

const value = memoize((): number => 1);

/** What the body throws when it is run inside an evaluation in `context`. */
function thrownInside(context: Context, body: () => unknown): unknown {
  let thrown: unknown;
  const evaluation = memoize((): void => {
    try {
      body();
    } catch (error) {
      thrown = error;
    }
  });
  context.evaluate(evaluation.node());
  return thrown;
}

test("[S21] the tweaks of a context are read out as well: another's, the current one's, a snapshot's", () => {
  const base = new Context().tweak(value.node(), 5);
  const snapshot = base.snapshot();
  const child = base.fork();
  for (const read of [
    () => base.tweaks,
    () => child.tweaks,
    () => Context.current.tweaks,
    () => snapshot.tweaks,
  ]) {
    expect(thrownInside(child, read)).toEqual(
      expect.objectContaining({ code: "READ_DURING_EVALUATION", method: "tweaks" }),
    );
  }
  expect(base.run(() => Context.current.tweaks)).toBe(base.tweaks);
});

test("[S21] the tweaks of a context that the evaluation made are its own doing, and are no read-out", () => {
  const bump = memoize((): number => {
    const bumped = Context.current.fork().tweak(value.node(), 7);
    const again = Context.current.fork().apply(bumped.tweaks);
    return again.run(() => value());
  });

  expect(new Context().evaluate(bump.node())).toBe(7);
});

test("[S21] but not to an evaluation within: another's doing", () => {
  let made: Context | undefined;
  let thrown: unknown;
  const inner = memoize((): void => {
    try {
      void made?.tweaks;
    } catch (error) {
      thrown = error;
    }
  });
  const outer = memoize((): void => {
    made = Context.current.fork();
    made.run(() => inner());
  });
  new Context().evaluate(outer.node());

  expect(thrown).toBeInstanceOf(ReadDuringEvaluationError);
});
