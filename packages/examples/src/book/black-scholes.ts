import { cumulative, density } from "./normal.ts";
import type { Option } from "./positions.ts";

/** What the value of a European option on a share without dividends depends on, beside its contract. */
export interface Market {
  /** Price of the share, in dollars. */
  readonly spot: number;
  /** Standard deviation of the share's logarithmic return over a year, such as 0.25. */
  readonly volatility: number;
  /** Interest rate a year, continuously compounded, such as 0.0025. */
  readonly rate: number;
}

/**
 * Value of one European option, in dollars: c = S N(d1) − K e^(−rT) N(d2), p = K e^(−rT) N(−d2) − S N(−d1).
 *
 * F. Black, M. Scholes, "The Pricing of Options and Corporate Liabilities", Journal of Political
 * Economy 81 (1973); in the notation of J. Hull, "Options, Futures, and Other Derivatives".
 */
export function value(option: Option, market: Market): number {
  const { d1, d2, discounted } = terms(option, market);
  const sign = option.kind === "call" ? 1 : -1;
  return sign * (market.spot * cumulative(sign * d1) - discounted * cumulative(sign * d2));
}

/** Change of the value for each dollar that the share gains: N(d1) of a call, N(d1) − 1 of a put. */
export function delta(option: Option, market: Market): number {
  const { d1 } = terms(option, market);
  return option.kind === "call" ? cumulative(d1) : -cumulative(-d1);
}

/** Change of the value for each 1.00 that the volatility gains: S φ(d1) √T. */
export function vega(option: Option, market: Market): number {
  return market.spot * density(terms(option, market).d1) * Math.sqrt(option.months / 12);
}

/** Hull's d1 and d2, and the present value of the strike. */
function terms(
  { strike, months }: Option,
  { spot, volatility, rate }: Market,
): { d1: number; d2: number; discounted: number } {
  const years = months / 12;
  const spread = volatility * Math.sqrt(years);
  const d1 = (Math.log(spot / strike) + (rate + volatility ** 2 / 2) * years) / spread;
  return { d1, d2: d1 - spread, discounted: strike * Math.exp(-rate * years) };
}
