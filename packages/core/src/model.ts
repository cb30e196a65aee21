import { enrol, type Readable } from "./identity/classes.ts";
import { brand, refuseForeign } from "./identity/copies.ts";
import type { Fn } from "./identity/definition.ts";
import { InvalidArgumentError } from "./errors.ts";
import type { Memoised } from "./memoize.ts";
import { Node } from "./identity/node.ts";
import { definitionOf } from "./identity/symbols.ts";

/** Functions and the nodes that answer for them: what the command and other processes load. */
export interface Model<O extends Readonly<Record<string, Node>> = Readonly<Record<string, Node>>> {
  readonly kind: "model";
  readonly functions: Readonly<Record<string, Memoised<Fn>>>;
  readonly outputs: O;
}

/**
 * Says what a module offers: its memoised functions, the nodes that are its results, and the classes
 * whose instances stand among arguments and must be read back from text (S25).
 *
 * @throws {InvalidArgumentError} when a function is not memoised, an output is no node, or a class has no static `[dugFrom]`
 */
export function model<const O extends Readonly<Record<string, Node>>>(parts: {
  readonly functions: Readonly<Record<string, unknown>>;
  readonly outputs: O;
  readonly classes?: readonly Readable[];
}): Model<O> {
  const { functions, outputs, classes = [] } = parts;
  if (
    typeof functions !== "object" ||
    typeof outputs !== "object" ||
    functions === null ||
    outputs === null
  ) {
    throw new InvalidArgumentError("model", "expected { functions: { … }, outputs: { … } }");
  }
  for (const [name, fn] of Object.entries(functions))
    if (!isMemoised(fn)) refuse(`functions.${name} is not memoised`);
  for (const [name, node] of Object.entries<unknown>(outputs)) {
    if (isMemoised(node))
      refuse(
        `outputs.${name} is a memoised function: write ${node.id.replace(/.*\//, "") || name}.node(…)`,
      );
    if (!(node instanceof Node)) refuse(`outputs.${name} is no node, such as price.node("AAPL")`);
  }
  classes.forEach(enrol);
  const made = { kind: "model" as const, functions: functions as Model["functions"], outputs };
  brand(made);
  return Object.freeze(made);
}

function isMemoised(value: unknown): value is Memoised<Fn> {
  refuseForeign(value, "What is given to model");
  return typeof value === "function" && definitionOf in value;
}

function refuse(problem: string): never {
  throw new InvalidArgumentError("model", problem);
}
