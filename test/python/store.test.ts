import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";

test("[S26] what was stored is there until it is asked to go", () => {
  const node = memoize((): number => 1);
  const context = new Context();

  expect(context.has(node.node())).toBe(false);
  context.evaluate(node.node());
  expect(context.has(node.node())).toBe(true);
  expect(context.get(node.node())).toBe(1);
  context.forget(node.node());
  expect(context.has(node.node())).toBe(false);
});

test("[S14] a child finds what its parent has", () => {
  const ran: string[] = [];
  const node = memoize((): string => {
    ran.push("node");
    return "a";
  });
  const parent = new Context();
  parent.evaluate(node.node());

  const child = parent.fork();

  expect(child.has(node.node())).toBe(true);
  expect(child.get(node.node())).toBe("a");
  expect(child.evaluate(node.node())).toBe("a");
  expect(ran).toEqual(["node"]);
});

test("[S13] a child's tweak shadows the parent's value", () => {
  const node = memoize((): string => "parent");
  const parent = new Context();
  parent.evaluate(node.node());

  const child = parent.fork().tweak(node.node(), "child");

  expect(child.has(node.node())).toBe(true);
  expect(child.get(node.node())).toBe("child");
  expect(parent.get(node.node())).toBe("parent");
});

test("[S14] a node that was invalidated in a child is masked, and not fetched from the parent", () => {
  const ran: string[] = [];
  const node = memoize((): string => {
    ran.push("node");
    return "value";
  });
  const parent = new Context();
  parent.evaluate(node.node());

  const child = parent.fork();
  child.invalidate(node.node());

  expect(child.masked.has(node.node())).toBe(true);
  expect(child.has(node.node())).toBe(false);
  expect(child.get(node.node())).toBeUndefined();
  expect(parent.has(node.node())).toBe(true);

  child.evaluate(node.node());
  expect(ran).toEqual(["node", "node"]);
  expect(child.masked.has(node.node())).toBe(true);
  expect(child.has(node.node())).toBe(true);
});

test("[S4] undefined is a value like any other: has tells it from nothing", () => {
  const ran: string[] = [];
  const nothing = memoize((): undefined => {
    ran.push("nothing");
  });
  const context = new Context();

  context.run(() => {
    nothing();
    nothing();
  });

  expect(context.has(nothing.node())).toBe(true);
  expect(context.get(nothing.node())).toBeUndefined();
  expect(ran).toEqual(["nothing"]);
});
