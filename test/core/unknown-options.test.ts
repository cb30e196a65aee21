import { Context, InvalidArgumentError, memoize, namespace, Tweaks } from "@dug/core";
import { expect, test } from "vitest";

const spot = memoize((): number => 100);
/** An option that types refuse, as JavaScript and a spread object let it through. */
const mistyped = (name: string): object => ({ [name]: undefined });

test.each<[string, () => unknown, string]>([
  [
    "memoize",
    () => memoize("unknown-options/a", () => 1, mistyped("inputs")),
    "memoize: there is no option inputs, only input, fingerprint, equals, reuse, cacheErrors, async, tags, redefine.",
  ],
  ["memoize without a name", () => memoize(() => 1, mistyped("inputs")), "no option inputs"],
  [
    "memoize in a namespace",
    () => namespace("unknown-options").memoize("b", () => 1, mistyped("equal")),
    "no option equal,",
  ],
  [
    "a context",
    () => new Context("x", mistyped("parnt")),
    "Context: there is no option parnt, only parent, verify, retain, share.",
  ],
  [
    "a fork, which has its parent",
    () => new Context().fork("x", mistyped("parent")),
    "fork: there is no option parent, only retain, share.",
  ],
  [
    "a snapshot's fork",
    () => new Context().snapshot().fork("x", mistyped("retained")),
    "fork: there is no option retained,",
  ],
  [
    "tweakAll",
    () => new Context().tweakAll(spot, 1, mistyped("filter")),
    "tweakAll: there is no option filter, only where.",
  ],
  ["a set's tweakAll", () => Tweaks.empty.tweakAll(spot, 1, mistyped("filter")), "option filter,"],
])("[S5] an unknown option of %s is refused, with those that there are", (_, act, message) => {
  expect(act).toThrow(InvalidArgumentError);
  expect(act).toThrow(message);
});

test("[S25] a function whose options are refused is not loaded under its name", () => {
  const name = "unknown-options/again";
  expect(() => memoize(name, () => 1, mistyped("inputs"))).toThrow(InvalidArgumentError);

  expect(memoize(name, () => 2).id).toBe(name);
});
