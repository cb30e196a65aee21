import { Context, CycleError, memoize } from "@dug/core";
import { expect, test } from "vitest";

test("[S18] an edge that the latest run did not use is gone (Python: it stays)", () => {
  const ran: string[] = [];
  const useRate = memoize((): boolean => true);
  const rate = memoize((): number => 1);
  const price = memoize((): number => {
    ran.push("price");
    return useRate() ? rate() : 0;
  });
  const context = new Context();

  context.run(() => {
    expect(price()).toBe(1);
    context.tweak(useRate.node(), false);
    expect(price()).toBe(0);
    ran.length = 0;

    context.tweak(rate.node(), 2);

    expect(context.has(price.node())).toBe(true);
    expect(price()).toBe(0);
    expect(ran).toEqual([]);
    expect([...context.dependants(rate.node())]).toEqual([]);
  });
});

test("[S21] a function may open a context and tweak in it: bump and revalue (Python: KeyError)", () => {
  const ran: string[] = [];
  const spot = memoize((): number => 100);
  const factor = memoize((): number => 3);
  const price = memoize((): number => spot() * factor());
  const delta = memoize((): number => {
    ran.push("delta");
    return (
      new Context().run(() => {
        Context.current.tweak(spot.node(), 101);
        return price();
      }) - price()
    );
  });
  const context = new Context();

  context.run(() => {
    expect(delta()).toBe(3);
    expect(price()).toBe(300);
    ran.length = 0;

    context.tweak(factor.node(), 4);

    expect(context.has(delta.node())).toBe(false);
    expect(delta()).toBe(4);
    expect(ran).toEqual(["delta"]);
  });
});

test("[S20] functions that call one another in a ring are a CycleError (Python: recursion without end)", () => {
  const up: () => number = memoize((): number => down() + 1);
  const down: () => number = memoize((): number => up() + 1);

  new Context().run(() => {
    expect(() => up()).toThrow(CycleError);
    expect(() => down()).toThrow(CycleError);
  });
});
