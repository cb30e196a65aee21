import { Context, memoize, model, namespace, Node } from "@dug/core";
import type { Fn, Memoised, Model, Peek, Snapshot } from "@dug/core";
import { describe, expectTypeOf, test } from "vitest";

interface Animal {
  readonly name: string;
}
interface Dog extends Animal {
  readonly tail: number;
}

declare const dog: Dog;
declare const context: Context;
declare const snapshot: Snapshot;

const spot = memoize("types/spot", (ticker: string) => ticker.length);
const option = memoize((ticker: string, strike: number) => spot(ticker) * strike);
const label = memoize(() => "book");
const pet = memoize((): Dog => dog);
function turned(value: string): number;
function turned(value: number): string;
function turned(value: string | number): string | number {
  return typeof value === "string" ? value.length : String(value);
}

declare const slow: Memoised<(id: string) => Promise<number>>;

describe("what a memoised function keeps of the user's", () => {
  test("parameters and result survive in calls and in node, and wrong arguments fail", () => {
    expectTypeOf(option).parameters.toEqualTypeOf<[ticker: string, strike: number]>();
    expectTypeOf(option).returns.toEqualTypeOf<number>();
    expectTypeOf(option.node).parameters.toEqualTypeOf<[ticker: string, strike: number]>();
    expectTypeOf(option.node("IBM", 80)).toEqualTypeOf<Node<number>>();
    expectTypeOf(option.id).toEqualTypeOf<string>();

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

    expectTypeOf(identity<number>(80)).toEqualTypeOf<number>();
    expectTypeOf(identity<string>("IBM")).toEqualTypeOf<string>();
    expectTypeOf(first([dog])).toEqualTypeOf<Dog | undefined>();
    expectTypeOf(named(dog)).toEqualTypeOf<Dog>();
    // @ts-expect-error a number is no animal
    named(1);
  });

  test("overloads survive in calls, and node takes the last one", () => {
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
    expectTypeOf(memoize).toBeCallableWith(() => 1);
    // @ts-expect-error a number is no function
    memoize(1);
    // @ts-expect-error the function is missing
    memoize("types/missing");
  });
});

describe("`this`", () => {
  test("a function that declares `this` is refused", () => {
    const time: (this: Date) => number = Date.prototype.getTime;

    expectTypeOf(time).not.toExtend<Fn>();
    // @ts-expect-error it declares `this`
    memoize(function (this: Date) {
      return this.getTime();
    });
    // @ts-expect-error it declares `this`
    memoize("types/this", function (this: Date): number {
      return this.getTime();
    });
    // @ts-expect-error it declares `this`
    memoize("types/this", time);
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
    expectTypeOf(context.fork("right", { retain: false })).toEqualTypeOf<Context>();
    // @ts-expect-error there is no such option
    memoize(() => 1, { inputs: true });
    // @ts-expect-error it is yes or no
    memoize(() => 1, { reuse: "no" });
    // @ts-expect-error equals compares numbers
    memoize(() => 1, { equals: (a: string, b: string) => a === b });
    // @ts-expect-error there is no such option
    expectTypeOf(new Context("wrong", { parents: context })).toEqualTypeOf<Context>();
    // @ts-expect-error a fork's parent is what is forked
    context.fork("wrong", { parent: context });
    // @ts-expect-error a parent is a context, a snapshot or null
    expectTypeOf(new Context("wrong", { parent: "context" })).toEqualTypeOf<Context>();
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
    expectTypeOf(Node.parse('types/spot("IBM")')).toEqualTypeOf<Node>();
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
    expectTypeOf(spot).not.toExtend<Node>();
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

describe("listeners", () => {
  test("hear events of the kinds that they asked for", () => {
    context.observe(["hit"], (event) => {
      expectTypeOf(event.kind).toEqualTypeOf<"hit">();
      expectTypeOf(event.node).toEqualTypeOf<Node>();
    });
    context.observe(["masked", "evaluated"], ({ node }) => {
      expectTypeOf(node).toEqualTypeOf<Node>();
    });
    // @ts-expect-error -- nothing is told of a node when a context is entered
    context.observe(["entered"], ({ node }) => node);
  });
});
