import { add, defineShift, memoize, shift, Tweaks } from "@dug/core";
import type { Context, Fn, Memoised, Node, Shift } from "@dug/core";
import { describe, expectTypeOf, test } from "vitest";

interface Animal {
  readonly name: string;
}
interface Dog extends Animal {
  readonly tail: number;
}

declare const animal: Animal;
declare const dog: Dog;
declare const context: Context;

const spot = memoize("tweak-types/spot", (ticker: string) => ticker.length);
const option = memoize((ticker: string, strike: number) => spot(ticker) * strike);
const label = memoize(() => "book");
const pet = memoize((): Dog => dog);
declare const slow: Memoised<(id: string) => Promise<number>>;

describe("tweaks", () => {
  test("a tweak fits the node, and one that does not fails", () => {
    expectTypeOf(context.tweak(spot.node("IBM"), 80)).toEqualTypeOf<Context>();
    context.tweak(pet.node(), dog);
    context.tweak(
      pet.node(),
      shift((base: Dog) => base),
    );
    context.tweak(spot.node("IBM"), add(5));
    expectTypeOf(Tweaks.empty.tweak(spot.node("IBM"), 80)).toEqualTypeOf<Tweaks>();

    // @ts-expect-error a string is no number
    context.tweak(spot.node("IBM"), "80");
    // @ts-expect-error undefined is no number
    context.tweak(spot.node("IBM"), undefined);
    // @ts-expect-error the value is missing
    context.tweak(spot.node("IBM"));
    // @ts-expect-error a function is no node
    context.tweak(spot, 80);
    // @ts-expect-error a string is no number
    Tweaks.empty.tweak(spot.node("IBM"), "80");
  });

  test("an Animal does not fit a Node<Dog>, though a Node<Dog> is a Node<Animal>", () => {
    // @ts-expect-error an animal need not be a dog
    context.tweak(pet.node(), animal);
    // @ts-expect-error an animal need not be a dog
    Tweaks.empty.tweak(pet.node(), animal);
    expectTypeOf<Node<Dog>>().toExtend<Node<Animal>>();
    expectTypeOf<Node<Animal>>().not.toExtend<Node<Dog>>();
  });

  test("a shift of another type fails", () => {
    expectTypeOf(add(5)).toEqualTypeOf<Shift<number>>();
    // @ts-expect-error numbers are added
    context.tweak(label.node(), add(5));
    const renamed = shift((base: Animal): Animal => ({ name: base.name }));
    // @ts-expect-error it may make another animal of a dog
    context.tweak(pet.node(), renamed);
    // @ts-expect-error a function must be made a shift
    context.tweak(spot.node("IBM"), (base: number) => base + 1);
    // @ts-expect-error a shift gives what it takes
    shift((base: number) => String(base));
  });

  test("for an asynchronous function it is the awaited type", () => {
    expectTypeOf(slow.node("a")).toEqualTypeOf<Node<Promise<number>>>();
    context.tweak(slow.node("a"), 80);
    context.tweak(slow.node("a"), add(5));
    // @ts-expect-error a plain value, not a promise of it
    context.tweak(slow.node("a"), Promise.resolve(80));
    const pending = shift((base: Promise<number>) => base);
    // @ts-expect-error a shift gets the settled value
    context.tweak(slow.node("a"), pending);
  });

  test("the node decides, not the value", () => {
    const either = memoize((): number | string => 1);

    expectTypeOf(either.node()).toEqualTypeOf<Node<number | string>>();
    context.tweak(either.node(), 1);
    context.tweak(either.node(), "one");
    // @ts-expect-error neither number nor string
    context.tweak(either.node(), true);
  });
});

describe("tweaks of whole functions", () => {
  test("the callback gets a lazy base value and the arguments", () => {
    const made = context.tweakAll(option, (base, ticker, strike) => {
      expectTypeOf(base).toEqualTypeOf<() => number>();
      expectTypeOf(ticker).toEqualTypeOf<string>();
      expectTypeOf(strike).toEqualTypeOf<number>();
      return base() * strike;
    });

    expectTypeOf(made).toEqualTypeOf<Context>();
    expectTypeOf(Tweaks.empty.tweakAll(option, (base) => base())).toEqualTypeOf<Tweaks>();
  });

  test("or it is a value or a shift", () => {
    expectTypeOf(context.tweakAll(option, 80)).toEqualTypeOf<Context>();
    context.tweakAll(option, add(5));
    context.tweakAll(pet, dog);
  });

  test("the filter gets the arguments, or lists them", () => {
    context.tweakAll(option, 80, {
      where: (ticker, strike) => {
        expectTypeOf(ticker).toEqualTypeOf<string>();
        expectTypeOf(strike).toEqualTypeOf<number>();
        return strike > 1;
      },
    });
    context.tweakAll(option, 80, { where: [["IBM", 80]] });
  });

  test("wrong ones fail", () => {
    expectTypeOf(option).toExtend<Memoised<Fn>>();
    // @ts-expect-error a price is a number
    context.tweakAll(option, () => "80");
    // @ts-expect-error a price is a number
    context.tweakAll(option, "80");
    // @ts-expect-error numbers are added
    context.tweakAll(label, add(5));
    // @ts-expect-error an animal need not be a dog
    context.tweakAll(pet, animal);
    // @ts-expect-error an animal need not be a dog
    context.tweakAll(pet, () => animal);
    // @ts-expect-error the base value is a number
    context.tweakAll(option, (base: () => string) => base().length);
    // @ts-expect-error a filter answers yes or no
    context.tweakAll(option, 80, { where: (ticker) => ticker });
    // @ts-expect-error a list of lists of arguments
    context.tweakAll(option, 80, { where: [["IBM", "80"]] });
    // @ts-expect-error a function that is not memoised
    context.tweakAll((ticker: string) => ticker.length, 80);
  });

  test("for an asynchronous function the base is settled", () => {
    context.tweakAll(slow, (base, id) => {
      expectTypeOf(base).toEqualTypeOf<() => number>();
      expectTypeOf(id).toEqualTypeOf<string>();
      return base() + 1;
    });
    // @ts-expect-error a plain value, not a promise of it
    context.tweakAll(slow, async (base) => base());
  });
});

describe("shifts", () => {
  test("a named one is made from its parameters", () => {
    const blend = defineShift("tweak-types/blend", (value: number, by: number, how: string) =>
      how === "up" ? value + by : value - by,
    );

    expectTypeOf(blend).parameters.toEqualTypeOf<[by: number, how: string]>();
    expectTypeOf(blend(5, "up")).toEqualTypeOf<Shift<number>>();
    // @ts-expect-error how is missing
    blend(5);
    // @ts-expect-error by is a number
    blend("5", "up");
    // @ts-expect-error a shift gives what it takes
    defineShift("tweak-types/wrong", (value: number) => String(value));
  });
});
