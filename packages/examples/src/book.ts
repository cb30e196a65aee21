import { model } from "@dug/core";
import * as market from "./book/market.ts";
import * as risk from "./book/risk.ts";
import * as valuation from "./book/valuation.ts";

/** What is computed of the base only: this takes a revaluation of the book for each month of history. */
export const baseOutputs = { valueAtRisk: risk.valueAtRisk.node() };

export default model({
  functions: { ...market, ...valuation, ...risk },
  outputs: {
    value: valuation.bookValue.node(),
    delta: valuation.bookDelta.node(),
    vega: valuation.bookVega.node(),
  },
});
