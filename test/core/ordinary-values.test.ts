import { Context, memoize, shift } from "@dug/core";
import { expect, test } from "vitest";
import { executions } from "./executions.ts";

const odd = [undefined, Number.NaN, null] as const;

test.for(odd.map((value) => ({ value })))(
  "[S4] $value is an ordinary value of a node: cached and not run again",
  ({ value }) => {
    const { memo, taken } = executions();
    const node = memo("node", (): unknown => value);
    const reader = memo("reader", () => [node()]);
    const context = new Context();

    expect(context.evaluate(reader.node())).toEqual([value]);
    expect(context.evaluate(node.node())).toBe(value);
    expect(taken()).toEqual(["reader", "node"]);
    expect(context.has(node.node())).toBe(true);
    expect(context.get(node.node())).toBe(value);
    expect(context.peek(node.node())).toEqual({ kind: "value", value });
    expect(context.has(memoize((): unknown => value).node())).toBe(false);
  },
);

test.for(odd.map((value) => ({ value })))(
  "[S4] $value is an ordinary value of a tweak: the function is not run, and children inherit it",
  ({ value }) => {
    const { memo, taken } = executions();
    const node = memo("node", (): unknown => 1);
    const reader = memo("reader", () => [node()]);
    const parent = new Context();
    parent.evaluate(reader.node());
    taken();

    const child = parent.fork().tweak(node.node(), value);

    expect(child.evaluate(reader.node())).toEqual([value]);
    expect(child.fork().evaluate(reader.node())).toEqual([value]);
    expect(taken()).toEqual(["reader"]);
    expect(child.masked.has(reader.node())).toBe(true);
    expect(child.tweaks.nodes.has(node.node())).toBe(true);
    expect(child.has(node.node())).toBe(true);
    expect(child.untweak(node.node()).evaluate(reader.node())).toEqual([1]);
  },
);

test.for(odd.map((value) => ({ value })))(
  "[S4] $value is an ordinary value of a whole-function tweak",
  ({ value }) => {
    const node = memoize((n: number): unknown => n);
    const child = new Context().fork().tweakAll(node, value);

    expect(child.evaluate(node.node(3))).toBe(value);
    expect(child.has(node.node(3))).toBe(true);
  },
);

test.for(odd.map((value) => ({ value })))(
  "[S4] $value is an ordinary base value and an ordinary result of a shift",
  ({ value }) => {
    const node = memoize((): unknown => value);
    const bases: unknown[] = [];
    const child = new Context().fork().tweak(
      node.node(),
      shift((base: unknown) => {
        bases.push(base);
        return base;
      }),
    );

    expect(child.evaluate(node.node())).toBe(value);
    expect(child.evaluate(node.node())).toBe(value);
    expect(child.has(node.node())).toBe(true);
    expect(bases).toEqual([value]);
  },
);

test.for(odd.map((value) => ({ value })))(
  "[S4] $value equals itself: a tweak to it of a node that has it drops nothing (S16)",
  ({ value }) => {
    const { memo, taken } = executions();
    const node = memo("node", (): unknown => value);
    const reader = memo("reader", () => [node()]);
    const parent = new Context();
    parent.evaluate(reader.node());
    taken();

    const child = parent.fork().tweak(node.node(), value);

    expect(child.has(reader.node())).toBe(true);
    expect(child.masked.has(reader.node())).toBe(false);
    child.evaluate(reader.node());
    expect(taken()).toEqual([]);
  },
);

test("[S4] undefined, NaN and null differ from one another and from having no tweak", () => {
  const node = memoize((): unknown => 1);
  const reader = memoize((): unknown[] => [node()]);
  const child = new Context().fork();

  for (const value of [undefined, null, Number.NaN, undefined]) {
    child.tweak(node.node(), value);
    expect(child.evaluate(reader.node())).toEqual([value]);
  }
});
