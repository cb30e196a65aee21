import { Context, ContextOrderError, memoize } from "@dug/core";
import { expect, test } from "vitest";

test("[S10] the same context entered twice is one state, and leaving it once does not leave it", () => {
  const ran: string[] = [];
  const node = memoize((): number => {
    ran.push("node");
    return 1;
  });
  const context = new Context();

  context.run(() => {
    context.run(() => {
      expect(node()).toBe(1);
    });

    expect(Context.current).toBe(context);
    expect(context.has(node.node())).toBe(true);
    expect(node()).toBe(1);
  });

  expect(ran).toEqual(["node"]);
});

test("[S10] a tweak made in the inner entry is there in the outer one", () => {
  const node = memoize((): number => 1);
  const context = new Context();

  context.run(() => {
    context.run(() => context.tweak(node.node(), 2));

    expect(node()).toBe(2);
  });
});

test("[S6] entering an ancestor goes back to it as it stands", () => {
  const node = memoize((): number => 1);
  const parent = new Context();

  parent.run(() => {
    new Context().run(() => {
      Context.current.tweak(node.node(), 2);

      expect(parent.run(() => node())).toBe(1);
      expect(node()).toBe(2);
    });
  });
});

test("[S10] leaving out of order throws and leaves the stack as it was (Python: the wrong one is left)", () => {
  const outer = new Context("outer");
  const inner = new Context("inner");
  const leaveOuter = outer.enter();
  const leaveInner = inner.enter();

  expect(() => leaveOuter[Symbol.dispose]()).toThrow(ContextOrderError);
  expect(Context.current).toBe(inner);

  leaveInner[Symbol.dispose]();
  expect(Context.current).toBe(outer);
  leaveOuter[Symbol.dispose]();
});
