import type { Tweaks } from "@dug/core";

/** Where a scenario lies in a grid, or along history: the axis's name to the place on it. */
export type Axes = Readonly<Record<string, number | string>>;

/** A named set of tweaks: one "what if". */
export interface Scenario {
  /** Unique among the scenarios of a run; "base" is taken. */
  readonly name: string;
  readonly tweaks: Tweaks;
  readonly axes?: Axes;
  /** For the reader of the table, such as what the scenario leaves out. */
  readonly note?: string;
}

/**
 * A scenario of that name and those tweaks.
 * @example `scenario("crash", Tweaks.empty.tweak(spot.node("IBM"), 80))`
 */
export function scenario(
  name: string,
  tweaks: Tweaks,
  details: { readonly axes?: Axes; readonly note?: string } = {},
): Scenario {
  return { name, tweaks, ...details };
}
