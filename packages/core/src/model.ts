import { enrol, type Readable } from "./identity/classes.ts";
import { brand } from "./identity/copies.ts";
import type { Fn } from "./identity/definition.ts";
import { InvalidArgumentError } from "./errors.ts";
import type { Memoised } from "./memoize.ts";
import { definitionIn, type Node } from "./identity/node.ts";
import { requireNode } from "./tweaks/tweaks.ts";

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
  for (const fn of Object.values(functions)) definitionIn("model", fn);
  for (const node of Object.values(outputs)) requireNode("model", node);
  classes.forEach(enrol);
  const made = { kind: "model" as const, functions: functions as Model["functions"], outputs };
  brand(made);
  return Object.freeze(made);
}
