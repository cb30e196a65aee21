import type { Tweaks } from "@dug/core";
import { type Numeric, numeric } from "./change.ts";
import { CombinationError } from "./errors.ts";
import { type Target, textOf, tweakOf } from "./selection.ts";
import type { LayeredScenario } from "../scenario.ts";
import { stackAll } from "./stack.ts";

/** What happened at one time: a change for each target, in their order; `null` where it is not known. */
export interface HistoricalRow {
  readonly name: string;
  readonly changes: readonly (number | null)[];
}

/** Changes as they happened, to be put on today's base. */
export interface History {
  readonly targets: readonly Target[];
  readonly rows: Iterable<HistoricalRow>;
  /** What the numbers are: `relative`, fractions of the value, or `add`, differences. Default `relative`. */
  readonly change?: Extract<Numeric, "relative" | "add">;
  /** The name of the axis on which the rows lie. Default `date`. */
  readonly axis?: string;
}

/**
 * One scenario a row: every target's value today changes as it did then. A target whose change is not known
 * keeps today's value, and the scenario's note says so.
 *
 * @throws {CombinationError} when a row has not as many changes as there are targets
 * @example `historical({ targets: [spot.node("IBM")], rows: [{ name: "2008-10", changes: [-0.2] }] })`
 */
export function historical(history: History): readonly LayeredScenario[] {
  return [...history.rows].map((row) => replay(history, row));
}

function replay(
  { targets, change = "relative", axis = "date" }: History,
  { name, changes }: HistoricalRow,
): LayeredScenario {
  if (changes.length !== targets.length)
    throw new CombinationError(
      "historical",
      `the row ${JSON.stringify(name)} has ${changes.length} changes of ${targets.length} targets`,
    );
  const known = targets.flatMap((target, i): Tweaks[] => {
    const by = changes[i];
    return by === null || by === undefined ? [] : [tweakOf(target, numeric[change](by))];
  });
  const kept = targets.filter((_, i) => changes[i] === null).map(textOf);
  const note = kept.length === 0 ? {} : { note: `today's value kept of ${kept.join(", ")}` };
  return { name, axes: { [axis]: name }, layers: stackAll(known), ...note };
}
