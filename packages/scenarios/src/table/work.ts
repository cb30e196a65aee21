import type { Effort } from "../row.ts";

/** How much of a run was done for one function, or for all, in the scenarios: the base apart. */
export interface WorkShare extends Effort {
  /** How many nodes the base's outputs are made of. */
  readonly nodes: number;
  /** Those times the scenarios: what computing each scenario anew would run, if all take the base's path. */
  readonly full: number;
}

/** What was shared in a run. */
export interface SharingReport extends WorkShare {
  readonly scenarios: number;
  /** The same by the functions' names, those that ran most first. */
  readonly functions: readonly (WorkShare & { readonly name: string })[];
}

/** What a run has done so far, by function. */
export class Work {
  /** What is to be asked: it holds the base's state until then. */
  #ask: (() => ReadonlyMap<string, number>) | undefined;
  #nodes: ReadonlyMap<string, number> = new Map();
  readonly #functions = new Map<string, Effort>();
  #scenarios = 0;

  /** @param nodes how many nodes of each function the base's outputs are made of */
  constructor(nodes: () => ReadonlyMap<string, number>) {
    this.#ask = nodes;
  }

  /** One task more is done; 0 is the base. */
  add(index: number, functions: ReadonlyMap<string, Effort>): void {
    if (index === 0) return;
    this.#scenarios++;
    for (const [name, effort] of functions) {
      this.#functions.set(name, sum([effort, this.#functions.get(name) ?? none]));
    }
  }

  /** What was done, when the run is over. Complexity: the nodes that the base's outputs are made of, once. */
  report(): SharingReport {
    if (this.#ask !== undefined) this.#nodes = this.#ask();
    this.#ask = undefined;
    const nodes = this.#nodes;
    const names = new Set([...nodes.keys(), ...this.#functions.keys()]);
    const functions = [...names].map((name) => {
      const count = nodes.get(name) ?? 0;
      const full = count * this.#scenarios;
      return { name, nodes: count, full, ...(this.#functions.get(name) ?? none) };
    });
    const total = (of: (share: WorkShare) => number): number =>
      functions.reduce((all, share) => all + of(share), 0);
    return {
      scenarios: this.#scenarios,
      nodes: total((share) => share.nodes),
      full: total((share) => share.full),
      ...sum(functions),
      functions: functions.toSorted((a, b) => b.executed - a.executed),
    };
  }
}

const none: Effort = { executed: 0, reused: 0, shared: 0 };

/** Efforts added up. */
export function sum(efforts: Iterable<Effort>): Effort {
  const all = { ...none };
  for (const { executed, reused, shared } of efforts) {
    all.executed += executed;
    all.reused += reused;
    all.shared += shared;
  }
  return all;
}
