import { relative, add, Tweaks } from "@dug/core";
import { type Scenario, scenario } from "@dug/scenarios";
import { spot, volatility } from "./market.ts";
import { monthBefore, type Prices, readPrices } from "./prices.ts";

/** The history of the shares replayed on today's prices, and a grid of prices by volatilities. */
export function mainJob(): readonly Scenario[] {
  return [...replays(readPrices()), ...grid()];
}

/** One scenario a month: every share's price today changes as it did in that month. */
function replays(prices: Prices): readonly Scenario[] {
  const months = [...new Set([...prices.values()].flatMap((history) => [...history.keys()]))];
  return months
    .toSorted()
    .slice(1)
    .map((month) => replay(prices, month));
}

function replay(prices: Prices, month: string): Scenario {
  let tweaks = Tweaks.empty;
  const unchanged: string[] = [];
  for (const [ticker, history] of prices) {
    const after = history.get(month);
    const before = history.get(monthBefore(month));
    if (after === undefined || before === undefined) unchanged.push(ticker);
    else tweaks = tweaks.tweak(spot.node(ticker), relative(after / before - 1));
  }
  const note = `no return of ${unchanged.join(", ")} in this month: today's price kept`;
  return scenario(month, tweaks, { axes: { month }, ...(unchanged.length > 0 && { note }) });
}

/** Prices from −20 % to +20 %, volatilities from −5 to +5 points: 21 by 21, each shift put on all shares alike. */
function grid(): readonly Scenario[] {
  const steps = Array.from({ length: 21 }, (_, index) => index - 10);
  return steps.flatMap((spotStep) => steps.map((volatilityStep) => cell(spotStep, volatilityStep)));
}

function cell(spotStep: number, volatilityStep: number): Scenario {
  const [spotShift, volatilityShift] = [(spotStep * 2) / 100, (volatilityStep * 0.5) / 100];
  const tweaks = Tweaks.empty
    .tweakAll(spot, relative(spotShift))
    .tweakAll(volatility, add(volatilityShift));
  return scenario(
    `spot ${signed(spotStep * 2)} %, volatility ${signed(volatilityStep * 0.5)} points`,
    tweaks,
    {
      axes: { spot: spotShift, volatility: volatilityShift },
    },
  );
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : `${value}`;
}
