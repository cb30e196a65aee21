import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { thrown } from "../support/deferred.ts";

let isBroken = false;

/** An argument that cannot be compared while it is broken: so a family that meets it anew cannot find its node. */
class Currency {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }

  equals(other: unknown): boolean {
    if (isBroken) throw new RangeError("broken");
    return other instanceof Currency && other.code === this.code;
  }

  hashCode(): number {
    return this.code.length;
  }
}

const rate = memoize("failedEntry.rate", ({ code }: Currency): number => code.length - 2);
const level = memoize("failedEntry.level", (): number => 0);
const price = memoize("failedEntry.price", (): number => level() + rate(new Currency("EUR")));

test("[S6, S10] an entry that fails is none: a dynamic context stands under the parent of its last entry", () => {
  const one = new Context("one", { parent: null }).tweak(level.node(), 10);
  const two = new Context("two", { parent: null }).tweak(level.node(), 20);
  const scenario = new Context("scenario").tweak(rate.node(new Currency("EUR")), 5);
  expect(one.run(() => scenario.run(price))).toBe(15);
  two.run(() => rate(new Currency("USD"))); // of the same hash: here the one must be told from the other

  isBroken = true;
  const error = thrown(() => two.run(() => scenario.run(price)));
  isBroken = false;

  expect(error).toBeInstanceOf(RangeError);
  expect(thrown(() => Context.current)).toMatchObject({ code: "OUTSIDE_CONTEXT" });
  expect(scenario.get(price.node())).toBe(15);
  expect(scenario.fork().evaluate(price.node())).toBe(15);
  expect(one.run(() => scenario.run(price))).toBe(15);
  expect(two.run(() => scenario.run(price))).toBe(25);
  expect(scenario.get(price.node())).toBe(25);
});
