import {
  add,
  Context,
  defineShift,
  memoize,
  model,
  namespace,
  Node,
  shift,
  Tweaks,
} from "@dug/core";
import type { Fn, Memoised, Model, Peek, Shift, Snapshot } from "@dug/core";
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
declare const snapshot: Snapshot;

const spot = memoize("types/spot", (ticker: string) => ticker.length);
const option = memoize((ticker: string, strike: number) => spot(ticker) * strike);
const label = memoize(() => "book");
const pet = memoize((): Dog => dog);
declare const slow: Memoised<(id: string) => Promise<number>>;

describe("what a memoised function keeps of the user's", () => {
  test("parameters and result survive in calls and in node", () => {
    expectTypeOf(option).parameters.toEqualTypeOf<[ticker: string, strike: number]>();
    expectTypeOf(option).returns.toEqualTypeOf<number>();
    expectTypeOf(option.node).parameters.toEqualTypeOf<[ticker: string, strike: number]>();
    expectTypeOf(option.node("IBM", 80)).toEqualTypeOf<Node<number>>();
    expectTypeOf(option.id).toEqualTypeOf<string>();
  });

  test("wrong arguments fail, in calls and in node", () => {
    // @ts-expect-error a strike is missing
    option("IBM");
    // @ts-expect-error a strike is a number
    option("IBM", "80");
    // @ts-expect-error there is no third argument
    option("IBM", 80, 1);
    // @ts-expect-error a strike is missing
    option.node("IBM");
    // @ts-expect-error a ticker is a string
    option.node(80, 80);
    // @ts-expect-error the name is fixed
    option.id = "other";
  });

  test("optional, default and rest parameters survive", () => {
    const optional = memoize((ticker: string, strike?: number) => `${ticker} ${strike}`);
    const byDefault = memoize((ticker: string, strike = 100) => `${ticker} ${strike}`);
    const rest = memoize((first: string, ...others: number[]) => [first, ...others]);

    expectTypeOf(optional).toBeCallableWith("IBM");
    expectTypeOf(optional).toBeCallableWith("IBM", 80);
    expectTypeOf(byDefault).toBeCallableWith("IBM");
    expectTypeOf(rest).toBeCallableWith("IBM");
    expectTypeOf(rest).toBeCallableWith("IBM", 1, 2, 3);
    expectTypeOf(optional.node("IBM")).toEqualTypeOf<Node<string>>();
    expectTypeOf(byDefault.node("IBM", 80)).toEqualTypeOf<Node<string>>();
    expectTypeOf(rest.node("IBM", 1, 2)).toEqualTypeOf<Node<(string | number)[]>>();
    // @ts-expect-error a strike is a number
    optional("IBM", "80");
    // @ts-expect-error the rest are numbers
    rest("IBM", 1, "2");
    // @ts-expect-error the rest are numbers
    rest.node("IBM", "2");
  });

  test("generics survive in calls", () => {
    const identity = memoize(<T>(value: T): T => value);
    const first = memoize("types/first", <T>(items: readonly T[]): T | undefined => items[0]);
    const named = memoize(<T extends Animal>(one: T): T => one);

    expectTypeOf(identity(80 as number)).toEqualTypeOf<number>();
    expectTypeOf(identity("IBM" as string)).toEqualTypeOf<string>();
    expectTypeOf(first([dog])).toEqualTypeOf<Dog | undefined>();
    expectTypeOf(named(dog)).toEqualTypeOf<Dog>();
    // @ts-expect-error a number is no animal
    named(1);
  });

  test("overloads survive in calls, and node takes the last one", () => {
    function turned(value: string): number;
    function turned(value: number): string;
    function turned(value: string | number): string | number {
      return typeof value === "string" ? value.length : String(value);
    }
    const memoised = memoize(turned);

    expectTypeOf(memoised("IBM")).toEqualTypeOf<number>();
    expectTypeOf(memoised(80)).toEqualTypeOf<string>();
    expectTypeOf(memoised.node(80)).toEqualTypeOf<Node<string>>();
    // @ts-expect-error not the last overload
    memoised.node("IBM");
    // @ts-expect-error no overload
    memoised(true);
  });

  test("a recursive function declares its return type", () => {
    const factorial: Memoised<(n: number) => number> = memoize((n: number): number =>
      n === 0 ? 1 : n * factorial(n - 1),
    );

    expectTypeOf(factorial(5)).toEqualTypeOf<number>();
    expectTypeOf(factorial.node(5)).toEqualTypeOf<Node<number>>();
  });

  test("a namespace's functions are typed the same", () => {
    const curve = namespace("types").memoize("curve", (day: number) => [day]);

    expectTypeOf(curve(1)).toEqualTypeOf<number[]>();
    // @ts-expect-error a day is a number
    curve("1");
  });

  test("what is no function fails", () => {
    // @ts-expect-error a number is no function
    memoize(1);
    // @ts-expect-error the function is missing
    memoize("types/missing");
  });
});

describe("`this`", () => {
  test("a function that declares `this` is refused", () => {
    // @ts-expect-error it declares `this`
    memoize(function (this: Date) {
      return this.getTime();
    });
    // @ts-expect-error it declares `this`
    memoize("types/this", function (this: Date): number {
      return this.getTime();
    });
    // @ts-expect-error it declares `this`
    memoize("types/this", Date.prototype.getTime as (this: Date) => number);
    // @ts-expect-error it declares `this`
    namespace("types").memoize("this", function (this: { readonly a: number }, b: number) {
      return this.a + b;
    });
  });

  test("one that declares `this: void`, or none, is not", () => {
    expectTypeOf(
      memoize(function (this: void, n: number) {
        return n;
      }),
    ).toBeCallableWith(1);
    expectTypeOf(
      memoize(function double(n: number) {
        return 2 * n;
      }),
    ).toBeCallableWith(1);
  });
});

describe("options", () => {
  test("equals and fingerprint are typed by the function", () => {
    memoize((ticker: string) => ticker.length, {
      input: true,
      equals: (a, b) => {
        expectTypeOf(a).toEqualTypeOf<number>();
        expectTypeOf(b).toEqualTypeOf<number>();
        return a === b;
      },
      fingerprint: (ticker) => {
        expectTypeOf(ticker).toEqualTypeOf<string>();
        return ticker;
      },
    });
  });

  test("wrong options fail", () => {
    // @ts-expect-error there is no such option
    memoize(() => 1, { inputs: true });
    // @ts-expect-error it is yes or no
    memoize(() => 1, { reuse: "no" });
    // @ts-expect-error equals compares numbers
    memoize(() => 1, { equals: (a: string, b: string) => a === b });
    // @ts-expect-error there is no such option
    new Context("wrong", { parents: context });
    // @ts-expect-error a fork's parent is what is forked
    context.fork("wrong", { parent: context });
    // @ts-expect-error a parent is a context, a snapshot or null
    new Context("wrong", { parent: "context" });
  });
});

describe("tweaks", () => {
  test("a tweak fits the node", () => {
    expectTypeOf(context.tweak(spot.node("IBM"), 80)).toEqualTypeOf<Context>();
    context.tweak(pet.node(), dog);
    context.tweak(
      pet.node(),
      shift((base: Dog) => base),
    );
    context.tweak(spot.node("IBM"), add(5));
    expectTypeOf(Tweaks.empty.tweak(spot.node("IBM"), 80)).toEqualTypeOf<Tweaks>();
  });

  test("one that does not fit fails", () => {
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
    context.tweakAll(option, 80);
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
    const blend = defineShift("types/blend", (value: number, by: number, how: string) =>
      how === "up" ? value + by : value - by,
    );

    expectTypeOf(blend).parameters.toEqualTypeOf<[by: number, how: string]>();
    expectTypeOf(blend(5, "up")).toEqualTypeOf<Shift<number>>();
    // @ts-expect-error how is missing
    blend(5);
    // @ts-expect-error by is a number
    blend("5", "up");
    // @ts-expect-error a shift gives what it takes
    defineShift("types/wrong", (value: number) => String(value));
  });
});

describe("reading", () => {
  test("evaluate gives the function's result type, a promise for an asynchronous one", () => {
    expectTypeOf(context.evaluate(spot.node("IBM"))).toEqualTypeOf<number>();
    expectTypeOf(context.evaluate(pet.node())).toEqualTypeOf<Dog>();
    expectTypeOf(context.evaluate(slow.node("a"))).toEqualTypeOf<Promise<number>>();
    // @ts-expect-error a number is no string
    expectTypeOf<string>(context.evaluate(spot.node("IBM")));
  });

  test("get gives it or undefined", () => {
    expectTypeOf(context.get(spot.node("IBM"))).toEqualTypeOf<number | undefined>();
    expectTypeOf(snapshot.get(pet.node())).toEqualTypeOf<Dog | undefined>();
    // @ts-expect-error it may not be cached
    void context.get(spot.node("IBM")).toFixed(2);
  });

  test("peek says which, has and masked whether", () => {
    expectTypeOf(context.peek(spot.node("IBM"))).toEqualTypeOf<Peek<number> | undefined>();
    const peeked = context.peek(spot.node("IBM"));
    if (peeked?.kind === "value") expectTypeOf(peeked.value).toEqualTypeOf<number>();
    if (peeked?.kind === "error") expectTypeOf(peeked.error).toEqualTypeOf<unknown>();
    expectTypeOf(context.has(spot.node("IBM"))).toEqualTypeOf<boolean>();
    expectTypeOf(context.masked.has(spot.node("IBM"))).toEqualTypeOf<boolean>();
  });

  test("run gives what the function returns", () => {
    expectTypeOf(context.run(() => spot("IBM"))).toEqualTypeOf<number>();
    expectTypeOf(Context.outside(() => "text")).toEqualTypeOf<string>();
  });

  test("a node read from text has an unknown value", () => {
    expectTypeOf(Node.parse('types/spot("IBM")')).toEqualTypeOf<Node<unknown>>();
    expectTypeOf(context.evaluate(Node.parse("types/spot()"))).toEqualTypeOf<unknown>();
  });

  test("the parts of a node are typed", () => {
    expectTypeOf(spot.node("IBM").toJSON()).toEqualTypeOf<string>();
    expectTypeOf(spot.node("IBM").args).toEqualTypeOf<readonly unknown[]>();
    expectTypeOf(spot.node("IBM").result).toEqualTypeOf<number>();
  });
});

describe("models", () => {
  test("outputs are typed", () => {
    const made = model({
      functions: { spot, option, label },
      outputs: { value: option.node("IBM", 80), title: label.node(), pet: pet.node() },
    });

    expectTypeOf(made.kind).toEqualTypeOf<"model">();
    expectTypeOf(made.outputs.value).toEqualTypeOf<Node<number>>();
    expectTypeOf(made.outputs.title).toEqualTypeOf<Node<string>>();
    expectTypeOf(context.evaluate(made.outputs.pet)).toEqualTypeOf<Dog>();
    expectTypeOf(made).toExtend<Model>();
    // @ts-expect-error there is no such output
    void made.outputs.other;
  });

  test("a wrong model fails", () => {
    // @ts-expect-error an output is a node
    model({ functions: { spot }, outputs: { value: 1 } });
    // @ts-expect-error an output is a node, not a function
    model({ functions: { spot }, outputs: { value: spot } });
    // @ts-expect-error outputs are missing
    model({ functions: { spot } });
  });

  test("memoised functions of whatever parameters are memoised functions", () => {
    expectTypeOf(option).toExtend<Memoised<Fn>>();
    expectTypeOf(spot).toExtend<Memoised<(ticker: string) => unknown>>();
  });
});
