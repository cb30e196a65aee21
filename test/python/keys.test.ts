import { Context, memoize } from "@dug/core";
import type { Memoised } from "@dug/core";
import { describe, expect, test } from "vitest";

/** How often a function runs over these arguments, read twice over. */
function runsOver(values: readonly unknown[]): readonly unknown[] {
  const ran: unknown[] = [];
  const identity = memoize((value: unknown): unknown => {
    ran.push(value);
    return value;
  });
  const context = new Context();
  const read = (): unknown[] => values.map((value) => identity(value));

  const first = context.run(read);
  const second = context.run(read);

  expect(first.every((value, index) => Object.is(value, values[index]))).toBe(true);
  expect(second.every((value, index) => Object.is(value, values[index]))).toBe(true);
  return ran;
}

describe("[S24] the key tells apart what a function can tell apart", () => {
  test("1 and true are two nodes (Python: one)", () => {
    expect(runsOver([1, true])).toEqual([1, true]);
  });

  test("0 and false, 1 and its text and its bigint are nodes of their own", () => {
    expect(runsOver([0, false, 1, "1", 1n])).toEqual([0, false, 1, "1", 1n]);
  });

  test("0 and -0 are two nodes (Python: one)", () => {
    const ran = runsOver([0, -0]);
    expect(ran.length).toBe(2);
    expect(Object.is(ran[0], 0)).toBe(true);
    expect(Object.is(ran[1], -0)).toBe(true);
  });

  test("NaN equals itself, however it came about (Python: only the very same object)", () => {
    expect(runsOver([Number.NaN, Number("no number"), 0 / 0])).toEqual([Number.NaN]);
  });

  test("lists are compared by content (Python: unhashable)", () => {
    expect(
      runsOverLists([
        [1, 2],
        [1, 2],
        [2, 1],
      ]),
    ).toEqual(["1,2", "2,1"]);
  });

  test("no argument and undefined are two nodes", () => {
    const ran: number[] = [];
    const count = memoize((...all: readonly unknown[]): number => {
      ran.push(all.length);
      return all.length;
    });

    new Context().run(() => {
      expect(count()).toBe(0);
      expect(count(undefined)).toBe(1);
      expect(count()).toBe(0);
    });

    expect(ran).toEqual([0, 1]);
  });
});

/** Which of these lists a function runs for. */
function runsOverLists(lists: readonly (readonly number[])[]): readonly string[] {
  const ran: string[] = [];
  const text = memoize((list: readonly number[]): string => {
    ran.push(list.join(","));
    return list.join(",");
  });
  new Context().run(() => {
    for (const list of lists) expect(text(list)).toBe(list.join(","));
  });
  return ran;
}

/** Two of these have the same text, the same name and the same place. */
function constant(value: number): Memoised<() => number> {
  return memoize((): number => value);
}

test("[S25] two functions that look alike are two functions (Python: one, by qualified name)", () => {
  const one = constant(1);
  const two = constant(2);

  new Context().run(() => {
    expect([one(), two()]).toEqual([1, 2]);
  });
});
