import { Context, InvalidArgumentError, memoize, shift, Tweaks } from "@dug/core";
import { expect, test } from "vitest";

const spot = memoize("tweak-functions/spot", (): number => 100);
const curve = memoize("tweak-functions/curve", (): ((t: number) => number) => (t) => t);
const chosen = memoize("tweak-functions/chosen", (): (() => number) => spot);
const up = ((value: number) => value * 1.1) as unknown as number;

test("[S1] a plain function as a tweak is refused, since it would silently be the value, and told of shift", () => {
  const message =
    "tweak: tweak-functions/spot() is given a plain function: of its base value write shift(…), as its value shift(() => …).";

  expect(() => new Context().tweak(spot.node(), up)).toThrow(InvalidArgumentError);
  expect(() => new Context().tweak(spot.node(), up)).toThrow(message);
  expect(() => Tweaks.empty.tweak(spot.node(), up)).toThrow(message);
  expect(() => new Context().tweak(curve.node(), (t) => 2 * t)).toThrow(InvalidArgumentError);
});

test("[S4] a function may be a value all the same: by a shift that gives it", () => {
  const context = new Context().tweak(
    curve.node(),
    shift(() => (t: number) => 2 * t),
  );

  expect(context.evaluate(curve.node())(3)).toBe(6);
});

test("[S4] a memoised function is no plain one, and may be a tweak's value", () => {
  const other = memoize("tweak-functions/other", (): number => 7);
  const context = new Context().tweak(chosen.node(), other);

  expect(context.evaluate(chosen.node())).toBe(other);
});

test("[S12a] tweakAll takes a function, as a callback", () => {
  const context = new Context().tweakAll(spot, (base) => base() + 1);

  expect(context.evaluate(spot.node())).toBe(101);
});
