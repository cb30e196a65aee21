import { standing } from "../current.ts";
import { isMadeHere } from "./enter.ts";
import { ReadDuringEvaluationError, TweakDuringEvaluationError } from "../errors.ts";
import type { World } from "./world.ts";

/** @throws {TweakDuringEvaluationError} inside an evaluation that did not make the context (S21). */
export function guardChange(world: World): void {
  const frame = standing()?.frame;
  if (frame !== undefined && !isMadeHere(world, frame)) {
    throw new TweakDuringEvaluationError(String(world), frame.cell.node);
  }
}

/** @throws {ReadDuringEvaluationError} inside an evaluation, where nothing could trace the answer (S21). */
export function guardRead(method: string): void {
  const frame = standing()?.frame;
  if (frame !== undefined) throw new ReadDuringEvaluationError(method, frame.cell.node);
}
