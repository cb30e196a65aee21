import { add, Context, scale, shift } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";
import { executions } from "./executions.ts";

interface Book {
  readonly spot: Memoised<(ticker: string) => number>;
  readonly price: Memoised<(ticker: string, strike: number) => number>;
  readonly book: Memoised<() => number>;
  readonly taken: () => string[];
}

/** `price(t,k)` reads `spot(t)`; `book` reads `price("A",1)` and `price("BB",2)`: 100 and 200, 101 and 202, 303. */
function book(): Book {
  const { memo, taken } = executions();
  const spot = memo("spot", (ticker: string) => ticker.length * 100);
  const price = memo("price", (ticker: string, strike: number) => spot(ticker) + strike);
  const total = memo("book", () => price("A", 1) + price("BB", 2));
  return { spot, price, book: total, taken };
}

test("[S12a] a tweak on a whole function holds for every node of it", () => {
  const { spot, price, book: total, taken } = book();
  const context = new Context().fork().tweakAll(spot, (base) => base() + 1);

  expect(context.evaluate(spot.node("A"))).toBe(101);
  expect(context.evaluate(price.node("A", 1))).toBe(102);
  expect(context.evaluate(total.node())).toBe(305);
  expect(taken()).toEqual(["spot(A)", "price(A,1)", "book", "price(BB,2)", "spot(BB)"]);
});

test("[S12a] nodes that were known before are included", () => {
  const { spot, book: total, taken } = book();
  const parent = new Context();
  parent.evaluate(total.node());
  const child = parent.fork();
  child.run(() => undefined);
  taken();

  child.tweakAll(spot, (base) => base() + 1);

  expect(child.evaluate(total.node())).toBe(305);
  expect(parent.evaluate(total.node())).toBe(303);
  expect(taken()).toEqual(["price(A,1)", "book", "price(BB,2)"]);
});

test("[S12a] nodes that are not yet known are included", () => {
  const { spot, book: total } = book();
  const context = new Context().tweakAll(spot, 1);
  context.evaluate(total.node());

  expect(context.evaluate(spot.node("never seen before"))).toBe(1);
});

test("[S12a] the callback gets the base value lazily and the arguments", () => {
  const { price, taken } = book();
  const calls: unknown[] = [];
  const context = new Context().fork().tweakAll(price, (base, ...args) => {
    calls.push(args);
    return args[0] === "A" ? base() * 10 : -1;
  });

  expect(context.evaluate(price.node("A", 1))).toBe(1010);
  expect(taken()).toEqual(["price(A,1)", "spot(A)"]);
  expect(context.evaluate(price.node("BB", 2))).toBe(-1);
  expect(taken()).toEqual([]);
  expect(calls).toEqual([
    ["A", 1],
    ["BB", 2],
  ]);
});

test("[S12a] the callback is called once, however often the node is read and the base value asked for", () => {
  const { spot, price, taken } = book();
  let calls = 0;
  const context = new Context().fork().tweakAll(spot, (base) => {
    calls++;
    return base() + base();
  });

  expect(context.evaluate(price.node("A", 1))).toBe(201);
  expect(context.evaluate(price.node("A", 2))).toBe(202);
  expect(calls).toBe(1);
  expect(taken()).toEqual(["price(A,1)", "spot(A)", "price(A,2)"]);
});

test("[S12a] making the tweak runs nothing", () => {
  const { spot, book: total, taken } = book();
  const context = new Context();
  context.evaluate(total.node());
  taken();

  context.tweakAll(spot, (base) => base() + 1);

  expect(taken()).toEqual([]);
});

test("[S12a] a tweaked node is a leaf, whole or single (S2)", () => {
  const { price, book: total } = book();
  const context = new Context().fork().tweakAll(price, (base) => base() + 1);
  context.evaluate(total.node());

  expect([...context.dependencies(price.node("A", 1))]).toEqual([]);
});

test("[S12a] optionally filtered by its arguments", () => {
  const { price, book: total, taken } = book();
  const parent = new Context();
  parent.evaluate(total.node());
  taken();
  const child = parent
    .fork()
    .tweakAll(price, (base) => base() + 1000, { where: (ticker) => ticker === "A" });

  expect(child.evaluate(price.node("BB", 2))).toBe(202);
  expect(taken()).toEqual([]);
  expect(child.evaluate(total.node())).toBe(1303);
  expect(child.evaluate(price.node("A", 9))).toBe(1109);
  expect(taken()).toEqual(["book", "price(A,9)"]);
});

test("[S12a] the filter gets every argument", () => {
  const { price } = book();
  const context = new Context().tweakAll(price, 0, { where: (_, strike) => strike > 5 });

  expect(context.evaluate(price.node("A", 6))).toBe(0);
  expect(context.evaluate(price.node("A", 5))).toBe(105);
});

test("[S12a] filtered by a list of arguments", () => {
  const { price } = book();
  const context = new Context().tweakAll(price, 0, {
    where: [
      ["A", 1],
      ["BB", 7],
    ],
  });

  expect(context.evaluate(price.node("A", 1))).toBe(0);
  expect(context.evaluate(price.node("BB", 7))).toBe(0);
  expect(context.evaluate(price.node("A", 7))).toBe(107);
});

test("[S12a] a node that the filter refuses is neither masked nor dropped", () => {
  const { spot, price, book: total } = book();
  const parent = new Context();
  parent.evaluate(total.node());
  const child = parent.fork().tweakAll(spot, 7, { where: (ticker) => ticker === "A" });

  expect(child.masked.has(spot.node("BB"))).toBe(false);
  expect(child.masked.has(price.node("BB", 2))).toBe(false);
  expect(child.has(price.node("BB", 2))).toBe(true);
});

test("[S12a] every node that it matches is masked, and the known dependants of these (S13)", () => {
  const { spot, price, book: total } = book();
  const parent = new Context();
  parent.evaluate(total.node());
  const child = parent.fork().tweakAll(spot, (base) => base() + 1);

  for (const node of [
    spot.node("A"),
    spot.node("BB"),
    spot.node("not known"),
    price.node("A", 1),
    total.node(),
  ])
    expect(child.masked.has(node)).toBe(true);
  expect(child.has(total.node())).toBe(false);
  expect(parent.masked.has(spot.node("A"))).toBe(false);
});

test("[S12a] in one context a single node's tweak wins over it, in either order", () => {
  const { spot } = book();
  const contexts = [
    new Context().tweak(spot.node("A"), 5).tweakAll(spot, 7),
    new Context().tweakAll(spot, 7).tweak(spot.node("A"), 5),
    new Context().fork().tweak(spot.node("A"), 5).tweakAll(spot, 7),
    new Context().fork().tweakAll(spot, 7).tweak(spot.node("A"), 5),
  ];

  for (const context of contexts) {
    expect(context.evaluate(spot.node("A"))).toBe(5);
    expect(context.evaluate(spot.node("BB"))).toBe(7);
  }
});

test("[S12a] a single shift that wins is applied to the value beneath the context, not to the whole one", () => {
  const { spot } = book();
  const context = new Context().fork().tweakAll(spot, 7).tweak(spot.node("A"), add(1));

  expect(context.evaluate(spot.node("A"))).toBe(101);
});

test("[S12a] a single tweak taken back, the whole-function one shows", () => {
  const { spot, price } = book();
  const context = new Context().fork().tweakAll(spot, 7).tweak(spot.node("A"), 5);
  expect(context.evaluate(price.node("A", 1))).toBe(6);

  context.untweak(spot.node("A"));

  expect(context.evaluate(price.node("A", 1))).toBe(8);
});

test("[S12a] of several the later wins", () => {
  const { spot, price } = book();
  const context = new Context().fork().tweakAll(spot, 7);
  expect(context.evaluate(price.node("A", 1))).toBe(8);

  context.tweakAll(spot, 9);

  expect(context.evaluate(price.node("A", 1))).toBe(10);
});

test("[S12a] several matching ones of one context: only the last applies, over the value beneath the context", () => {
  const { spot } = book();
  const bases: number[] = [];
  const context = new Context()
    .fork()
    .tweakAll(spot, (base) => base() * 1000)
    .tweakAll(spot, (base) => {
      bases.push(base());
      return base() + 1;
    });

  expect(context.evaluate(spot.node("A"))).toBe(101);
  expect(bases).toEqual([100]);
});

test("[S12a] of several the last that matches: where the later one's filter refuses, the earlier holds", () => {
  const { spot } = book();
  const context = new Context()
    .tweakAll(spot, 7)
    .tweakAll(spot, 9, { where: (ticker) => ticker === "A" });

  expect(context.evaluate(spot.node("A"))).toBe(9);
  expect(context.evaluate(spot.node("BB"))).toBe(7);
});

test("[S12a] between contexts the nearer wins: a whole-function tweak over the parent's single one", () => {
  const { spot } = book();
  const parent = new Context().tweak(spot.node("A"), 5);
  const child = parent.fork().tweakAll(spot, (base) => base() + 1);

  expect(child.evaluate(spot.node("A"))).toBe(6);
  expect(child.evaluate(spot.node("BB"))).toBe(201);
  expect(parent.evaluate(spot.node("A"))).toBe(5);
});

test("[S12a] between contexts the nearer wins: a single tweak over the parent's whole-function one", () => {
  const { spot } = book();
  const parent = new Context().tweakAll(spot, 7);
  const child = parent.fork().tweak(spot.node("A"), add(1));

  expect(child.evaluate(spot.node("A"))).toBe(8);
  expect(child.evaluate(spot.node("BB"))).toBe(7);
});

test("[S12a] between contexts the nearer wins: whole over whole, each applied once", () => {
  const { spot } = book();
  const parent = new Context().fork().tweakAll(spot, (base) => base() + 1);
  const child = parent.fork().tweakAll(spot, (base) => base() * 2);

  expect(child.evaluate(spot.node("A"))).toBe(202);
  expect(child.fork().fork().evaluate(spot.node("A"))).toBe(202);
});

test("[S12a] where the nearer one's filter refuses, the inherited one holds", () => {
  const { spot } = book();
  const parent = new Context().tweakAll(spot, 7).tweak(spot.node("CCC"), 3);
  const child = parent.fork().tweakAll(spot, 9, { where: (ticker) => ticker === "A" });

  expect(child.evaluate(spot.node("A"))).toBe(9);
  expect(child.evaluate(spot.node("BB"))).toBe(7);
  expect(child.evaluate(spot.node("CCC"))).toBe(3);
});

test("[S12a] a whole-function tweak is inherited for nodes not known anywhere", () => {
  const { spot } = book();
  const grandchild = new Context().tweakAll(spot, 7).fork().fork();

  expect(grandchild.evaluate(spot.node("new"))).toBe(7);
});

test("[S12a] untweakAll removes all of this context's", () => {
  const { spot, book: total } = book();
  const context = new Context()
    .fork()
    .tweakAll(spot, 7)
    .tweakAll(spot, 9, { where: (ticker) => ticker === "A" });
  expect(context.evaluate(total.node())).toBe(9 + 1 + 7 + 2);

  context.untweakAll(spot);

  expect(context.evaluate(total.node())).toBe(303);
  expect(context.tweaks.isEmpty).toBe(true);
  expect(context.masked.has(spot.node("A"))).toBe(false);
});

test("[S12a] untweakAll leaves single tweaks, and those of other functions", () => {
  const { spot, price } = book();
  const context = new Context().tweakAll(spot, 7).tweak(spot.node("A"), 5).tweakAll(price, 1);

  context.untweakAll(spot);

  expect(context.evaluate(spot.node("A"))).toBe(5);
  expect(context.evaluate(spot.node("BB"))).toBe(200);
  expect(context.evaluate(price.node("A", 1))).toBe(1);
});

test("[S12a] untweakAll shows an inherited one again", () => {
  const { spot, price } = book();
  const child = new Context().tweakAll(spot, 7).fork().tweakAll(spot, 9);
  expect(child.evaluate(price.node("A", 1))).toBe(10);

  child.untweakAll(spot);

  expect(child.evaluate(price.node("A", 1))).toBe(8);
});

test("[S12a] untweakAll in a root", () => {
  const { spot, book: total } = book();
  const root = new Context().tweakAll(spot, 7);
  expect(root.evaluate(total.node())).toBe(17);

  root.untweakAll(spot);

  expect(root.evaluate(total.node())).toBe(303);
});

test("[S12a] in place of the callback a fixed value or a shift may stand", () => {
  const { spot } = book();
  const root = new Context();

  expect(root.fork().tweakAll(spot, 7).evaluate(spot.node("A"))).toBe(7);
  expect(root.fork().tweakAll(spot, scale(2)).evaluate(spot.node("A"))).toBe(200);
  expect(
    root
      .fork()
      .tweakAll(
        spot,
        shift((base: number) => base - 1),
        { where: [["BB"]] },
      )
      .evaluate(spot.node("BB")),
  ).toBe(199);
});

test("[S12a] base() in a root is the untweaked value (S3)", () => {
  const { spot, price } = book();
  const root = new Context().tweak(spot.node("A"), 5).tweakAll(price, (base) => base() + 1000);

  expect(root.evaluate(price.node("A", 1))).toBe(1101);
});

test("[S12a] the base value is evaluated anew when the parent was changed", () => {
  const { spot, price } = book();
  const parent = new Context();
  const child = parent.fork().tweakAll(price, (base) => base() + 1000);
  expect(child.evaluate(price.node("A", 1))).toBe(1101);

  parent.tweak(spot.node("A"), 5);

  expect(child.evaluate(price.node("A", 1))).toBe(1006);
});

test("[S12a] a live one is seen at the next call, by who read its nodes before", () => {
  const { spot, book: total } = book();
  const context = new Context().fork();

  context.run(() => {
    expect(total()).toBe(303);
    context.tweakAll(spot, 1);
    expect(total()).toBe(5);
    context.untweakAll(spot);
    expect(total()).toBe(303);
  });
});
