import { refuseInsideAnother } from "../identity/copies.ts";
import { ambient, at, carried, type Level } from "../current.ts";
import { type Definition, redefinitions } from "../identity/definition.ts";
import { CallInShiftError, OutsideContextError } from "../errors.ts";
import type { Cell } from "../kernel/cell.ts";
import { isCarrierMissing } from "./carrier.ts";
import { read } from "./evaluate.ts";
import { Node } from "../identity/node.ts";
import { readAsync } from "./wait.ts";
import { refuseOver } from "./over.ts";
import { settle } from "./stand.ts";
import type { World } from "./world.ts";
import { record } from "../kernel/reads.ts";

/** What happens when a memoised function is called. */
export function call(definition: Definition, args: readonly unknown[]): unknown {
  const level = ambient.level;
  const world = level?.world;
  if (level === undefined || world === undefined) return callElsewhere(level, definition, args);
  if (level.task.over !== undefined) refuseOver(level, String(Node.of(definition, args)));
  if (level.frame === undefined && world.state?.redefinitions !== redefinitions.length)
    settle(world);
  const cell = world.now.family.intern(definition, args);
  return definition.color === "sync" ? read(level, world, cell) : readAsync(level, world, cell);
}

/**
 * The same for a single argument, with a short way in synchronous code: a plain hit makes no array, looks at no state
 * and asks next to nothing. Right because it does what `call` and `read` do then. For functions that were defined as
 * synchronous: once any was redefined, no call is plain.
 */
export function callWithOne(definition: Definition, arg: unknown): unknown {
  const level = ambient.level;
  if (level === undefined) return call(definition, [arg]);
  const { mark } = level;
  const { family } = mark;
  if (family === undefined || ambient.unusual > 0) return call(definition, [arg]);
  const cell = family.findOne(definition, arg);
  if (cell === undefined) return readPlainly(level, family.internOne(definition, arg));
  const { outcome, version } = cell;
  if (outcome === undefined || version !== mark.version) return readPlainly(level, cell);
  const { frame } = level;
  if (frame !== undefined) {
    if (frame !== level || frame.isReading) return readPlainly(level, cell);
    frame.isReading = true;
    record(frame, outcome);
    frame.isReading = false;
  }
  const { failed, value } = outcome;
  if (failed) throw value;
  return value;
}

/** Where there is a mark, there is its context. */
function readPlainly(level: Level, cell: Cell): unknown {
  return read(level, level.world as World, cell);
}

/** Where the engine has left no level: after an await there is one that was carried along; else an interpreter answers, or the call is a mistake. */
function callElsewhere(
  level: Level | undefined,
  definition: Definition,
  args: readonly unknown[],
): unknown {
  if (level?.interpreter !== undefined) return level.interpreter.call(Node.of(definition, args));
  const resumed = level === undefined ? carried.carrier?.getStore() : undefined;
  const text = (): string => String(Node.of(definition, args));
  if (resumed?.world !== undefined) {
    refuseOver(resumed, text());
    return at(resumed, () => call(definition, args));
  }
  if (level?.callback !== undefined) throw new CallInShiftError(text(), level.callback);
  refuseInsideAnother(text());
  if (isCarrierMissing()) throw new OutsideContextError(text(), afterAwait(text()));
  throw new OutsideContextError(text());
}

function afterAwait(text: string): string {
  return (
    `${text} was called outside every context, perhaps after an await: this platform cannot carry a context across one. ` +
    `Write the caller as a flow: memoize("name", flow(function* (…) { … yield promise … })).`
  );
}
