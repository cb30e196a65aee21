import { Context, memoize, scale } from "@dug/core";
import { afterEach, describe, expect, test } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

const source = memoize((): number => {
  ran.push("source");
  return 1;
});
const left = memoize((): number => {
  ran.push("left");
  return source() + 1;
});
const right = memoize((): number => {
  ran.push("right");
  return source() + 2;
});
const top = memoize((): number => {
  ran.push("top");
  return right() * left();
});
const opener = memoize((): number => {
  ran.push("opener");
  return right() + new Context().tweak(right.node(), scale(2)).run(() => top());
});

describe("dependencies", () => {
  test("are the nodes that the evaluation read, in reading order", () => {
    const base = new Context();
    base.evaluate(top.node());

    expect([...base.dependencies(top.node())]).toEqual([right.node(), left.node()]);
    expect([...base.dependencies(source.node())]).toEqual([]);
  });

  test("of a node that is not cached are none, and nothing runs for them", () => {
    expect([...new Context().dependencies(top.node())]).toEqual([]);
    expect(ran).toEqual([]);
  });

  test("[S2] of a tweaked node are none", () => {
    const base = new Context();
    base.evaluate(top.node());
    const child = base.fork().tweak(left.node(), 5).tweak(right.node(), scale(2));
    child.evaluate(top.node());

    expect([left, right].map((fn) => [...child.dependencies(fn.node())])).toEqual([[], []]);
    expect([...child.dependencies(top.node())]).toEqual([right.node(), left.node()]);
    expect([...base.dependencies(left.node())]).toEqual([source.node()]);
  });

  test("[S21] then what was read in contexts that it opened", () => {
    const base = new Context();
    base.evaluate(opener.node());
    const [first, ...others] = base.dependencies(opener.node());

    expect(first).toEqual(right.node());
    expect(new Set(others.map((node) => node.definition))).toEqual(
      new Set([top, left, source].map((fn) => fn.node().definition)),
    );
  });

  test("of a snapshot are those of its moment", () => {
    const base = new Context();
    base.evaluate(top.node());
    const before = base.snapshot();
    base.clear();

    expect([...before.dependencies(top.node())]).toEqual([right.node(), left.node()]);
    expect([...base.dependencies(top.node())]).toEqual([]);
  });
});

describe("dependants", () => {
  test("are the nodes whose cached evaluations read it", () => {
    const base = new Context();
    base.evaluate(top.node());

    expect(new Set([...base.dependants(source.node())].map((node) => node.definition))).toEqual(
      new Set([left, right].map((fn) => fn.node().definition)),
    );
    expect([...base.dependants(left.node())]).toEqual([top.node()]);
    expect([...base.dependants(top.node())]).toEqual([]);
  });

  test("are gone with what is dropped, and come back with it", () => {
    const base = new Context();
    base.evaluate(top.node());
    base.tweak(left.node(), 5);
    expect([...base.dependants(left.node())]).toEqual([]);
    expect([...base.dependants(right.node())]).toEqual([]);
    expect([...base.dependants(source.node())]).toEqual([right.node()]);
    base.evaluate(top.node());

    expect([...base.dependants(left.node())]).toEqual([top.node()]);
  });

  test("[S8] in a child are the child's", () => {
    const base = new Context();
    base.evaluate(top.node());
    const child = base.fork().tweak(left.node(), 5);

    expect([...child.dependants(left.node())]).toEqual([]);
    expect([...base.dependants(left.node())]).toEqual([top.node()]);
    expect([...child.dependants(source.node())]).toEqual([right.node()]);
  });

  test("[S8] an evaluation in a child is no dependant in the parent or a sibling", () => {
    const base = new Context();
    base.evaluate(source.node());
    const child = base.fork();
    child.evaluate(top.node());

    expect([...base.dependants(source.node())]).toEqual([]);
    expect([...base.fork().dependants(source.node())]).toEqual([]);
    expect([...child.dependants(source.node())]).toHaveLength(2);
  });

  test("[S21] who read it in a context that it opened is one", () => {
    const base = new Context();
    base.evaluate(opener.node());
    const dependants = [...base.dependants(source.node())].map((node) => node.definition);

    expect(dependants).toContain(opener.node().definition);
  });
});

describe("[S8] read-outs never evaluate", () => {
  test("whatever is asked, nothing runs", () => {
    const base = new Context();
    base.evaluate(top.node());
    ran.length = 0;
    for (const context of [base, base.fork().tweak(source.node(), 5)]) {
      context.get(top.node());
      context.has(top.node());
      context.peek(top.node());
      context.masked.has(top.node());
      context.dependencies(top.node());
      context.dependants(source.node());
      context.graph(top.node());
      context.explain(top.node());
      context.snapshot();
    }

    expect(ran).toEqual([]);
  });
});
