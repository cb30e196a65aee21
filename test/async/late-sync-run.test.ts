import { Context, LateCallError, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { deferred, turn } from "../support/deferred.ts";

const spot = memoize((): number => 100);
const outcome = (body: () => unknown): unknown => {
  try {
    return body();
  } catch (error) {
    return error;
  }
};

test("[S22e] what a plain run leaves behind is late, inside an asynchronous run too", async () => {
  const found = deferred<unknown>();
  const [outer, inner] = [new Context("outer"), new Context("inner", { parent: null })];
  const float = async (): Promise<void> => {
    await turn();
    found.resolve(outcome(() => spot()));
  };
  await outer.run(async () => {
    inner.run(() => void float());
    await found.promise;
  });
  expect(await found.promise).toBeInstanceOf(LateCallError);
});

test("[S22e] [S9] nor does it put anything into a context that was left", async () => {
  const found = deferred<unknown>();
  const [outer, inner] = [
    new Context("outer"),
    new Context("inner", { parent: null, retain: false }),
  ];
  const float = async (): Promise<void> => {
    await turn();
    found.resolve(outcome(() => spot()));
  };
  await outer.run(async () => {
    inner.run(() => void float());
    await found.promise;
  });
  expect(inner.has(spot.node())).toBe(false);
});
