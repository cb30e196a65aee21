import { refuseInsideAnother } from "../identity/copies.ts";
import { ambient, type Level } from "../current.ts";
import { type Definition, redefinitions } from "../identity/definition.ts";
import { CallInShiftError, OutsideContextError } from "../errors.ts";
import { read } from "./evaluate.ts";
import { Node } from "../identity/node.ts";
import { settle } from "./stand.ts";

/** What happens when a memoised function is called. */
export function call(definition: Definition, args: readonly unknown[]): unknown {
  const level = ambient.level;
  const world = level?.world;
  if (level === undefined || world === undefined) return callElsewhere(level, definition, args);
  if (level.frame === undefined && world.state?.redefinitions !== redefinitions.length)
    settle(world);
  return read(level, world, world.now.family.intern(definition, args));
}

/** Where no context answers: an interpreter does, or the call is a mistake. */
function callElsewhere(
  level: Level | undefined,
  definition: Definition,
  args: readonly unknown[],
): unknown {
  if (level?.interpreter !== undefined) return level.interpreter.call(Node.of(definition, args));
  const text = String(Node.of(definition, args));
  if (level?.callback !== undefined) throw new CallInShiftError(text, level.callback);
  refuseInsideAnother(text);
  throw new OutsideContextError(text);
}
