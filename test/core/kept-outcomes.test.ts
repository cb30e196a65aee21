import { Context, memoize } from "@dug/core";
import { afterEach, expect, test } from "vitest";
import { executions } from "./executions.ts";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test("[S19] what is not cached is kept until the outermost run ends, inside `Context.outside` too", () => {
  const { memo, taken } = executions();
  const flaky = memo(
    "flaky",
    () => {
      throw new Error("not now");
    },
    { cacheErrors: false },
  );
  const base = new Context();
  const attempt = () => expect(() => base.run(() => flaky())).toThrow("not now");
  Context.outside(() => {
    attempt();
    attempt();
  });
  attempt();

  expect(taken()).toEqual(["flaky", "flaky", "flaky"]);
});

test("[S19] what is kept outside the cache outlasts a re-entry, if the parent has only evaluated more", () => {
  const square = memoize(
    (): number => {
      ran.push("square");
      throw new Error("negative");
    },
    { cacheErrors: false },
  ).node();
  const other = memoize(() => 1);
  const base = new Context();
  const child = base.fork();
  const tried = (): unknown => thrownBy(() => child.evaluate(square));
  base.run(() => {
    const first = tried();
    base.evaluate(other.node());
    expect(tried()).toBe(first);
  });
  expect(ran.splice(0)).toEqual(["square"]);

  expect(tried()).toBeInstanceOf(Error);
  expect(ran).toEqual(["square"]);
});
