import { model } from "@dug/core";
import { mainJob } from "./job.ts";
import * as market from "./market.ts";
import * as risk from "./risk.ts";
import * as valuation from "./valuation.ts";

/** What `dug run` runs unless it is given a scenario file. */
export const scenarios = mainJob();

/** What it computes of the base only: this takes a revaluation of the book for each month of history. */
export const baseOutputs = { valueAtRisk: risk.valueAtRisk.node() };

export default model({
  functions: { ...market, ...valuation, ...risk },
  outputs: {
    value: valuation.bookValue.node(),
    delta: valuation.bookDelta.node(),
    vega: valuation.bookVega.node(),
  },
});
