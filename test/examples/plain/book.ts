// The book's figures without dug and without the model's functions: nested loops, everything recomputed.
import { readPositions } from "../../../packages/examples/src/book/positions.ts";
import { readPrices } from "../../../packages/examples/src/book/prices.ts";

/** Where a scenario lies: nowhere (the base), in a month of history, in the grid, or at a draw. */
export interface PlainScenario {
  readonly month?: string;
  readonly spot?: number;
  readonly volatility?: number;
  readonly volatilityFactor?: number;
}

/** The model's outputs. */
export interface PlainOutputs {
  readonly value: number;
  readonly delta: number;
  readonly vega: number;
}

const RATE = 0.0025;

/** Computes the figures under any scenario. */
export function plainBook(): {
  outputs(scenario: PlainScenario): PlainOutputs;
  valueAtRisk(scenario: PlainScenario): number;
} {
  const shares = readShares();
  const months = Math.max(...shares.map(({ prices }) => prices.length)) - 1;

  function book(scenario: PlainScenario, growthOf: (share: Share) => number): PlainOutputs {
    const sums = { value: 0, delta: 0, vega: 0 };
    for (const share of shares) {
      const spot = spotUnder(share, scenario) * growthOf(share);
      const { value, delta, vega } = valued(
        share,
        spot,
        share.volatility * (scenario.volatilityFactor ?? 1) + (scenario.volatility ?? 0),
      );
      sums.value += value;
      sums.delta += delta;
      sums.vega += vega;
    }
    return sums;
  }

  return {
    outputs: (scenario) => book(scenario, () => 1),
    valueAtRisk: (scenario) => {
      const today = book(scenario, () => 1).value;
      const replayed = Array.from({ length: months }, (_, back) =>
        book(scenario, ({ prices }) => growth(prices, back)),
      );
      return fifthPercentileLoss(replayed.map(({ value }) => value - today));
    },
  };
}

type Share = ReturnType<typeof readShares>[number];

function readShares() {
  const positions = readPositions();
  return [...readPrices()].map(([ticker, history]) => ({
    months: [...history.keys()],
    prices: [...history.values()],
    volatility: historicalVolatility([...history.values()]),
    positions: positions.filter((position) => position.ticker === ticker),
  }));
}

/** The price divided by that of the month before, `back` months before the last; 1 where a price lacks. */
function growth(prices: readonly number[], back: number): number {
  const after = prices[prices.length - 1 - back];
  const before = prices[prices.length - 2 - back];
  return after === undefined || before === undefined ? 1 : after / before;
}

function spotUnder({ months, prices }: Share, { month, spot = 0 }: PlainScenario): number {
  const today = prices.at(-1)!;
  if (month === undefined) return today * (1 + spot);
  const at = months.indexOf(month);
  return at <= 0 ? today : (today * prices[at]!) / prices[at - 1]!;
}

/** From the sum and the sum of squares, where the model takes the mean first. */
function historicalVolatility(prices: readonly number[]): number {
  let [sum, squares] = [0, 0];
  for (let back = 0; back < 12; back++) {
    const change = Math.log(growth(prices, back));
    sum += change;
    squares += change * change;
  }
  return Math.sqrt(((squares - (sum * sum) / 12) / 11) * 12);
}

function valued({ positions }: Share, spot: number, volatility: number) {
  let [value, delta, vega] = [0, 0, 0];
  for (const { contract, quantity } of positions) {
    if (contract.kind === "share") {
      value += quantity * spot;
      delta += (quantity * spot) / 100;
      continue;
    }
    const { strike, months } = contract;
    const time = months / 12;
    const present = strike * Math.exp(-RATE * time);
    const deviation = volatility * Math.sqrt(time);
    const d2 = Math.log(spot / present) / deviation - deviation / 2;
    const d1 = d2 + deviation;
    // The call first, the put by parity: p = c − S + K e^(−rT).
    const call = spot * normal(d1) - present * normal(d2);
    const isCall = contract.kind === "call";
    value += quantity * (isCall ? call : call - spot + present);
    delta += (quantity * spot * (isCall ? normal(d1) : normal(d1) - 1)) / 100;
    vega +=
      (quantity * spot * Math.sqrt(time) * Math.exp((-d1 * d1) / 2)) / Math.sqrt(2 * Math.PI) / 100;
  }
  return { value, delta, vega };
}

function fifthPercentileLoss(gains: readonly number[]): number {
  const sorted = gains.toSorted((a, b) => a - b);
  const rank = 0.05 * (sorted.length - 1);
  const low = Math.floor(rank);
  return -(sorted[low]! * (low + 1 - rank) + sorted[low + 1]! * (rank - low));
}

/**
 * Cumulative normal distribution by the rational approximation of J. F. Hart et al., "Computer
 * Approximations" (1968), as given by G. West, "Better Approximations to Cumulative Normal Functions",
 * Wilmott Magazine (2005): another than the model's.
 */
function normal(x: number): number {
  const size = Math.abs(x);
  const tail =
    size > 37
      ? 0
      : Math.exp((-size * size) / 2) * (size < 7.07106781186547 ? hart(size) : fraction(size));
  return x > 0 ? 1 - tail : tail;
}

function hart(x: number): number {
  const above =
    (((((0.0352624965998911 * x + 0.700383064443688) * x + 6.37396220353165) * x +
      33.912866078383) *
      x +
      112.079291497871) *
      x +
      221.213596169931) *
      x +
    220.206867912376;
  const below =
    ((((((0.0883883476483184 * x + 1.75566716318264) * x + 16.064177579207) * x +
      86.7807322029461) *
      x +
      296.564248779674) *
      x +
      637.333633378831) *
      x +
      793.826512519948) *
      x +
    440.413735824752;
  return above / below;
}

function fraction(x: number): number {
  return 1 / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / Math.sqrt(2 * Math.PI);
}
