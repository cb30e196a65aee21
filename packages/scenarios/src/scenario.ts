import { Tweaks } from "@dug/core";
import { stackAll } from "./spec/stack.ts";

/** Where a scenario lies in a grid, or along history: the axis's name to the place on it. */
export type Axes = Readonly<Record<string, unknown>>;

/** What every scenario has. */
export interface ScenarioFacts {
  /** Unique among the scenarios of a run; "base" is taken. */
  readonly name: string;
  readonly axes?: Axes;
  /** For the reader of the table, such as what the scenario leaves out. */
  readonly note?: string;
}

/** A named set of tweaks: one "what if". */
export interface Scenario extends ScenarioFacts {
  readonly tweaks: Tweaks;
}

/** A named list of layers, each a context nested in the one before: a shift in one sees what those before it made (S1). */
export interface LayeredScenario extends ScenarioFacts {
  /** Scenarios whose lists begin with the same objects share the contexts of these. */
  readonly layers: readonly Tweaks[];
}

/** What the runner takes. */
export type AnyScenario = Scenario | LayeredScenario;

/** The contexts that a scenario is made of, from the outermost in. */
export function layersOf(given: AnyScenario): readonly Tweaks[] {
  return "layers" in given ? given.layers : [given.tweaks];
}

/**
 * A scenario of that name and those tweaks. Of several sets one that tweaks no node in common with those
 * before it is put beside them; one that does is put on them, so that its shifts see what they make of it.
 * @example `scenario("crash", Tweaks.empty.tweak(spot.node("IBM"), 80))`
 */
export function scenario(name: string, tweaks: Tweaks, details?: Details): Scenario;
export function scenario(
  name: string,
  tweaks: readonly Tweaks[],
  details?: Details,
): LayeredScenario;
export function scenario(
  name: string,
  tweaks: Tweaks | readonly Tweaks[],
  details?: Details,
): AnyScenario;
export function scenario(
  name: string,
  tweaks: Tweaks | readonly Tweaks[],
  details: Details = {},
): AnyScenario {
  return tweaks instanceof Tweaks
    ? { name, tweaks, ...details }
    : { name, layers: stackAll(tweaks), ...details };
}

/** What can be said of a scenario beside. */
type Details = Omit<ScenarioFacts, "name">;
