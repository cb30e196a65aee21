import {
  add,
  Context,
  defineShift,
  DuplicateNameError,
  InvalidArgumentError,
  memoize,
  scale,
  shift,
  Tweaks,
} from "@dug/core";
import { is, List } from "immutable";
import { expect, test } from "vitest";

const spot = memoize((ticker: string): number => ticker.length);
const vol = memoize((ticker: string): number => spot(ticker) * 10);
const curve = memoize((): List<number> => List([1]));
const points = memoize((): readonly number[] => [1]);

test("[S12] a set of tweaks is built with no context at hand", () => {
  const tweaks = Tweaks.empty.tweak(spot.node("IBM"), 80).tweak(vol.node("IBM"), scale(1.5));

  expect(tweaks.nodes.size).toBe(2);
  expect(tweaks.nodes.get(spot.node("IBM"))).toEqual({ kind: "value", value: 80 });
  expect(Tweaks.empty.isEmpty).toBe(true);
  expect(tweaks.isEmpty).toBe(false);
});

test("[S12] a set of tweaks is an immutable value: each step makes another", () => {
  const one = Tweaks.empty.tweak(spot.node("IBM"), 80);
  const two = one.tweak(spot.node("IBM"), 90).tweakAll(vol, 7);
  const three = two.untweak(spot.node("IBM")).untweakAll(vol);

  expect(one.nodes.get(spot.node("IBM"))).toEqual({ kind: "value", value: 80 });
  expect(one.functions.size).toBe(0);
  expect(two.nodes.get(spot.node("IBM"))).toEqual({ kind: "value", value: 90 });
  expect(two.functions.size).toBe(1);
  expect(three.isEmpty).toBe(true);
  expect(Tweaks.empty.isEmpty).toBe(true);
});

test("[S12] taking away what is not there gives this very object", () => {
  const one = Tweaks.empty.tweak(spot.node("IBM"), 80);

  expect(one.untweak(spot.node("GOOG"))).toBe(one);
  expect(one.untweakAll(vol)).toBe(one);
});

test("[S12] it is put on any context, of whatever family, before or after its first entry", () => {
  const tweaks = Tweaks.empty.tweak(spot.node("IBM"), 80).tweak(vol.node("GOOG"), add(1));
  const entered = new Context();
  entered.run(() => vol("IBM"));
  const contexts = [new Context(), entered, new Context().fork(), new Context().fork().fork()];

  for (const context of contexts) {
    expect(context.apply(tweaks)).toBe(context);
    expect(context.evaluate(vol.node("IBM"))).toBe(800);
    expect(context.evaluate(vol.node("GOOG"))).toBe(41);
    expect(context.evaluate(spot.node("GOOG"))).toBe(4);
  }
});

test("[S12] it is put on a context that is entered, and seen at the next call", () => {
  const context = new Context();

  context.run(() => {
    expect(vol("IBM")).toBe(30);
    context.apply(Tweaks.empty.tweak(spot.node("IBM"), 80));
    expect(vol("IBM")).toBe(800);
  });
});

test("[S12] put on top of the context's own tweaks: of two of one node the set's holds", () => {
  const context = new Context().tweak(spot.node("IBM"), 1).tweak(spot.node("GOOG"), 2);

  context.apply(Tweaks.empty.tweak(spot.node("IBM"), 80));

  expect(context.evaluate(spot.node("IBM"))).toBe(80);
  expect(context.evaluate(spot.node("GOOG"))).toBe(2);
});

test("[S12] what a context does with it does not change the set", () => {
  const tweaks = Tweaks.empty.tweak(spot.node("IBM"), 80);
  const context = new Context().apply(tweaks);

  context.tweak(spot.node("IBM"), 1).untweak(spot.node("IBM"));

  expect(tweaks.equals(Tweaks.empty.tweak(spot.node("IBM"), 80))).toBe(true);
});

test("[S12] context.tweaks are the context's own tweaks as such a value", () => {
  const parent = new Context().tweak(spot.node("IBM"), 80);
  const child = parent.fork().tweak(vol.node("IBM"), add(1)).tweakAll(spot, 7);
  const read = child.tweaks;

  child.untweak(vol.node("IBM"));

  expect(parent.tweaks.equals(Tweaks.empty.tweak(spot.node("IBM"), 80))).toBe(true);
  expect(read.equals(Tweaks.empty.tweak(vol.node("IBM"), add(1)).tweakAll(spot, 7))).toBe(true);
  expect(child.tweaks.equals(Tweaks.empty.tweakAll(spot, 7))).toBe(true);
  expect(parent.fork().apply(read).evaluate(vol.node("IBM"))).toBe(801);
});

test("[S12] merged, the right one wins", () => {
  const left = Tweaks.empty.tweak(spot.node("IBM"), 1).tweak(spot.node("GOOG"), 2);
  const right = Tweaks.empty.tweak(spot.node("IBM"), 80).tweak(vol.node("IBM"), 7);
  const merged = left.merge(right);

  const expected = Tweaks.empty
    .tweak(spot.node("IBM"), 80)
    .tweak(spot.node("GOOG"), 2)
    .tweak(vol.node("IBM"), 7);
  expect(merged.equals(expected)).toBe(true);
  expect(right.merge(left).equals(expected.tweak(spot.node("IBM"), 1))).toBe(true);
  expect(left.nodes.get(spot.node("IBM"))).toEqual({ kind: "value", value: 1 });
  expect(right.nodes.size).toBe(2);
});

test("[S12] merged, the right one of two whole-function tweaks wins", () => {
  const left = Tweaks.empty.tweakAll(spot, 1);
  const right = Tweaks.empty.tweakAll(spot, 2, { where: (ticker) => ticker === "IBM" });
  const context = new Context().apply(left.merge(right));

  expect(context.evaluate(spot.node("IBM"))).toBe(2);
  expect(context.evaluate(spot.node("GOOG"))).toBe(1);
  expect(new Context().apply(right.merge(left)).evaluate(spot.node("IBM"))).toBe(1);
});

test("[S12] merging with the empty set changes nothing", () => {
  const tweaks = Tweaks.empty.tweak(spot.node("IBM"), 80).tweakAll(vol, add(1));

  expect(tweaks.merge(Tweaks.empty).equals(tweaks)).toBe(true);
  expect(Tweaks.empty.merge(tweaks).equals(tweaks)).toBe(true);
});

test("[S12] compared by content, in whatever order the nodes were tweaked", () => {
  const one = Tweaks.empty.tweak(spot.node("IBM"), 80).tweak(vol.node("IBM"), add(1));
  const other = Tweaks.empty.tweak(vol.node("IBM"), add(1)).tweak(spot.node("IBM"), 80);

  expect(one.equals(other)).toBe(true);
  expect(one.hashCode()).toBe(other.hashCode());
  expect(is(one, other)).toBe(true);
});

test("[S12] values that are equal by content compare equal", () => {
  const one = Tweaks.empty.tweak(curve.node(), List([1, 2])).tweak(points.node(), [1, 2]);
  const other = Tweaks.empty.tweak(curve.node(), List([1, 2])).tweak(points.node(), [1, 2]);

  expect(one.equals(other)).toBe(true);
  expect(one.equals(other.tweak(points.node(), [1, 3]))).toBe(false);
});

test.for([
  { what: "another value", other: Tweaks.empty.tweak(spot.node("IBM"), 81) },
  { what: "a shift for a value", other: Tweaks.empty.tweak(spot.node("IBM"), add(80)) },
  { what: "another node", other: Tweaks.empty.tweak(spot.node("GOOG"), 80) },
  { what: "another function", other: Tweaks.empty.tweak(vol.node("IBM"), 80) },
  { what: "one more", other: Tweaks.empty.tweak(spot.node("IBM"), 80).tweak(vol.node("IBM"), 1) },
  { what: "one fewer", other: Tweaks.empty },
  { what: "a whole function", other: Tweaks.empty.tweakAll(spot, 80) },
])("[S12] compared: it differs from one with $what", ({ other }) => {
  const one = Tweaks.empty.tweak(spot.node("IBM"), 80);

  expect(one.equals(other)).toBe(false);
  expect(other.equals(one)).toBe(false);
});

test("[S12] named shifts compare by name and parameters", () => {
  const bump = defineShift("tweak-sets/bump", (value: number, by: number) => value + by);

  expect(bump(5).equals(bump(5))).toBe(true);
  expect(bump(5).equals(bump(6))).toBe(false);
  expect(add(5).equals(add(5))).toBe(true);
  expect(add(5).equals(scale(5))).toBe(false);
  expect(bump(5).equals(add(5))).toBe(false);
  expect(
    Tweaks.empty
      .tweak(spot.node("IBM"), bump(5))
      .equals(Tweaks.empty.tweak(spot.node("IBM"), bump(5))),
  ).toBe(true);
});

test("[S12] a named shift is parameterised: applied to the base value and what it was given", () => {
  const blend = defineShift(
    "tweak-sets/blend",
    (value: number, other: number, weight: number) => value * (1 - weight) + other * weight,
  );

  expect(new Context().tweak(spot.node("IBM"), blend(100, 0.5)).evaluate(spot.node("IBM"))).toBe(
    51.5,
  );
});

test("[S12] the name of a shift is its identity: a second one under it is refused", () => {
  defineShift("tweak-sets/twice", (value: number) => value);

  expect(() => defineShift("tweak-sets/twice", (value: number) => value)).toThrow(
    DuplicateNameError,
  );
});

test("[S12] an anonymous shift compares by identity", () => {
  const one = shift((value: number) => value + 1);
  const other = shift((value: number) => value + 1);

  expect(one.equals(one)).toBe(true);
  expect(one.equals(other)).toBe(false);
  expect(one.equals(add(1))).toBe(false);
  const set = Tweaks.empty.tweak(spot.node("IBM"), one);
  expect(set.equals(Tweaks.empty.tweak(spot.node("IBM"), one))).toBe(true);
  expect(set.equals(Tweaks.empty.tweak(spot.node("IBM"), other))).toBe(false);
});

test("[S12] what is no set of tweaks, no node or no memoised function is refused", () => {
  expect(() => new Context().apply({} as never)).toThrow(InvalidArgumentError);
  expect(() => Tweaks.empty.merge({} as never)).toThrow(InvalidArgumentError);
  expect(() => Tweaks.empty.tweak("spot" as never, 1)).toThrow(InvalidArgumentError);
  expect(() => Tweaks.empty.tweakAll((() => 1) as never, 1 as never)).toThrow(InvalidArgumentError);
});

test("[S12a] a tweak of all nodes of a function takes the place of those made before it", () => {
  const price = memoize("tweak-sets/covered", (size: number) => size);
  const some = Tweaks.empty.tweakAll(price, 1, { where: [[7]] });
  const all = some.tweakAll(price, 2);
  expect(all.equals(Tweaks.empty.tweakAll(price, 2))).toBe(true);
  expect(some.merge(Tweaks.empty.tweakAll(price, 2)).equals(all)).toBe(true);
  expect(all.merge(some).toJSON().functions).toHaveLength(2);

  const base = new Context();
  for (let n = 0; n < 1_000; n++) base.tweakAll(price, n);
  expect(base.tweaks.toJSON().functions).toHaveLength(1);
  expect(
    base
      .fork()
      .tweakAll(price, 5, { where: [[7]] })
      .evaluate(price.node(8)),
  ).toBe(999);
});

test("[S12] [S24] a named shift keeps the parameters that it was given, whatever becomes of them", () => {
  const by = defineShift(
    "tweak-sets/by",
    (value: number, steps: readonly number[], dates: readonly Date[]) =>
      value + (steps[0] ?? 0) + (dates[0]?.getTime() ?? 0),
  );
  const steps = [1];
  const date = new Date(10);
  const made = by(steps, [date]);
  steps[0] = 2;
  date.setTime(20);

  expect(made.equals(by([1], [new Date(10)]))).toBe(true);
  expect(made.apply(0)).toBe(11);
  const none = defineShift("tweak-sets/none", (value: number, step: object) =>
    step === null ? 0 : value,
  );
  expect(String(none(Object.create(null)))).toBe("tweak-sets/none(#null{})");
});

test("[S12] two shifts of one name are told to choose another, not to redefine", () => {
  defineShift("tweak-sets/namesake", (value: number) => value);
  expect(() => defineShift("tweak-sets/namesake", (value: number) => value)).toThrow(
    /choose another\.$/,
  );
});
