import { memoize } from "@dug/core";
import { describe, expect, test } from "vitest";
import { Cell } from "../../packages/core/src/kernel/cell.ts";
import { Entry, Outcome } from "../../packages/core/src/kernel/entry.ts";
import { listReads, readsFrom } from "../../packages/core/src/kernel/reads.ts";
import { add, Decision, find, type Known, remove } from "../../packages/core/src/kernel/known.ts";

const { definition } = memoize(() => 0).node();
const [home, x, y, z] = [0, 1, 2, 3].map((i) => new Cell(definition, i, "single", i + 1)) as [
  Cell,
  Cell,
  Cell,
  Cell,
];

let made = 0;

/** An evaluation that read these values of `x`, `y`, `z`, in this order. */
function ran(...values: readonly unknown[]): Entry {
  return evaluation(reads(...values));
}

function evaluation(dependencies: readonly Outcome[], time: number = made + 1): Entry {
  return new Entry(new Outcome(home, false, ++made), readsFrom(dependencies), time);
}

function reads(...values: readonly unknown[]): Outcome[] {
  return values.map((value, i) => new Outcome([x, y, z][i] as Cell, false, value));
}

function tree(first: Entry, ...rest: readonly Entry[]): Known {
  return rest.reduce<Known>((known, entry) => add(known, entry).known, first);
}

/** The tree as nested lists: where it branches, then what is known of each branch. */
function shape(known: Known): unknown {
  return known instanceof Entry
    ? listReads(known).map(({ value }) => value)
    : { at: known.at, beneath: [...known.values()].map(shape) };
}

describe("[S17] what is known of a node", () => {
  test("[S17] one evaluation alone is its own tree", () => {
    const only = ran(1, 2);
    expect(find(only, readsFrom(reads(1, 2)))).toBe(only);
    expect(find(only, readsFrom(reads(1)))).toBeUndefined();
    expect(find(only, readsFrom(reads(1, 2, 3)))).toBeUndefined();
    expect(remove(only, only)).toBeUndefined();
  });

  test("[S17] it branches where evaluations part, and nowhere else", () => {
    const known = tree(ran(1, 1, 1), ran(1, 1, 2), ran(1, 2), ran(1, 1, 3));
    expect(shape(known)).toEqual({
      at: 1,
      beneath: [{ at: 2, beneath: [[1, 1, 1], [1, 1, 2], [1, 1, 3]] }, [1, 2]], // prettier-ignore
    });
  });

  test("[S17] an evaluation that read nothing more stands beside those that did", () => {
    const [short, long, longer] = [ran(1), ran(1, 5), ran(1, 5, 7)];
    const known = tree(long, longer, short);
    expect(
      [reads(1), reads(1, 5), reads(1, 5, 7)].map((list) => find(known, readsFrom(list))),
    ).toEqual([short, long, longer]);
    expect(find(known, readsFrom(reads(1, 6)))).toBeUndefined();
    expect(find(known, readsFrom([]))).toBeUndefined();
  });

  test("[S17] one that read another node with the same value is another one", () => {
    const [first, second] = [
      evaluation([new Outcome(x, false, 1)]),
      evaluation([new Outcome(y, false, 1)]),
    ];
    expect(find(first, second)).toBeUndefined();
    const known = tree(first, second);
    expect(find(known, first)).toBe(first);
    expect(find(known, second)).toBe(second);
    expect(find(known, readsFrom([new Outcome(z, false, 1)]))).toBeUndefined();
  });

  test("[S4, S24] -0 is not 0, NaN is itself, and what is thrown is not what is returned", () => {
    const values = [0, -0, Number.NaN, undefined, null].map((value) => ran(value));
    const error = new Error("boom");
    const failed = [error, undefined].map((value) => evaluation([new Outcome(x, true, value)]));
    const all = [...values, ...failed];
    const known = tree(...(all as [Entry]));
    expect(all.map((entry) => find(known, entry))).toEqual(all);
    for (const entry of all) expect(find(known, entry)).toBe(entry);
    expect(find(known, readsFrom([new Outcome(x, true, new Error("boom"))]))).toBeUndefined();
  });

  test("[S17] of two with the same reads the later one counts, as a sample, too", () => {
    const [early, other] = [ran(1, 1), ran(1, 2)];
    const late = evaluation(reads(1, 1));
    const { known, gone } = add(tree(early, other), late);
    expect(gone).toBe(early);
    expect(find(known, readsFrom(reads(1, 1)))).toBe(late);
    expect(known instanceof Decision && known.sample).toBe(late);
    const late2 = add(known, early);
    expect(late2).toEqual({ known, gone: early });
  });

  test("[S17] one that began before another with the same reads is no sample either", () => {
    const [late, other] = [evaluation(reads(1, 1), 1000), ran(1, 2)];
    const early = ran(1, 1);
    const { known, gone } = add(tree(other, late), early);
    expect(gone).toBe(early);
    expect(known instanceof Decision && known.sample).toBe(late);
  });

  test("[S17] what is taken out is no sample any more", () => {
    const [a, b, c] = [ran(1, 1), ran(1, 2), ran(1, 3)];
    const known = tree(a, b, c);
    expect(known instanceof Decision && known.sample).toBe(c);
    const without = remove(known, c);
    expect(without instanceof Decision && [a, b].includes(without.sample)).toBe(true);
  });

  test("[S17] a branch that is emptied closes, up to the root", () => {
    const [a, b, c] = [ran(1, 1, 1), ran(1, 1, 2), ran(2)];
    const known = tree(a, b, c);
    const without = remove(known, a);
    expect(without && shape(without)).toEqual({ at: 0, beneath: [[1, 1, 2], [2]] }); // prettier-ignore
    expect(without instanceof Decision && without.sample).toBe(c);
    const last = without && remove(without, c);
    expect(last).toBe(b);
    expect(last && remove(last, b)).toBeUndefined();
  });

  test("[S17] removing what is not there changes nothing", () => {
    const known = tree(ran(1), ran(2));
    const before = shape(known);
    expect(remove(known, ran(1))).toBe(known);
    expect(remove(known, ran(3))).toBe(known);
    expect(shape(known)).toEqual(before);
  });
});
