import type { Context, DugEvent, Node } from "@dug/core";
import type { Effort } from "../row.ts";

type Counts = { -readonly [K in keyof Effort]: number };

/** What a tally hears of. */
export type Heard = Extract<DugEvent, { kind: "evaluated" | "reused" | "shared" }>;

/** The kinds of these events. */
export const heard = ["evaluated", "reused", "shared"] as const;

const counter = { evaluated: "executed", reused: "reused", shared: "shared" } as const;

/** The work done for one task: what each event costs is a look-up of its function and two additions. */
export class Tally {
  readonly #nodes = none();
  readonly #functions = new Map<string, Counts>();
  readonly #failed: Heard[] = [];

  add(event: Heard): void {
    const { label } = event.node.definition;
    let counts = this.#functions.get(label);
    if (counts === undefined) this.#functions.set(label, (counts = none()));
    counts[counter[event.kind]]++;
    this.#nodes[counter[event.kind]]++;
    if (event.kind === "evaluated" && event.failed) this.#failed.push(event);
  }

  get nodes(): Effort {
    return this.#nodes;
  }

  /** The same by the function's name. */
  get functions(): ReadonlyMap<string, Effort> {
    return this.#functions;
  }

  /** The nodes whose functions threw in a context, innermost first. */
  failedIn(context: Context): readonly Node[] {
    return this.#failed.filter((event) => event.context === context).map(({ node }) => node);
  }
}

function none(): Counts {
  return { executed: 0, reused: 0, shared: 0 };
}
