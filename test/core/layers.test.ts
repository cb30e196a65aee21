import { add, Context, memoize, scale, shift } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";
import { executions } from "./executions.ts";

interface Market {
  readonly spot: Memoised<() => number>;
  readonly vol: Memoised<() => number>;
  readonly price: Memoised<() => number>;
  readonly taken: () => string[];
}

/** `price` reads `vol` and `spot`, `vol` reads `spot`: 100, 1000 and 1100. */
function market(): Market {
  const { memo, taken } = executions();
  const spot = memo("spot", () => 100);
  const vol = memo("vol", () => spot() * 10);
  const price = memo("price", () => vol() + spot());
  return { spot, vol, price, taken };
}

test("[S1] no layer tweaks the node: its function is run", () => {
  const { price, taken } = market();

  expect(new Context().fork().fork().evaluate(price.node())).toBe(1100);
  expect(taken()).toEqual(["price", "vol", "spot"]);
});

test("[S1] every memoised call inside is evaluated under the same layers", () => {
  const { spot, price, taken } = market();
  const child = new Context().fork().tweak(spot.node(), 1);

  expect(child.evaluate(price.node())).toBe(11);
  expect(taken()).toEqual(["price", "vol"]);
});

test("[S1] every memoised call inside is evaluated under the same layers, of which the root may be the one that tweaks", () => {
  const { spot, price } = market();
  const root = new Context().tweak(spot.node(), 1);

  expect(root.fork().fork().evaluate(price.node())).toBe(11);
});

test("[S1] those that the function opens itself lie on top of the layers", () => {
  const { spot, vol, price } = market();
  const bumped = memoize((): number =>
    new Context().run(() => {
      Context.current.tweak(spot.node(), 2);
      return price();
    }),
  );
  const child = new Context().fork().tweak(vol.node(), 5);

  expect(child.evaluate(bumped.node())).toBe(7);
  expect(new Context().evaluate(bumped.node())).toBe(22);
});

test("[S1] the topmost layer that tweaks the node is taken", () => {
  const { spot, price } = market();
  const root = new Context().tweak(spot.node(), 1);
  const child = root.fork().tweak(spot.node(), 2);
  const grandchild = child.fork().tweak(spot.node(), 3);

  expect(root.evaluate(price.node())).toBe(11);
  expect(child.evaluate(price.node())).toBe(22);
  expect(grandchild.evaluate(price.node())).toBe(33);
  expect(grandchild.fork().evaluate(price.node())).toBe(33);
});

test("[S1] a fixed value: that; the function of the node is not run, nor what only it reads", () => {
  const { vol, price, taken } = market();

  expect(new Context().tweak(vol.node(), 7).evaluate(price.node())).toBe(107);
  expect(taken()).toEqual(["price", "spot"]);
});

test("[S1] a shift made in layer k is applied to the value under the layers below k", () => {
  const { spot, vol } = market();
  const root = new Context().tweak(spot.node(), 3);
  const child = root.fork().tweak(vol.node(), add(1));

  expect(child.evaluate(vol.node())).toBe(31);
  expect(root.evaluate(vol.node())).toBe(30);
});

test("[S1] a shift over a fixed value of the parent, and a fixed value over a shift", () => {
  const { vol } = market();
  const parent = new Context().tweak(vol.node(), 7);
  const child = parent.fork().tweak(vol.node(), scale(2));
  const grandchild = child.fork().tweak(vol.node(), 5);

  expect(child.evaluate(vol.node())).toBe(14);
  expect(grandchild.evaluate(vol.node())).toBe(5);
  expect(grandchild.fork().tweak(vol.node(), add(1)).evaluate(vol.node())).toBe(6);
});

test("[S1] a shift is applied once however deep it is inherited", () => {
  const { vol, price } = market();
  const calls: number[] = [];
  const noted = shift((base: number) => {
    calls.push(base);
    return base + 1;
  });
  const root = new Context().tweak(vol.node(), noted);
  let deepest = root;
  for (let depth = 0; depth < 5; depth++) deepest = deepest.fork();

  expect(deepest.evaluate(vol.node())).toBe(1001);
  expect(deepest.evaluate(price.node())).toBe(1101);
  expect(calls).toEqual([1000]);
});

test("[S1] a shift inherited from the middle is applied once, too, with tweaks of other nodes above it", () => {
  const { spot, vol, price } = market();
  const child = new Context().fork().tweak(vol.node(), add(1));
  const deepest = child.fork().tweak(spot.node(), 2).fork().tweak(price.node(), add(1000)).fork();

  expect(deepest.evaluate(vol.node())).toBe(1001);
  expect(deepest.evaluate(price.node())).toBe(2003);
});

test("[S1] a child's shift on a node which its parent shifts composes with it", () => {
  const { vol } = market();
  const root = new Context();
  const parent = root.fork().tweak(vol.node(), add(1));
  const child = parent.fork().tweak(vol.node(), scale(2));
  const grandchild = child.fork().tweak(vol.node(), add(3));

  expect(parent.evaluate(vol.node())).toBe(1001);
  expect(child.evaluate(vol.node())).toBe(2002);
  expect(grandchild.evaluate(vol.node())).toBe(2005);
  expect(root.evaluate(vol.node())).toBe(1000);
});

test("[S1] shifts compose read from the top first as well", () => {
  const { vol, taken } = market();
  const parent = new Context().fork().tweak(vol.node(), add(1));
  const child = parent.fork().tweak(vol.node(), scale(2));

  expect(child.evaluate(vol.node())).toBe(2002);
  expect(taken()).toEqual(["vol", "spot"]);
});

test("[S1] a descendant's other tweaks do not reach the base value", () => {
  const { spot, vol, price } = market();
  const parent = new Context().tweak(vol.node(), add(1));
  const child = parent.fork().tweak(spot.node(), 2);
  expect(new Context().tweak(spot.node(), 2).evaluate(vol.node())).toBe(20); // they would, if they could

  expect(child.evaluate(vol.node())).toBe(1001);
  expect(child.evaluate(price.node())).toBe(1003);
});

test("[S1] a descendant's tweak made while the base value is cached does not reach it either", () => {
  const { spot, vol } = market();
  const parent = new Context().tweak(vol.node(), add(1));
  const child = parent.fork();
  expect(child.evaluate(vol.node())).toBe(1001);

  child.tweak(spot.node(), 2);

  expect(child.evaluate(vol.node())).toBe(1001);
});

test("[S1] with spot = 80 and a shift of vol(spot) in one context the shift sees the old vol", () => {
  const { spot, vol, price } = market();
  const context = new Context().fork().tweak(spot.node(), 80).tweak(vol.node(), add(1));

  expect(context.evaluate(vol.node())).toBe(1001);
  expect(context.evaluate(price.node())).toBe(1081);
});

test("[S1] to shift the new one, fork again", () => {
  const { spot, vol, price } = market();
  const context = new Context().fork().tweak(spot.node(), 80).fork().tweak(vol.node(), add(1));

  expect(context.evaluate(vol.node())).toBe(801);
  expect(context.evaluate(price.node())).toBe(881);
});

test("[S1] a shift in a root with a tweak of what its node reads sees the untweaked value, too", () => {
  const { spot, vol } = market();
  const root = new Context().tweak(spot.node(), 80).tweak(vol.node(), add(1));

  expect(root.evaluate(vol.node())).toBe(1001);
});

test("[S1] a node whose layers say the same has the same value, whatever its siblings' say", () => {
  const { spot, vol, price } = market();
  const root = new Context();
  const one = root.fork().tweak(spot.node(), 1);
  const other = root.fork().tweak(vol.node(), add(5));

  expect(one.evaluate(price.node())).toBe(11);
  expect(other.evaluate(price.node())).toBe(1105);
  expect(one.evaluate(price.node())).toBe(11);
  expect(root.evaluate(price.node())).toBe(1100);
});
