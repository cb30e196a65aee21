import fc from "fast-check";
import { actions, type Action, shares } from "./action.ts";
import { Bench } from "./bench.ts";
import { perform, root } from "./perform.ts";
import type { Share } from "../reference/pool.ts";
import { showAction } from "./show.ts";
import { type OwnFunctions, type Subject, subjectOf } from "./subject.ts";

/** A sequence of actions on contexts that can be carried out and checked. */
export class ContextCommands {
  readonly actions: readonly Action[];
  /** How the first root shares (S17). */
  readonly share: Share;
  readonly #subject: Subject | undefined;

  /** Called by `contextCommands`. */
  constructor(commands: readonly Action[], share: Share, subject?: Subject) {
    this.actions = commands;
    this.share = share;
    this.#subject = subject;
    Object.defineProperty(this, fc.toStringMethod, { value: () => this.toString() });
  }

  /**
   * Carries the actions out on new contexts, and after each compares them with the oracle and the
   * reference, the runs with what may run, and checks the invariants.
   *
   * @throws {DisagreementError} when the engine does not do what the rules say.
   * @throws {InvariantError} when a state contradicts itself.
   */
  run(subject: Subject | undefined = this.#subject): void {
    if (subject === undefined) throw new TypeError("There is nothing to try the commands on.");
    const bench = new Bench(subject);
    root(bench, "base", this.share);
    try {
      for (const action of this.actions) perform(bench, action);
      bench.checkAll();
    } finally {
      for (const { stopListening } of bench.pairs) stopListening();
    }
  }

  toString(): string {
    const first = this.share === "none" ? "" : `\n  share ${this.share}`;
    return (
      first + this.actions.map((action) => `\n  ${showAction(action, this.#subject)}`).join("")
    );
  }
}

/** How many commands, and on what. */
export interface CommandOptions extends Partial<OwnFunctions> {
  /** The largest number of commands; default 30. */
  readonly maxCommands?: number;
}

/**
 * Sequences of operations on a random tree of contexts: evaluate, tweak, untweak, invalidate, forget,
 * fork, nest, snapshot, restore, and so on. Their `run` carries them out on the functions given and
 * checks every rule after every one.
 *
 * @throws {InvalidArgumentError} when `nodes` or `functions` holds something else
 * @example
 * ```ts
 * fc.assert(
 *   fc.property(contextCommands({ nodes: [spot.node(), book.node()], values: () => [80, add(1)] }), (commands) =>
 *     commands.run(),
 *   ),
 * );
 * ```
 */
export function contextCommands(options: CommandOptions = {}): fc.Arbitrary<ContextCommands> {
  const { nodes, values = () => [], functions = [], maxCommands = 30 } = options;
  const subject = nodes === undefined ? undefined : subjectOf({ nodes, values, functions });
  return fc
    .tuple(fc.array(actions, { minLength: 1, maxLength: maxCommands, size: "max" }), shares)
    .map(([commands, share]) => new ContextCommands(commands, share, subject));
}
