import { Context, type DugEvent, type Node } from "@dug/core";
import type { Effort } from "../row.ts";

/** What was counted of one task. */
export interface Counted {
  readonly nodes: Effort;
  /** The same by the function's name. */
  readonly functions: ReadonlyMap<string, Effort>;
}

type Counts = { -readonly [K in keyof Effort]: number };
type Heard = Extract<DugEvent, { kind: "evaluated" | "reused" | "shared" }>;

const counter = { evaluated: "executed", reused: "reused", shared: "shared" } as const;

/**
 * Counts the work done for one task after the other, by the events of the family: what each costs is a
 * look-up of its function and two additions. While asynchronous work waits others may use the family: what
 * they evaluate in the base, in their own contexts beneath it or in another run's does not count.
 */
export class Meter {
  #nodes = none();
  #functions = new Map<string, Counts>();
  #failed: Heard[] = [];
  /** The base and those above it, and what all scenarios of a run are forks of: whose work is told apart by them. */
  readonly #others: WeakSet<Context>;
  #top: Context;
  #covered = new WeakMap<Context, boolean>();
  /** Stops counting. */
  readonly stop: () => void;

  constructor(base: Context) {
    this.#top = base;
    this.#others = new WeakSet(ancestry(base));
    this.stop = base.observe(["evaluated", "reused", "shared"], (event) => this.#count(event));
  }

  /** From now on counts anew, what is evaluated in a context or beneath it. */
  begin(top: Context): void {
    this.#nodes = none();
    this.#functions = new Map();
    this.#failed = [];
    if (top === this.#top) return;
    this.#covered = new WeakMap();
    this.#top = top;
    tops.add(top);
  }

  /** What was counted since. */
  get counted(): Counted {
    return { nodes: this.#nodes, functions: this.#functions };
  }

  /** The nodes whose functions threw in a context since, innermost first. */
  failedIn(context: Context): readonly Node[] {
    return this.#failed.filter((event) => event.context === context).map(({ node }) => node);
  }

  #count(event: Heard): void {
    if (!this.#covers(event.context)) return;
    const { label } = event.node.definition;
    let counts = this.#functions.get(label);
    if (counts === undefined) this.#functions.set(label, (counts = none()));
    counts[counter[event.kind]]++;
    this.#nodes[counter[event.kind]]++;
    if (event.kind === "evaluated" && event.failed) this.#failed.push(event);
  }

  #covers(context: Context): boolean {
    let covers = this.#covered.get(context);
    if (covers === undefined) this.#covered.set(context, (covers = this.#liesUnder(context)));
    return covers;
  }

  /** What leads neither here nor to others is a context where base values are evaluated (S1), or a dynamic one. */
  #liesUnder(context: Context): boolean {
    for (let at: Context["parent"] = context; at instanceof Context; at = at.parent) {
      if (at === this.#top) return true;
      if (tops.has(at) || this.#others.has(at)) return false;
    }
    return true;
  }
}

/** What the scenarios of any run in this process are forks of. */
const tops = new WeakSet<Context>();

function ancestry(context: Context): Context[] {
  const found: Context[] = [];
  for (let at: Context["parent"] = context; at instanceof Context; at = at.parent) found.push(at);
  return found;
}

function none(): Counts {
  return { executed: 0, reused: 0, shared: 0 };
}
