import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";

test("[S9] a tweak survives leaving and re-entering", () => {
  const node = memoize((): string => "untweaked");
  const context = new Context();
  context.run(() => {
    Context.current.tweak(node.node(), "tweaked");
  });

  expect(context.run(() => node())).toBe("tweaked");
});

test("[S9] re-entering re-applies the tweaks on what the parent is now", () => {
  const left = memoize((): number => 1);
  const right = memoize((): number => 2);
  const sum = memoize((): number => left() + right());
  const parent = new Context();
  const child = new Context();

  parent.run(() => {
    child.run(() => {
      child.tweak(left.node(), 10);
      expect(sum()).toBe(12);
    });

    parent.tweak(right.node(), 20);

    expect(child.run(() => sum())).toBe(30);
  });
});

test("[S9] everything cached is kept when the parent was not changed (Python: all is dropped)", () => {
  const ran: string[] = [];
  const left = memoize((): number => {
    ran.push("left");
    return 1;
  });
  const sum = memoize((): number => {
    ran.push("sum");
    return left() + 1;
  });
  const parent = new Context();
  const child = new Context();

  parent.run(() => {
    child.run(() => sum());
    expect(ran).toEqual(["sum", "left"]);

    expect(child.run(() => sum())).toBe(2);
    expect(ran).toEqual(["sum", "left"]);
  });
});

test("[S9] retain: false drops the cache on every exit and keeps the tweaks, as Python does", () => {
  const ran: string[] = [];
  const left = memoize((): number => {
    ran.push("left");
    return 1;
  });
  const sum = memoize((): number => {
    ran.push("sum");
    return left() + 1;
  });
  const context = new Context("forgetful", { retain: false });
  context.run(() => {
    context.tweak(left.node(), 5);
    return sum();
  });

  expect(context.has(sum.node())).toBe(false);
  expect(context.run(() => sum())).toBe(6);
  expect(ran).toEqual(["sum", "sum"]);
});
