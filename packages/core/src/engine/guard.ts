import { standing } from "../current.ts";
import { isMadeHere } from "./enter.ts";
import { aListener } from "./observe.ts";
import {
  CallInShiftError,
  ForeignContextError,
  ReadDuringEvaluationError,
  TweakDuringEvaluationError,
} from "../errors.ts";
import type { Frame } from "./frame.ts";
import { frames } from "./stack.ts";
import type { World } from "./world.ts";

/** The evaluation that the running code is part of: a callback of the engine's is part of the one under way, though it has no frame of its own. */
function evaluating(): Frame | undefined {
  const level = standing();
  return level?.frame ?? (level?.callback === undefined ? undefined : frames.at(-1));
}

/**
 * Refuses a change, by the method of that name. A filter, an `equals` and the like are asked in the middle of another
 * one, perhaps of this very context; a listener is told when all is done.
 *
 * @throws {TweakDuringEvaluationError} inside an evaluation that did not make the context (S21)
 * @throws {CallInShiftError} in a callback of the engine that is no listener (S12a)
 */
export function guardChange(world: World, method: string): void {
  const frame = evaluating();
  if (frame !== undefined && !isMadeHere(world, frame))
    throw new TweakDuringEvaluationError(String(world), frame.cell.node);
  const level = standing();
  const callback = level?.callback;
  if (callback !== undefined && callback !== aListener)
    throw new CallInShiftError(`${world}.${method}`, callback);
  level?.interpreter?.changing?.(world.context);
}

/** @throws {ReadDuringEvaluationError} inside an evaluation, where nothing could trace the answer (S21). */
export function guardRead(method: string): void {
  const frame = evaluating();
  if (frame !== undefined) throw new ReadDuringEvaluationError(method, frame.cell.node);
}

/**
 * @throws {ReadDuringEvaluationError} inside an evaluation that did not make the context, where nothing could trace
 * its tweaks; those of one that it made are its own doing (S21).
 */
export function guardTweaks(world: World): void {
  const frame = evaluating();
  if (frame !== undefined && !isMadeHere(world, frame))
    throw new ReadDuringEvaluationError("tweaks", frame.cell.node);
}

/** @throws {ForeignContextError} inside an evaluation, which would go on where nothing traces it (S21). */
export function guardOutside(): void {
  const frame = evaluating();
  if (frame !== undefined) throw new ForeignContextError("No context", frame.cell.node);
}
