import type { Memo, Peer } from "../graph.ts";
import type { Model } from "../models/model.ts";

/** The memo that everybody writes: one native Map, no dependencies, nothing to be told of a change. */
function build(model: Model) {
  const memo = new Map<number, number>();
  const node = (n: number): number => {
    const known = memo.get(n);
    if (known !== undefined) return known;
    const value = n < model.leaves ? model.initial(n) : model.evaluate(n, node);
    memo.set(n, value);
    return value;
  };
  return {
    sum(nodes: Int32Array): number {
      let sum = 0;
      for (let i = 0; i < nodes.length; i++) sum += node(nodes[i] as number);
      return sum;
    },
  };
}

/** One Map an argument; structures by their JSON. */
function memoizeAny(fn: (...args: readonly unknown[]) => number, structural: boolean): Memo {
  const memo: Branch = { value: undefined, next: undefined };
  const call = (...args: readonly unknown[]): number => {
    let branch = memo;
    for (const arg of args) {
      const key = structural ? JSON.stringify(arg) : arg;
      branch.next ??= new Map();
      let next = branch.next.get(key);
      if (next === undefined) branch.next.set(key, (next = { value: undefined, next: undefined }));
      branch = next;
    }
    return (branch.value ??= fn(...args));
  };
  return { call, within: (body) => body() };
}

interface Branch {
  value: number | undefined;
  next: Map<unknown, Branch> | undefined;
}

export const peer: Peer = { name: "map", build, memoize: memoizeAny };
