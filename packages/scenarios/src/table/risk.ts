import { TableQuestionError } from "../errors.ts";
import { quantile } from "../quantile.ts";

/**
 * The loss that is not exceeded with probability `level`, losses positive: the quantile of order `level`
 * of the losses, `VaR_α = q_α(L)` (A. J. McNeil, R. Frey, P. Embrechts, "Quantitative Risk Management",
 * Princeton 2005, definition 2.10), estimated by definition 7 of Hyndman and Fan as `quantile` does.
 *
 * @param losses what each equally likely scenario loses; in any order, unchanged
 * @param level from 0 to 1, such as 0.99
 * @returns `NaN` if there are no losses, or one of them is `NaN`
 * @throws {TableQuestionError} when the level is outside 0 to 1
 */
export function valueAtRisk(losses: readonly number[], level: number): number {
  requireLevel(level, level <= 1);
  return quantile(losses, level);
}

/**
 * The mean of the worst losses, those beyond `level`: `ES_α = 1/(1−α) ∫_α^1 VaR_u du`, estimated by the
 * mean of the `n(1−α)` largest losses, a fraction of a loss counting as such (C. Acerbi, D. Tasche, "On
 * the coherence of expected shortfall", Journal of Banking & Finance 26, 2002, definition 2.6 and
 * proposition 4.1). At level 0 it is the mean.
 *
 * @param losses what each equally likely scenario loses; in any order, unchanged
 * @param level from 0 to less than 1, such as 0.975
 * @returns `NaN` if there are no losses, or one of them is `NaN`
 * @throws {TableQuestionError} when the level is outside 0 to 1, or 1
 */
export function expectedShortfall(losses: readonly number[], level: number): number {
  requireLevel(level, level < 1);
  if (losses.length === 0 || losses.some(Number.isNaN)) return NaN;
  const sorted = losses.toSorted((a, b) => b - a);
  const size = tail(losses.length, level);
  const whole = Math.floor(size);
  const sum = sorted.slice(0, whole).reduce((all, loss) => all + loss, 0);
  const part = size - whole;
  return (part === 0 ? sum : sum + part * sorted[whole]!) / size;
}

/** `n(1−α)`; a whole number that arithmetic missed by its last digits is taken for one, as 100 (1 − 0.95) for 5. */
function tail(n: number, level: number): number {
  const size = n * (1 - level);
  const whole = Math.round(size);
  return whole > 0 && Math.abs(size - whole) < 1e-9 * n ? whole : size;
}

function requireLevel(level: number, isBelow: boolean): void {
  if (level >= 0 && isBelow) return;
  throw new TableQuestionError(
    `The level is a probability such as 0.99, from 0 to 1 (for expected shortfall below 1), not ${level}.`,
  );
}
