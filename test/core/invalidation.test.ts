import { Context, memoize, scale, shift } from "@dug/core";
import { afterEach, expect, test } from "vitest";

const ran: string[] = [];
afterEach(() => {
  ran.length = 0;
});

/** A function of the world outside, and two readers one above the other. */
function world(start: number) {
  const now = { value: start };
  const source = memoize((): number => {
    ran.push("source");
    return now.value;
  });
  const middle = memoize((): number => {
    ran.push("middle");
    return source() * 10;
  });
  const top = memoize((): number => {
    ran.push("top");
    return middle() + 1;
  });
  return { now, source: source.node(), middle: middle.node(), top: top.node(), fn: source };
}

test("[S16a] an invalidated node runs again when it is read, and not before", () => {
  const { now, source, top } = world(1);
  const base = new Context();
  base.evaluate(top);
  now.value = 2;
  ran.length = 0;
  base.invalidate(source);

  expect(ran).toEqual([]);
  expect(base.has(source)).toBe(false);
  expect(base.has(top)).toBe(false);
  expect(base.evaluate(source)).toBe(2);
  expect(ran).toEqual(["source"]);
  expect(base.evaluate(top)).toBe(21);
  expect(ran).toEqual(["source", "middle", "top"]);
});

test("[S16a] its dependants are cut off if it comes out the same", () => {
  const { source, top } = world(1);
  const base = new Context();
  base.evaluate(top);
  ran.length = 0;
  base.invalidate(source);

  expect(base.evaluate(top)).toBe(11);
  expect(ran).toEqual(["source"]);
});

test("[S16a] it runs once for one invalidation", () => {
  const { source, top } = world(1);
  const base = new Context();
  base.evaluate(top);
  base.invalidate(source);
  base.evaluate(top);
  ran.length = 0;

  base.evaluate(top);
  expect(ran).toEqual([]);
});

test("[S16a] a node in the middle runs again, what is beneath it does not", () => {
  const { middle, top } = world(1);
  const base = new Context();
  base.evaluate(top);
  ran.length = 0;
  base.invalidate(middle);

  expect(base.evaluate(top)).toBe(11);
  expect(ran).toEqual(["middle"]);
});

test("[S16a] a function: each node of it, and no other", () => {
  const price = memoize((ticker: string): number => {
    ran.push(`price ${ticker}`);
    return ticker.length;
  });
  const other = memoize((): number => {
    ran.push("other");
    return 0;
  });
  const sum = memoize((): number => {
    ran.push("sum");
    return price("A") + price("BB") + other();
  });
  const base = new Context();
  base.evaluate(sum.node());
  ran.length = 0;
  base.invalidate(price);

  expect(ran).toEqual([]);
  expect(base.evaluate(sum.node())).toBe(3);
  expect(ran).toEqual(["price A", "price BB"]);
});

test("[S16a] one node of a function leaves the others alone", () => {
  const price = memoize((ticker: string): number => {
    ran.push(`price ${ticker}`);
    return ticker.length;
  });
  const base = new Context();
  base.run(() => price("A") + price("BB"));
  ran.length = 0;
  base.invalidate(price.node("A"));

  base.run(() => price("A") + price("BB"));
  expect(ran).toEqual(["price A"]);
});

test("[S16a] in a child: the parent's evaluation is unusable there, and stays in the parent", () => {
  const { now, source, top } = world(1);
  const base = new Context();
  base.evaluate(top);
  const child = base.fork();
  now.value = 2;
  ran.length = 0;
  child.invalidate(source);

  expect([child.has(source), child.has(top)]).toEqual([false, false]);
  expect([child.masked.has(source), child.masked.has(top)]).toEqual([true, true]);
  expect(child.evaluate(top)).toBe(21);
  expect(ran).toEqual(["source", "middle", "top"]);
  expect(base.evaluate(top)).toBe(11);
  expect(base.masked.has(source)).toBe(false);
  expect(ran).toEqual(["source", "middle", "top"]);
});

test("[S16a] in a child its dependants may be cut off by what the parent evaluated", () => {
  const { source, top } = world(1);
  const base = new Context();
  base.evaluate(top);
  ran.length = 0;

  expect(base.fork().invalidate(source).evaluate(top)).toBe(11);
  expect(ran).toEqual(["source"]);
});

test("[S16a] re-entry: the parent's earlier evaluation does not come back, and the new one stays", () => {
  const { now, source } = world(1);
  const base = new Context();
  base.evaluate(source);
  const child = base.fork();
  child.evaluate(source);
  now.value = 2;
  child.invalidate(source);
  ran.length = 0;

  expect(child.evaluate(source)).toBe(2);
  expect(child.evaluate(source)).toBe(2);
  expect(ran).toEqual(["source"]);
});

test("[S16a] re-entry after a change of the parent does not bring it back either", () => {
  const { now, source } = world(1);
  const other = memoize((): number => 0);
  const base = new Context();
  base.evaluate(source);
  const child = base.fork().invalidate(source);
  base.tweak(other.node(), 1);
  now.value = 2;
  ran.length = 0;

  expect(child.evaluate(source)).toBe(2);
  base.tweak(other.node(), 2);
  expect(child.evaluate(source)).toBe(2);
  expect(ran).toEqual(["source"]);
});

test("[S16a] descendants see it from their next entry, not before", () => {
  const { now, source } = world(1);
  const base = new Context();
  base.evaluate(source);
  const child = base.fork();
  child.run(() => {
    expect(child.get(source)).toBe(1);
    now.value = 2;
    base.invalidate(source);
    expect(child.evaluate(source)).toBe(1);
  });
  ran.length = 0;

  expect(child.evaluate(source)).toBe(2);
  expect(base.evaluate(source)).toBe(2);
  expect(ran).toEqual(["source", "source"]);
});

test("[S16a] a descendant's own evaluations, whatever is known of the node", () => {
  const { now, source, top } = world(1);
  const rate = memoize((): number => {
    ran.push("rate");
    return 1;
  });
  const own = memoize((): number => {
    ran.push("own");
    return now.value * rate();
  });
  const base = new Context();
  base.evaluate(top);
  const child = base.fork().tweak(rate.node(), 5);
  const grandchild = child.fork();
  expect(grandchild.evaluate(own.node())).toBe(5);
  expect(child.evaluate(own.node())).toBe(5);
  ran.length = 0;
  now.value = 2;
  base.invalidate(own).invalidate(source);

  expect(child.evaluate(own.node())).toBe(10);
  expect(grandchild.evaluate(own.node())).toBe(10);
  expect(grandchild.evaluate(top)).toBe(21);
  expect(ran).toEqual(["own", "source", "middle", "top"]);
});

test("[S16a] what the parent evaluates after it is no longer unusable in a descendant", () => {
  const { now, source } = world(1);
  const base = new Context();
  base.evaluate(source);
  const child = base.fork();
  child.evaluate(source);
  now.value = 2;
  base.invalidate(source);
  base.evaluate(source);
  ran.length = 0;

  expect(child.evaluate(source)).toBe(2);
  expect(ran).toEqual([]);
});

test("[S16a] of a node tweaked to a fixed value it changes neither value nor masks", () => {
  const { source, top } = world(1);
  const base = new Context();
  base.evaluate(top);
  const child = base.fork().tweak(source, 5);
  child.evaluate(top);
  ran.length = 0;
  const before = [...child.masked].map(String).toSorted();
  child.invalidate(source);

  expect([...child.masked].map(String).toSorted()).toEqual(before);
  expect(child.get(source)).toBe(5);
  expect(child.get(top)).toBe(51);
  expect(child.evaluate(top)).toBe(51);
  expect(ran).toEqual([]);
});

test("[S16a] but it is recorded, and counts once the tweak is gone", () => {
  const { now, source, top } = world(1);
  const base = new Context();
  base.evaluate(top);
  const child = base.fork().tweak(source, 5).invalidate(source);
  child.evaluate(top);
  now.value = 2;
  ran.length = 0;
  child.untweak(source);

  expect(child.evaluate(top)).toBe(21);
  expect(ran).toEqual(["source", "middle", "top"]);
  expect(base.evaluate(top)).toBe(11);
});

test("[S16a] the same in a root, and for an inherited tweak", () => {
  const { now, source } = world(1);
  const base = new Context();
  base.evaluate(source);
  base.tweak(source, 5);
  const child = base.fork().invalidate(source);
  expect(child.get(source)).toBe(5);
  base.invalidate(source);
  expect(base.evaluate(source)).toBe(5);
  now.value = 2;
  ran.length = 0;
  base.untweak(source);

  expect(base.evaluate(source)).toBe(2);
  expect(child.evaluate(source)).toBe(2);
  expect(ran).toEqual(["source"]);
});

test("[S16a] without an invalidation the evaluation from before the tweak counts again", () => {
  const { source } = world(1);
  const base = new Context();
  base.evaluate(source);
  base.tweak(source, 5).untweak(source);
  ran.length = 0;

  expect(base.evaluate(source)).toBe(1);
  expect(ran).toEqual([]);
});

test("[S16a] a shift is applied again", () => {
  const { source, middle } = world(1);
  const counting = shift((value: number) => {
    ran.push("shift");
    return value * 2;
  });
  const base = new Context();
  base.evaluate(middle);
  const child = base.fork().tweak(source, counting);
  expect(child.evaluate(middle)).toBe(20);
  expect(child.evaluate(middle)).toBe(20);
  ran.length = 0;
  child.invalidate(source);

  expect(child.evaluate(middle)).toBe(20);
  expect(ran).toEqual(["shift"]);
});

test("[S16a] a shifted node of a root sees the changed world", () => {
  const { now, source, middle } = world(1);
  const base = new Context().tweak(source, scale(2));
  expect(base.evaluate(middle)).toBe(20);
  now.value = 3;
  ran.length = 0;
  base.invalidate(source);

  expect(base.evaluate(middle)).toBe(60);
  expect(ran).toEqual(["source", "middle"]);
});

test("[S16a] a node that nobody evaluated yet runs once, as always", () => {
  const { source } = world(1);
  const base = new Context();
  const child = base.fork().invalidate(source);
  base.invalidate(source);

  expect(ran).toEqual([]);
  expect(child.evaluate(source)).toBe(1);
  expect(child.evaluate(source)).toBe(1);
  expect(base.evaluate(source)).toBe(1);
  expect(ran).toEqual(["source", "source"]);
});

test("[S16a] an error is tried again", () => {
  let isDown = true;
  const source = memoize((): number => {
    ran.push("source");
    if (isDown) throw new Error("down");
    return 1;
  });
  const base = new Context();
  expect(() => base.evaluate(source.node())).toThrow("down");
  isDown = false;
  expect(() => base.evaluate(source.node())).toThrow("down");
  base.invalidate(source);

  expect(base.evaluate(source.node())).toBe(1);
  expect(ran).toEqual(["source", "source"]);
});

test("[S16a] siblings and the past do not see it", () => {
  const { now, source } = world(1);
  const base = new Context();
  base.evaluate(source);
  const [left, right] = [base.fork(), base.fork()];
  const before = left.snapshot();
  now.value = 2;
  left.invalidate(source);

  expect(left.evaluate(source)).toBe(2);
  expect(right.evaluate(source)).toBe(1);
  expect(before.get(source)).toBe(1);
});

test("[S16a] restoring a snapshot undoes it [S11]", () => {
  const { now, source } = world(1);
  const base = new Context();
  base.evaluate(source);
  const before = base.snapshot();
  now.value = 2;
  base.invalidate(source);
  ran.length = 0;
  base.restore(before);

  expect(base.evaluate(source)).toBe(1);
  expect(ran).toEqual([]);
});
