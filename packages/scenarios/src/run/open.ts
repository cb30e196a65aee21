import type { Context } from "@dug/core";
import { type AnyScenario, layersOf } from "../scenario.ts";
import { Lending } from "./lending.ts";

/**
 * The contexts of one scenario, nested beneath a base that is evaluated, as a run makes them: to look at what
 * it does. Nothing is evaluated but what it takes from other scenarios.
 *
 * @param among the scenarios of the run, from which it may take values
 * @returns one for each layer, the outermost first
 * @example
 * const crash = scenario("crash", Tweaks.empty.tweak(spot.node("IBM"), 80));
 * const [context] = await openScenario(base, crash);
 * context?.explain(book.node()).text;
 */
export async function openScenario(
  base: Context,
  scenario: AnyScenario,
  among: Iterable<AnyScenario> = [],
): Promise<readonly Context[]> {
  const { name } = scenario;
  const lending = new Lending(base, new Map([...among].map((each) => [each.name, each])));
  const contexts: Context[] = [];
  for (const tweaks of await lending.pay(name, layersOf(scenario)))
    contexts.push((contexts.at(-1) ?? base).fork(name).apply(tweaks));
  return contexts;
}
