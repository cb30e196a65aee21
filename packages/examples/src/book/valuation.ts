import { isDeepStrictEqual } from "node:util";
import { memoize } from "@dug/core";
import * as blackScholes from "./black-scholes.ts";
import { rate, spot, tickers, volatility } from "./market.ts";
import { type Position, readPositions } from "./positions.ts";

/** The file of positions: read again after `refresh()`, as that of prices. */
export const positions = memoize("positions", () => readPositions(), {
  input: true,
  equals: isDeepStrictEqual,
});

/** The positions of the book in a share and options on it. */
export const holdings = memoize("holdings", (ticker: string) =>
  positions().filter((position) => position.ticker === ticker),
);

/** A position by its id. */
export const position = memoize("position", (id: string): Position => {
  const found = positions().find((each) => each.id === id);
  if (found === undefined) throw new RangeError(`there is no position ${id}`);
  return found;
});

/** Value of a position, in dollars. */
export const positionValue = memoize("positionValue", (id: string) => {
  const { ticker, contract, quantity } = position(id);
  if (contract.kind === "share") return quantity * spot(ticker);
  return quantity * blackScholes.value(contract, marketOf(ticker));
});

/** Dollars that a position gains if the share gains 1 %. */
export const positionDelta = memoize("positionDelta", (id: string) => {
  const { ticker, contract, quantity } = position(id);
  const onePercent = quantity * spot(ticker) * 0.01;
  if (contract.kind === "share") return onePercent;
  return onePercent * blackScholes.delta(contract, marketOf(ticker));
});

/** Dollars that a position gains if the volatility gains 0.01. */
export const positionVega = memoize("positionVega", (id: string) => {
  const { ticker, contract, quantity } = position(id);
  if (contract.kind === "share") return 0;
  return quantity * 0.01 * blackScholes.vega(contract, marketOf(ticker));
});

function marketOf(ticker: string): blackScholes.Market {
  return { spot: spot(ticker), volatility: volatility(ticker), rate: rate() };
}

/** Value of all positions in a share and options on it, in dollars. */
export const tickerValue = memoize("tickerValue", (ticker: string) =>
  total(holdings(ticker), ({ id }) => positionValue(id)),
);

/** Dollars that these gain if the share gains 1 %. */
export const tickerDelta = memoize("tickerDelta", (ticker: string) =>
  total(holdings(ticker), ({ id }) => positionDelta(id)),
);

/** Dollars that these gain if the volatility gains 0.01. */
export const tickerVega = memoize("tickerVega", (ticker: string) =>
  total(holdings(ticker), ({ id }) => positionVega(id)),
);

/** Value of the book, in dollars. */
export const bookValue = memoize("bookValue", () => total(tickers(), tickerValue));

/** Dollars that the book gains if every share gains 1 %. */
export const bookDelta = memoize("bookDelta", () => total(tickers(), tickerDelta));

/** Dollars that the book gains if every volatility gains 0.01. */
export const bookVega = memoize("bookVega", () => total(tickers(), tickerVega));

function total<T>(items: readonly T[], amount: (item: T) => number): number {
  return items.reduce((sum, item) => sum + amount(item), 0);
}
