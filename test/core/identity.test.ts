import {
  AnonymousFunctionError,
  Context,
  dugFrom,
  dugKey,
  DuplicateNameError,
  type Memoised,
  memoize,
  model,
  namespace,
  Node,
  UnknownFunctionError,
  UnserialisableArgumentError,
} from "@dug/core";
import { List, Map, Record } from "immutable";
import { expect, test } from "vitest";

const named = namespace("identity");
const price = named.memoize("price", (...of: unknown[]): number => of.length);

test("[S25] an identifier survives a trip through text", () => {
  for (const node of [
    price.node(),
    price.node("AAPL", 2),
    price.node(undefined),
    price.node(NaN, -0, 0, 1n, true, null, Infinity),
    price.node({ a: [1, { b: 'ü " \n' }] }, new Date(0), new Set([1]), List([Map({ x: 1 })])),
    price.node(price.node("inner"), price),
  ]) {
    expect(Node.parse(node.toJSON()).equals(node)).toBe(true);
    expect(Node.parse(JSON.parse(JSON.stringify(node)) as string).equals(node)).toBe(true);
    expect(Node.parse(String(node)).toJSON()).toBe(node.toJSON());
  }
});

test("[S25] the readable form is what one would write", () => {
  expect(String(price.node("AAPL", 2))).toBe('identity/price("AAPL",2)');
  expect(Node.parse('identity/price("AAPL", 2)').equals(price.node("AAPL", 2))).toBe(true);
});

test("[S25] a node that was read is cached, tweaked and masked as the one that was made", () => {
  const base = new Context();
  base.evaluate(price.node("AAPL", 2));
  const read = Node.parse('identity/price("AAPL",2)');

  expect(base.has(read)).toBe(true);
  expect(base.fork().tweak(read, 10).evaluate(price.node("AAPL", 2))).toBe(10);
});

test("[S25] what differs, differs in text: no two nodes share an identifier", () => {
  const nodes = [
    price.node(),
    price.node(undefined),
    price.node(null),
    price.node(1),
    price.node("1"),
    price.node(1n),
    price.node(true),
    price.node("true"),
    price.node(0),
    price.node(-0),
    price.node(NaN),
    price.node("NaN"),
    price.node([1]),
    price.node(List([1])),
    price.node(1, undefined),
  ];

  expect(new Set(nodes.map(String)).size).toBe(nodes.length);
});

test("[S25] a name is the identity: defining it twice throws, with both places", () => {
  named.memoize("twice", (): number => 1);
  const again = (): unknown => named.memoize("twice", (): number => 2);

  expect(again).toThrow(DuplicateNameError);
  expect(again).toThrow(
    expect.objectContaining({
      duplicate: "identity/twice",
      first: expect.stringMatching(/identity\.test\.ts:\d+/),
      second: expect.stringMatching(/identity\.test\.ts:\d+/),
    }),
  );
});

test("[S25] and the first one stays as it was", () => {
  const first = named.memoize("kept", (): number => 1);
  expect(() => named.memoize("kept", (): number => 2)).toThrow(DuplicateNameError);

  expect(new Context().evaluate(first.node())).toBe(1);
  expect(new Context().evaluate(Node.parse("identity/kept()"))).toBe(1);
});

test("[S25] an unknown name throws when the identifier is read, and names the nearest", () => {
  expect(() => Node.parse('identity/prices("AAPL")')).toThrow(UnknownFunctionError);
  expect(() => Node.parse('identity/prices("AAPL")')).toThrow(
    expect.objectContaining({ unknown: "identity/prices" }),
  );
  expect(() => Node.parse('identity/prices("AAPL")')).toThrow(/identity\/price/);
  expect(() => Node.parse("identity/price(identity/nobody())")).toThrow(UnknownFunctionError);
});

test("[S25] an anonymous function works in process, and throws only when its identifier is written", () => {
  const anonymous = memoize((n: number): number => n);
  const base = new Context();
  const node = anonymous.node(3);

  expect(base.evaluate(node)).toBe(3);
  expect(base.fork().tweak(node, 5).evaluate(node)).toBe(5);
  expect(base.evaluate(price.node(node, anonymous))).toBe(2);
  expect(typeof String(node)).toBe("string");
  expect(() => node.toJSON()).toThrow(AnonymousFunctionError);
  expect(() => JSON.stringify({ node })).toThrow(AnonymousFunctionError);
  expect(() => price.node(node).toJSON()).toThrow(AnonymousFunctionError);
  expect(() => price.node(anonymous).toJSON()).toThrow(AnonymousFunctionError);
});

test("[S25] two anonymous functions are two, of the same text or not", () => {
  const [one, other] = [1, 1].map((value) => memoize((): number => value)) as [
    Memoised<() => number>,
    Memoised<() => number>,
  ];

  expect(one.node().equals(other.node())).toBe(false);
  const base = new Context();
  base.evaluate(one.node());
  expect(base.has(other.node())).toBe(false);
});

class Trade {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
  [dugKey](): unknown {
    return { id: this.id };
  }
  static [dugFrom](key: { id: number }): Trade {
    return new Trade(key.id);
  }
}

class Untold {
  [dugKey](): unknown {
    return 1;
  }
}

test("[S25] a class instance is written by its [dugKey] and read back by [dugFrom], the class being given to model", () => {
  const node = price.node(new Trade(7), [new Trade(8)]);
  const text = node.toJSON();
  expect(text).toContain("7");
  expect(() => Node.parse(text)).toThrow(UnknownFunctionError);
  model({ functions: { price }, outputs: {}, classes: [Trade] });
  const read = Node.parse(text);

  expect(read.equals(node)).toBe(true);
  expect(read.args[0]).toBeInstanceOf(Trade);
  expect(read.args[0]).toEqual(new Trade(7));
  expect(read.toJSON()).toBe(text);
});

test("[S25] without [dugFrom] writing throws, and using it does not", () => {
  const node = price.node(new Untold());
  expect(new Context().evaluate(node)).toBe(1);
  expect(() => node.toJSON()).toThrow(UnserialisableArgumentError);
  expect(() => node.toJSON()).toThrow(
    expect.objectContaining({ position: 0, type: expect.stringContaining("Untold") }),
  );
});

test("[S25] writing throws where the text would be read back as an instance of another class", () => {
  const { Trade: namesake } = {
    Trade: class {
      [dugKey](): number {
        return 7;
      }
      static [dugFrom](): object {
        return new namesake();
      }
    },
  };
  model({ functions: {}, outputs: {}, classes: [Trade] });
  expect(() => price.node(new namesake()).toJSON()).toThrow(UnserialisableArgumentError);
});

test("[S25] an instance that compares by equals and hashCode cannot be written without them either", () => {
  class Money {
    equals(other: unknown): boolean {
      return other instanceof Money;
    }
    hashCode(): number {
      return 1;
    }
  }
  const node = price.node("x", { deep: [new Money()] });
  expect(new Context().evaluate(node)).toBe(2);
  expect(node.equals(price.node("x", { deep: [new Money()] }))).toBe(true);
  expect(() => node.toJSON()).toThrow(expect.objectContaining({ position: 1, path: ".deep[0]" }));
});

test("[S25] namespaces keep names apart", () => {
  const inner = named.namespace("inner").memoize("price", (): number => 1);

  expect(inner.id).toBe("identity/inner/price");
  expect(Node.parse("identity/inner/price()").equals(inner.node())).toBe(true);
  expect(Node.parse("identity/inner/price()").equals(price.node())).toBe(false);
});

test("[S25] a Record's text is read back, or writing it is refused", () => {
  const Point = Record({ x: 0, y: 0 });
  const node = price.node(Point({ x: 1 }));
  expect(new Context().evaluate(node)).toBe(1);
  const text = (() => {
    try {
      return node.toJSON();
    } catch (error) {
      return error;
    }
  })();

  expect(text instanceof UnserialisableArgumentError || Node.parse(String(text)).equals(node)).toBe(
    true,
  );
});
