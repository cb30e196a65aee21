import {
  type Context,
  defineShift,
  nearest,
  type Node,
  type Shift,
  type Snapshot,
  type Tweak,
} from "@dug/core";
import type { AnyScenario } from "../scenario.ts";
import { LoanError } from "./errors.ts";

const loanName = "value in scenario";

/**
 * Stands for the value that a node has in another scenario of the run, until the run puts that in its
 * place: a shift, so that it is kept, compared and written like one, and fails loudly if nobody does.
 */
const loan: (scenario: string) => Shift<unknown> = /* @__PURE__ */ defineShift(
  loanName,
  (_: unknown, scenario: string) => {
    throw new LoanError(scenario, "only a run of both scenarios, and only of single nodes, can");
  },
);

/** What a tweak takes a node's value from: a scenario of the run, by name, or a snapshot. */
export type Source = string | Snapshot;

/** What replaces a node's value by that of the source. @throws {LoanError} when a snapshot's is asynchronous; @throws what the node throws in a snapshot. */
export function borrowed(node: Node, from: Source): unknown {
  if (typeof from === "string") return loan(from);
  return settled(from.fork(`from ${from.name}`), node, from.name);
}

function settled(context: Context, node: Node, name: string): unknown {
  const value: unknown = context.evaluate(node);
  if (value instanceof Promise) throw new LoanError(name, `${node} is asynchronous`);
  return value;
}

/** The scenario from which a tweak takes its value, by name. */
export function lenderOf(to: Tweak): string | undefined {
  if (to.kind !== "shift" || to.shift.named?.name !== loanName) return undefined;
  return String(to.shift.named.parameters[0]);
}

/** The scenario of that name. @throws {LoanError} when there is none; it tells the nearest */
export function lender(name: string, scenarios: ReadonlyMap<string, AnyScenario>): AnyScenario {
  const found = scenarios.get(name);
  if (found !== undefined) return found;
  const [first] = nearest(name, scenarios.keys());
  const hint = first === undefined ? "" : `; the nearest is ${JSON.stringify(first)}`;
  throw new LoanError(name, `there is no such scenario in this run${hint}`);
}
