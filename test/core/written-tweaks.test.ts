import {
  add,
  AnonymousFunctionError,
  Context,
  defineShift,
  InvalidArgumentError,
  memoize,
  Node,
  scale,
  shift,
  Tweaks,
  UnserialisableTweakError,
} from "@dug/core";
import { Map } from "immutable";
import { expect, test } from "vitest";

const spot = memoize("written-tweaks/spot", (ticker: string): number => ticker.length);
const data = memoize("written-tweaks/data", (): unknown => 1);
const blend = defineShift(
  "written-tweaks/blend",
  (value: number, other: number, weight: number) => value * (1 - weight) + other * weight,
);

/** A set of tweaks after a trip through text. */
function sent(tweaks: Tweaks): Tweaks {
  return Tweaks.from(JSON.parse(JSON.stringify(tweaks)));
}

test("[S12] a set of tweaks is written and read back: values and named shifts", () => {
  const tweaks = Tweaks.empty
    .tweak(spot.node("IBM"), 80)
    .tweak(spot.node("GOOG"), add(5))
    .tweak(spot.node("AAPL"), blend(100, 0.5));

  expect(sent(tweaks).equals(tweaks)).toBe(true);
  expect(new Context().apply(sent(tweaks)).evaluate(spot.node("AAPL"))).toBe(52);
});

test.for([undefined, Number.NaN, null, -0, 10n, "text", [1, "2"], { a: 1 }, Map([["a", 1]])])(
  "[S12] the value %s is read back as it was (S4)",
  (value) => {
    const tweaks = Tweaks.empty.tweak(data.node(), value);

    expect(sent(tweaks).equals(tweaks)).toBe(true);
    expect(new Context().apply(sent(tweaks)).evaluate(data.node())).toEqual(value);
  },
);

test("[S12] the empty set is written, too", () => {
  expect(sent(Tweaks.empty).isEmpty).toBe(true);
});

test("[S12] an anonymous shift throws UnserialisableTweakError when written, and not before", () => {
  const anonymous = Tweaks.empty.tweak(
    spot.node("IBM"),
    shift((value: number) => value + 1),
  );

  expect(new Context().apply(anonymous).evaluate(spot.node("IBM"))).toBe(4);
  expect(() => JSON.stringify(anonymous)).toThrow(UnserialisableTweakError);
  expect(() => JSON.stringify(anonymous)).toThrow(/written-tweaks\/spot\("IBM"\)/);
});

test("[S12a] a fixed value or a shift of a whole function is written, without a filter or with one that lists arguments", () => {
  const tweaks = Tweaks.empty
    .tweakAll(spot, scale(2))
    .tweakAll(spot, 7, { where: [["IBM"], ["GOOG"]] });

  expect(sent(tweaks).equals(tweaks)).toBe(true);
  const context = new Context().apply(sent(tweaks));
  expect(context.evaluate(spot.node("GOOG"))).toBe(7);
  expect(context.evaluate(spot.node("AAPL"))).toBe(8);
});

test("[S12a] only those can be written down: not a callback", () => {
  const tweaks = Tweaks.empty.tweakAll(spot, (base) => base() + 1);

  expect(() => JSON.stringify(tweaks)).toThrow(UnserialisableTweakError);
});

test("[S12a] only those can be written down: not a filter that is a function", () => {
  const tweaks = Tweaks.empty.tweakAll(spot, 7, { where: (ticker) => ticker === "IBM" });

  expect(() => JSON.stringify(tweaks)).toThrow(UnserialisableTweakError);
});

test("[S12a] only those can be written down: not an anonymous shift of a whole function", () => {
  const tweaks = Tweaks.empty.tweakAll(
    spot,
    shift((value: number) => value + 1),
  );

  expect(() => JSON.stringify(tweaks)).toThrow(UnserialisableTweakError);
});

test("[S12] a value that has no written form throws UnserialisableTweakError", () => {
  const tweaks = Tweaks.empty.tweak(data.node(), Symbol("none"));

  expect(() => JSON.stringify(tweaks)).toThrow(UnserialisableTweakError);
});

test("[S12] a tweak of an anonymous function's node cannot be written either (S25)", () => {
  const anonymous = memoize((): number => 1);

  expect(() => JSON.stringify(Tweaks.empty.tweak(anonymous.node(), 7))).toThrow(
    AnonymousFunctionError,
  );
});

test("[S12a] the arguments that a filter lists are those that it was given, whatever becomes of the list", () => {
  const lists: [string][] = [["IBM"]];
  const tweaks = Tweaks.empty.tweakAll(spot, 80, { where: lists });
  lists[0] = ["AAPL"];
  const inside: [string] = ["IBM"];
  const more = Tweaks.empty.tweakAll(spot, 80, { where: [inside] });
  inside[0] = "AAPL";

  expect(JSON.stringify(more)).toBe(JSON.stringify(tweaks));
  expect(Tweaks.from(JSON.parse(JSON.stringify(more))).equals(tweaks)).toBe(true);
});

test.each(["", "1,2"])("[S12] %j in place of one written value is refused", (value) => {
  const written = { nodes: [[spot.node("IBM").toJSON(), { value }]], functions: [] };
  expect(() => Tweaks.from(written)).toThrow(InvalidArgumentError);
});

test("[S25] what is no text is no written node", () => {
  expect(() => Node.parse(5 as never)).toThrow(InvalidArgumentError);
});
