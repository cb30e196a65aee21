import { Context, memoize } from "@dug/core";
import type { Memoised } from "@dug/core";
import { expect, test } from "vitest";

interface Book {
  readonly ran: string[];
  readonly spot: Memoised<() => number>;
  readonly rate: Memoised<() => number>;
  readonly curve: Memoised<() => number>;
  readonly value: Memoised<() => number>;
}

/** `value` reads `spot` and `curve`, `curve` reads `rate`. */
function book(): Book {
  const ran: string[] = [];
  const spot = memoize((): number => {
    ran.push("spot");
    return 100;
  });
  const rate = memoize((): number => {
    ran.push("rate");
    return 5;
  });
  const curve = memoize((): number => {
    ran.push("curve");
    return rate() * 2;
  });
  const value = memoize((): number => {
    ran.push("value");
    return spot() + curve();
  });
  return { ran, spot, rate, curve, value };
}

test("[S14] siblings run only what their own tweaks reach (Python: each recomputes everything)", () => {
  const { ran, spot, rate, value } = book();
  const base = new Context();
  base.evaluate(value.node());
  ran.length = 0;

  const values = [80, 90, 110].map((price) =>
    base.fork().tweak(spot.node(), price).evaluate(value.node()),
  );

  expect(values).toEqual([90, 100, 120]);
  expect(ran).toEqual(["value", "value", "value"]);

  ran.length = 0;
  expect(base.fork().tweak(rate.node(), 6).evaluate(value.node())).toBe(112);
  expect(ran.toSorted()).toEqual(["curve", "value"]);
});

test("[S8] a tweak does not re-run a sibling", () => {
  const { ran, spot, value } = book();
  const base = new Context();
  base.evaluate(value.node());
  const left = base.fork().tweak(spot.node(), 80);
  const right = base.fork().tweak(spot.node(), 90);
  expect([left, right].map((sibling) => sibling.evaluate(value.node()))).toEqual([90, 100]);
  ran.length = 0;

  left.tweak(spot.node(), 85);

  expect(right.evaluate(value.node())).toBe(100);
  expect(ran).toEqual([]);
  expect(left.evaluate(value.node())).toBe(95);
  expect(ran).toEqual(["value"]);
});

test("[S9] siblings entered in turn keep what they computed (Python: dropped at every exit)", () => {
  const { ran, spot, value } = book();
  const left = new Context("left");
  const right = new Context("right");

  new Context("base").run(() => {
    value();
    left.run(() => left.tweak(spot.node(), 80));
    right.run(() => right.tweak(spot.node(), 90));
    ran.length = 0;

    for (let round = 0; round < 3; round += 1) {
      expect(left.run(() => value())).toBe(90);
      expect(right.run(() => value())).toBe(100);
    }
  });

  expect(ran).toEqual(["value", "value"]);
});

test("[S7] what a sibling computed stays with it: a cold parent is not warmed from below", () => {
  const { ran, curve } = book();
  const base = new Context();
  const left = base.fork();
  const right = base.fork();

  left.evaluate(curve.node());
  right.evaluate(curve.node());

  expect(ran).toEqual(["curve", "rate", "curve", "rate"]);
  expect(base.has(curve.node())).toBe(false);
});
