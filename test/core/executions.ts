import { memoize } from "@dug/core";
import type { Context, Fn, Memoised, MemoizeOptions, Node, Snapshot } from "@dug/core";

/** Memoises functions, without names of their own, that note each of their runs. */
export interface Executions {
  /** Memoises `fn`; its runs are noted as `name`, or `name(1,2)` where there are arguments. */
  memo<F extends Fn>(name: string, fn: F, options?: MemoizeOptions<F>): Memoised<F>;
  /** Notes something else that happened, such as the call of a shift. */
  note(what: string): void;
  /** What was noted since the last time, in order. */
  taken(): string[];
}

export function executions(): Executions {
  const ran: string[] = [];
  return {
    memo<F extends Fn>(name: string, fn: F, options?: MemoizeOptions<F>): Memoised<F> {
      const noting = (...args: never[]): unknown => {
        ran.push(args.length === 0 ? name : `${name}(${args.map(String).join(",")})`);
        return fn(...args);
      };
      const memoised: Memoised<(...args: never[]) => unknown> = memoize(noting, options as never);
      return memoised as Memoised<F>; // it hands on the arguments and the result of `fn`
    },
    note: (what) => void ran.push(what),
    taken: () => ran.splice(0),
  };
}

type Nodes = Readonly<Record<string, { node(): Node }>>;

/** The names of those of some functions without arguments whose nodes are masked. */
export function maskedOf(context: Context | Snapshot, functions: Nodes): string[] {
  return which(functions, (node) => context.masked.has(node));
}

/** The names of those of some functions without arguments whose nodes are cached. */
export function cachedOf(context: Context | Snapshot, functions: Nodes): string[] {
  return which(functions, (node) => context.has(node));
}

function which(functions: Nodes, accepts: (node: Node) => boolean): string[] {
  return Object.keys(functions).filter((name) => {
    const found = functions[name];
    return found !== undefined && accepts(found.node());
  });
}
